using System.Text.Json.Serialization;

namespace GlancePortal.Domain.Import;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ImportRequest))]
[JsonSerializable(typeof(ImportOutcome))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class ImportJson : JsonSerializerContext;
