using System.Text.Json.Serialization;
using GlancePortal.Domain.Content;

namespace GlancePortal.Domain.Uploads;

[JsonSerializable(typeof(ContentFacts))]
internal sealed partial class ContentFactsJson : JsonSerializerContext;
