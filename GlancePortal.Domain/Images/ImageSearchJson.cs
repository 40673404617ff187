using System.Text.Json.Serialization;

namespace GlancePortal.Domain.Images;

[JsonSerializable(typeof(List<string>))]
internal sealed partial class ImageSearchJson : JsonSerializerContext;
