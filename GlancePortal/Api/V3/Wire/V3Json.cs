using System.Text.Json.Serialization;

namespace GlancePortal.Api.V3.Wire;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.Never,
    Converters = [typeof(KeystoneTimeConverter)])]
[JsonSerializable(typeof(ErrorBody))]
[JsonSerializable(typeof(VersionBody))]
[JsonSerializable(typeof(AuthRequest))]
[JsonSerializable(typeof(ScopePart))]
[JsonSerializable(typeof(TokenBody))]
[JsonSerializable(typeof(CatalogBody))]
internal sealed partial class V3Json : JsonSerializerContext;
