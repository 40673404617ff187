using System.Globalization;
using System.Text.Json;
using GlancePortal.Domain.Errors;

namespace GlancePortal.Domain.Metadefs;

/// <summary>Checks JSON against as much of JSON schema as the schemas of definitions use.</summary>
/// <param name="root">The schema, with its `definitions`.</param>
internal sealed class JsonSchema(JsonElement root)
{
    private const string Definitions = "#/definitions/";

    /// <exception cref="InvalidInputException">The value breaks the schema.</exception>
    public void Require(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            throw Wrong("the body", "must be a JSON object");
        }

        Check(root, value, "");
    }

    private void Check(JsonElement schema, JsonElement value, string at)
    {
        if (schema.TryGetProperty("$ref", out var reference))
        {
            Check(root.GetProperty("definitions").GetProperty(reference.GetString()![Definitions.Length..]), value, at);
            return;
        }

        if (schema.TryGetProperty("allOf", out var all))
        {
            foreach (var one in all.EnumerateArray())
            {
                Check(one, value, at);
            }
        }

        CheckKind(schema, value, at);
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                CheckMembers(schema, value, at);
                break;
            case JsonValueKind.Array:
                CheckItems(schema, value, at);
                break;
            case JsonValueKind.String when schema.TryGetProperty("maxLength", out var most) && value.GetString()!.Length > most.GetInt32():
                throw Wrong(at, string.Create(CultureInfo.InvariantCulture, $"must have at most {most.GetInt32()} characters"));
            case JsonValueKind.Number when schema.TryGetProperty("minimum", out var least) && value.GetDouble() < least.GetDouble():
                throw Wrong(at, string.Create(CultureInfo.InvariantCulture, $"must be at least {least.GetDouble()}"));
        }
    }

    private static void CheckKind(JsonElement schema, JsonElement value, string at)
    {
        if (schema.TryGetProperty("type", out var type) && !Is(value, type.GetString()!))
        {
            throw Wrong(at, $"must be of type {type.GetString()}");
        }

        if (schema.TryGetProperty("enum", out var allowed) && !allowed.EnumerateArray().Any(one => JsonElement.DeepEquals(one, value)))
        {
            throw Wrong(at, $"must be one of {string.Join(", ", allowed.EnumerateArray())}");
        }
    }

    private void CheckMembers(JsonElement schema, JsonElement value, string at)
    {
        if (schema.TryGetProperty("required", out var required))
        {
            foreach (var name in required.EnumerateArray())
            {
                if (!value.TryGetProperty(name.GetString()!, out _))
                {
                    throw Wrong(Below(at, name.GetString()!), "is required");
                }
            }
        }

        var hasKnown = schema.TryGetProperty("properties", out var known);
        var hasOthers = schema.TryGetProperty("additionalProperties", out var others);
        foreach (var member in value.EnumerateObject())
        {
            if (hasKnown && known.TryGetProperty(member.Name, out var own))
            {
                Check(own, member.Value, Below(at, member.Name));
            }
            else if (hasOthers && others.ValueKind == JsonValueKind.False)
            {
                throw Wrong(Below(at, member.Name), "is not known");
            }
            else if (hasOthers)
            {
                Check(others, member.Value, Below(at, member.Name));
            }
        }
    }

    private void CheckItems(JsonElement schema, JsonElement value, string at)
    {
        if (schema.TryGetProperty("items", out var item))
        {
            foreach (var one in value.EnumerateArray())
            {
                Check(item, one, at);
            }
        }

        if (schema.TryGetProperty("uniqueItems", out var unique) && unique.ValueKind == JsonValueKind.True
            && value.EnumerateArray().GroupBy(one => one.GetRawText(), StringComparer.Ordinal).Any(same => same.Count() > 1))
        {
            throw Wrong(at, "must not have an item twice");
        }
    }

    private static bool Is(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "number" => value.ValueKind == JsonValueKind.Number,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "No schema of ours has this type."),
    };

    private static string Below(string at, string name) => at.Length == 0 ? name : $"{at}.{name}";

    private static InvalidInputException Wrong(string at, string rule) => new($"Provided body is invalid: {at} {rule}.", "json.invalid");
}
