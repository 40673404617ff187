using System.Text.Json;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Import;

namespace GlancePortal.Api.V2.Wire;

/// <summary>Reads the body of a request that adds a location.</summary>
internal static class LocationDraftReader
{
    private const string Algorithm = "os_hash_algo";
    private const string Value = "os_hash_value";

    public static LocationDraft Read(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("url", out var url) || url.ValueKind != JsonValueKind.String)
        {
            throw new InvalidInputException("A location needs a url.", "json.invalid");
        }

        return body.TryGetProperty("validation_data", out var validation) ? WithHash(validation) : new LocationDraft(null, null);
    }

    private static LocationDraft WithHash(JsonElement validation)
    {
        if (validation.ValueKind != JsonValueKind.Object)
        {
            throw ImageFields.Wrong("validation_data", "an object");
        }

        if (validation.EnumerateObject().Select(member => member.Name).FirstOrDefault(name => name is not (Algorithm or Value)) is { } other)
        {
            throw new InvalidInputException($"validation_data has an unknown member '{other}'.", "json.invalid");
        }

        return (validation.TryGetProperty(Algorithm, out var algorithm), validation.TryGetProperty(Value, out var value)) switch
        {
            (true, true) => new LocationDraft(ImageFields.Text(Algorithm, algorithm), ImageFields.Text(Value, value)),
            (false, false) => new LocationDraft(null, null),
            _ => throw new InvalidInputException($"validation_data needs {Algorithm} and {Value} together.", "json.invalid"),
        };
    }
}
