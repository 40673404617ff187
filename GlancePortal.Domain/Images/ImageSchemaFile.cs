using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace GlancePortal.Domain.Images;

/// <summary>Reads Glance's file of custom properties: JSON schemas by name, or `properties` with them beside `required`.</summary>
internal static class ImageSchemaFile
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    // What says something to people but asks nothing of a value.
    private static readonly string[] Remarks = ["description", "title", "format", "default", "examples", "is_base"];

    /// <summary>The schema of a text.</summary>
    /// <param name="text">The content of the file.</param>
    /// <param name="faults">Gets a sentence for each fault.</param>
    /// <returns>Null when there is a fault.</returns>
    public static ImageSchema? Read(string text, List<string> faults)
    {
        var before = faults.Count;
        if (Parse(text, faults) is not { } root)
        {
            return null;
        }

        var extended = root["properties"] is JsonObject described && described["type"] is not (JsonValue or JsonArray);
        var properties = (extended ? (JsonObject)root["properties"]! : root).Select(entry => PropertyOf(entry.Key, entry.Value, faults)).ToList();
        var required = extended ? RequiredOf(root["required"], faults) : [];
        if (extended)
        {
            faults.AddRange(root.Select(entry => entry.Key).Except(["properties", "required"]).Select(
                name => $"'{name}' means nothing beside 'properties' and 'required'."));
        }

        faults.AddRange(properties.Select(property => property.Name).Concat(required).Where(ImageRules.IsReserved).Distinct().Select(
            name => $"'{name}' is a field that every image has, and cannot be a custom property."));
        return faults.Count == before ? new ImageSchema(properties, required) : null;
    }

    private static JsonObject? Parse(string text, List<string> faults)
    {
        try
        {
            if (JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false }) is JsonObject root)
            {
                return root;
            }

            faults.Add("it must be a JSON object.");
        }
        catch (JsonException fault)
        {
            faults.Add(fault.Message);
        }

        return null;
    }

    private static List<string> RequiredOf(JsonNode? node, List<string> faults)
    {
        if (node is null)
        {
            return [];
        }

        if (node is JsonArray list && TextsOf(list) is { } names)
        {
            return names;
        }

        faults.Add("'required' must be a list of names.");
        return [];
    }

    private static SchemaProperty PropertyOf(string name, JsonNode? node, List<string> faults)
    {
        if (node is not JsonObject schema || name.Length is 0 or > ImageRules.LongestText)
        {
            faults.Add($"property '{name}': it needs a name of 1 to {ImageRules.LongestText} characters and a JSON object.");
            return new SchemaProperty(name, []);
        }

        var property = new SchemaProperty(name, schema);
        foreach (var (keyword, value) in schema.Where(entry => !Remarks.Contains(entry.Key)))
        {
            if (With(property, keyword, value) is { } read)
            {
                property = read;
            }
            else
            {
                faults.Add($"property '{name}': {keyword} {value?.ToJsonString() ?? "null"} cannot be used; values are texts, "
                    + "with type string or [null, string], enum, pattern, minLength and maxLength.");
            }
        }

        return property;
    }

    private static SchemaProperty? With(SchemaProperty property, string keyword, JsonNode? value) => keyword switch
    {
        "type" when TextsOf(value as JsonArray ?? [value?.DeepClone()]) is { } types
            && types.Contains("string") && types.TrueForAll(type => type is "string" or "null") => property with { MayBeNull = types.Contains("null") },
        "enum" when value is JsonArray list && TextsOf(list.Where(one => one is not null)) is { Count: > 0 } allowed =>
            property with { Allowed = allowed },
        "pattern" when TextOf(value) is { } pattern && Compile(pattern) is { } regex => property with { Pattern = regex },
        "minLength" when NumberOf(value) is { } least => property with { MinLength = least },
        "maxLength" when NumberOf(value) is { } most => property with { MaxLength = most },
        _ => null,
    };

    private static Regex? Compile(string pattern)
    {
        try
        {
            return new Regex(pattern, RegexOptions.CultureInvariant, Patience);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static string? TextOf(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static int? NumberOf(JsonNode? node) => node is JsonValue value && value.TryGetValue<int>(out var number) && number >= 0 ? number : null;

    // Null unless all of them are texts.
    private static List<string>? TextsOf(IEnumerable<JsonNode?> nodes)
    {
        var texts = nodes.Select(TextOf).ToList();
        return texts.Contains(null) ? null : [.. texts.OfType<string>()];
    }
}
