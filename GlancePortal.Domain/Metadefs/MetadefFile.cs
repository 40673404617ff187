using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using GlancePortal.Domain.Errors;

namespace GlancePortal.Domain.Metadefs;

/// <summary>A namespace as a file, in the shape that Glance's own tools read and write.</summary>
public static class MetadefFile
{
    // What Glance's loader takes for a file that names none.
    private const string DefaultOwner = "admin";

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };
    private static readonly JsonSerializerOptions Written = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads a file. Members that are null, as Glance's export writes them, are as good as absent.</summary>
    /// <exception cref="InvalidInputException">It is no JSON, or no namespace.</exception>
    public static NamespaceDraft Read(Stream file)
    {
        try
        {
            var json = JsonNode.Parse(file, documentOptions: Strict);
            DropNulls(json);
            var draft = MetadefReader.ReadNamespace(JsonSerializer.SerializeToElement(json));
            return draft with { OwnerId = draft.OwnerId ?? DefaultOwner };
        }
        catch (JsonException fault)
        {
            throw new InvalidInputException($"It is no JSON: {fault.Message}", "json.malformed");
        }
    }

    /// <summary>The content of a file.</summary>
    /// <param name="row">With all its parts.</param>
    public static byte[] Write(MetadefNamespace row)
    {
        ArgumentNullException.ThrowIfNull(row);
        var json = new JsonObject
        {
            ["namespace"] = row.Name,
            ["display_name"] = row.DisplayName,
            ["description"] = row.Description,
            ["visibility"] = row.Visibility == MetadefVisibility.Public ? "public" : "private",
            ["protected"] = row.Protected,
            ["owner"] = row.OwnerId,
            ["resource_type_associations"] = Array(row.Associations, part => new JsonObject
            {
                ["name"] = part.Name,
                ["prefix"] = part.Prefix,
                ["properties_target"] = part.PropertiesTarget,
            }),
            ["properties"] = new JsonObject(row.Properties.Select(part => KeyValuePair.Create(part.Name, JsonNode.Parse(part.Definition)))),
            ["objects"] = Array(row.Objects, part => new JsonObject
            {
                ["name"] = part.Name,
                ["description"] = part.Description,
                ["required"] = new JsonArray([.. part.Required.Select(name => JsonValue.Create(name))]),
                ["properties"] = JsonNode.Parse(part.Definitions),
            }),
            ["tags"] = Array(row.Tags, part => new JsonObject { ["name"] = part.Name }),
        };
        DropNulls(json);
        return JsonSerializer.SerializeToUtf8Bytes<JsonNode>(json, Written);
    }

    private static JsonArray Array<T>(IEnumerable<T> parts, Func<T, JsonObject> one) => new([.. parts.Select(one)]);

    private static void DropNulls(JsonNode? json)
    {
        if (json is JsonObject members)
        {
            foreach (var (name, value) in members.ToList())
            {
                if (value is null)
                {
                    members.Remove(name);
                }

                DropNulls(value);
            }
        }
        else if (json is JsonArray items)
        {
            foreach (var item in items)
            {
                DropNulls(item);
            }
        }
    }
}
