using System.Text.Json.Serialization;

namespace GlancePortal.Api.Native.Wire;

/// <summary>The bodies of our own API.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CursorBody))]
[JsonSerializable(typeof(ImageBody))]
[JsonSerializable(typeof(ImageSearchBody))]
[JsonSerializable(typeof(TimelineBody))]
[JsonSerializable(typeof(BulkBody))]
internal sealed partial class NativeJson : JsonSerializerContext;
