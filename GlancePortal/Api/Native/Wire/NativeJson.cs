using System.Text.Json.Serialization;

namespace GlancePortal.Api.Native.Wire;

/// <summary>The bodies of our own API.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CursorBody))]
[JsonSerializable(typeof(ImageBody))]
[JsonSerializable(typeof(ImageSearchBody))]
[JsonSerializable(typeof(TimelineBody))]
[JsonSerializable(typeof(BulkBody))]
[JsonSerializable(typeof(ChangeBody))]
[JsonSerializable(typeof(MovingBody))]
[JsonSerializable(typeof(PreflightRequest))]
[JsonSerializable(typeof(PreflightBody))]
[JsonSerializable(typeof(ConvertRequest))]
[JsonSerializable(typeof(ConvertBody))]
internal sealed partial class NativeJson : JsonSerializerContext;
