using System.Text.Json;
using System.Text.Json.Nodes;

namespace GlancePortal.Tests.Support;

/// <summary>Holds JSON against the schemas of an OpenAPI document: as much of JSON Schema as those use, and a fault for any more.</summary>
internal sealed class DocumentSchemas(JsonNode document)
{
    private static readonly string[] Understood =
    [
        "$ref", "type", "properties", "required", "items", "enum", "anyOf", "allOf", "additionalProperties", "maxItems", "maxLength", "minimum", "uniqueItems",
        "pattern", "format", "description", "default", "readOnly", "is_base",
    ];

    /// <summary>What does not fit, each with its place; none when all fits.</summary>
    public IReadOnlyList<string> Faults(JsonNode? value, JsonNode schema)
    {
        var faults = new List<string>();
        Check(value, schema, "$", faults);
        return faults;
    }

    /// <summary>What the document says of a request to an address.</summary>
    public JsonNode Operation(HttpMethod method, string address)
    {
        var words = address.Split('?')[0].Split('/');
        var path = document["paths"]!.AsObject().Select(path => path.Key.Split('/'))
            .Where(path => path.Length == words.Length && path.Zip(words).All(pair => pair.First.StartsWith('{') || pair.First == pair.Second))
            .MinBy(path => path.Count(word => word.StartsWith('{')));
        return (path is null ? null : document["paths"]![string.Join('/', path)]![method.Method.ToLowerInvariant()])
            ?? throw new InvalidOperationException($"The document has no {method} {address}.");
    }

    /// <summary>What a `$ref` leads to.</summary>
    public JsonNode Resolve(string reference)
    {
        var node = document;
        foreach (var step in reference.Split('/').Skip(1))
        {
            node = (node is JsonArray array ? array[int.Parse(step, null)] : node[step.Replace("~1", "/", StringComparison.Ordinal)])
                ?? throw new InvalidOperationException($"{reference} leads nowhere.");
        }

        return node;
    }

    private void Check(JsonNode? value, JsonNode schema, string at, List<string> faults)
    {
        if (schema is not JsonObject shape)
        {
            return;
        }

        faults.AddRange(shape.Select(word => word.Key).Except(Understood).Select(word => $"{at}: the schema has an unknown word {word}"));
        if (shape["$ref"] is { } reference)
        {
            Check(value, Resolve((string)reference!), at, faults);
            return;
        }

        if (shape["anyOf"] is JsonArray choices && !choices.Any(choice => Faults(value, choice!).Count == 0))
        {
            faults.Add($"{at}: fits none of anyOf");
        }

        foreach (var one in shape["allOf"]?.AsArray() ?? [])
        {
            Check(value, one!, at, faults);
        }

        if (shape["minimum"] is { } least && value is JsonValue number && number.GetValueKind() == JsonValueKind.Number && (double)number < (double)least)
        {
            faults.Add($"{at}: {number} is less than {least}");
        }

        if (shape["type"] is { } type && !Types(type).Contains(TypeOf(value)) && !(TypeOf(value) == "integer" && Types(type).Contains("number")))
        {
            faults.Add($"{at}: {TypeOf(value)} is not {type.ToJsonString()}");
        }

        if (shape["enum"] is JsonArray values && !values.Any(one => JsonNode.DeepEquals(one, value)))
        {
            faults.Add($"{at}: {value?.ToJsonString()} is none of {values.ToJsonString()}");
        }

        CheckParts(value, shape, at, faults);
    }

    private void CheckParts(JsonNode? value, JsonObject shape, string at, List<string> faults)
    {
        if (value is JsonArray array && shape["items"] is { } items)
        {
            for (var i = 0; i < array.Count; i++)
            {
                Check(array[i], items, $"{at}[{i}]", faults);
            }
        }

        if (value is not JsonObject members)
        {
            return;
        }

        faults.AddRange((shape["required"]?.AsArray() ?? []).Where(name => !members.ContainsKey((string)name!)).Select(name => $"{at}: lacks {name}"));
        var known = shape["properties"]?.AsObject() ?? [];
        foreach (var (name, member) in members)
        {
            if (known[name] is { } property)
            {
                Check(member, property, $"{at}.{name}", faults);
            }
            else if (shape["additionalProperties"] is JsonObject other)
            {
                Check(member, other, $"{at}.{name}", faults);
            }
            else if (known.Count > 0)
            {
                faults.Add($"{at}: {name} is not in the schema");
            }
        }
    }

    private static IEnumerable<string> Types(JsonNode type) => type is JsonArray several ? several.Select(one => (string)one!) : [(string)type!];

    private static string TypeOf(JsonNode? value) => value?.GetValueKind() switch
    {
        null or JsonValueKind.Null => "null",
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        _ => value!.ToJsonString().Contains('.', StringComparison.Ordinal) ? "number" : "integer",
    };
}
