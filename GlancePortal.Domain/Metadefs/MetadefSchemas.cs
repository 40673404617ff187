using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GlancePortal.Domain.Metadefs;

/// <summary>JSON schemas of definitions: what clients are told is what bodies and files are checked against. Source: `Schemas.json`.</summary>
public static class MetadefSchemas
{
    private static readonly JsonObject Source = Load();

    /// <summary>The published ones by name: namespace, namespaces, resource_type, resource_types, property, properties, object, objects, tag, tags.</summary>
    public static FrozenDictionary<string, byte[]> Published { get; } = Publish();

    internal static JsonSchema Namespace { get; } = Check(Closed(Single("namespace")));

    internal static JsonSchema Property { get; } = Check(PropertyItem());

    internal static JsonSchema Object { get; } = Check(Closed(Single("object")));

    internal static JsonSchema Tag { get; } = Check(Single("tag"));

    internal static JsonSchema TagList { get; } = Check(Single("tag_list"));

    internal static JsonSchema ResourceType { get; } = Check(Single("resource_type"));

    private static FrozenDictionary<string, byte[]> Publish()
    {
        var property = PropertyItem();
        var properties = PropertyItem();
        properties["required"] = new JsonArray("title", "type");
        return new Dictionary<string, JsonObject>(StringComparer.Ordinal)
        {
            ["namespace"] = Single("namespace"),
            ["namespaces"] = List("namespaces", Single("namespace")),
            ["resource_type"] = Single("resource_type"),
            ["resource_types"] = List("resource_type_associations", Single("resource_type")),
            ["property"] = property,
            ["properties"] = Collection("properties", properties, items => new JsonObject { ["type"] = "object", ["additionalProperties"] = items }),
            ["object"] = Single("object"),
            ["objects"] = List("objects", Single("object")),
            ["tag"] = Single("tag"),
            ["tags"] = List("tags", Single("tag")),
        }.ToFrozenDictionary(pair => pair.Key, pair => JsonSerializer.SerializeToUtf8Bytes<JsonNode>(pair.Value), StringComparer.Ordinal);
    }

    private static JsonObject Single(string name)
    {
        var schema = Source[name]!.DeepClone().AsObject();
        if (name is "namespace" or "object")
        {
            schema["definitions"] = Source["definitions"]!.DeepClone();
        }

        return schema;
    }

    // What is published leaves embedded properties open, as Glance's does; Glance refuses what it does not know of them all the same.
    private static JsonObject Closed(JsonObject schema)
    {
        schema["definitions"]!["property"]!["additionalProperties"]!["additionalProperties"] = false;
        return schema;
    }

    // A property by itself is one of a namespace, and knows its name.
    private static JsonObject PropertyItem()
    {
        var definitions = Source["definitions"]!.DeepClone().AsObject();
        var schema = new JsonObject
        {
            ["name"] = "property",
            ["properties"] = definitions["property"]!["additionalProperties"]!["properties"]!.DeepClone(),
            ["required"] = new JsonArray("name", "title", "type"),
            ["additionalProperties"] = false,
        };
        definitions.Remove("property");
        schema["definitions"] = definitions;
        return schema;
    }

    private static JsonObject List(string name, JsonObject item) =>
        Collection(name, item, items => new JsonObject { ["type"] = "array", ["items"] = items });

    private static JsonObject Collection(string name, JsonObject item, Func<JsonObject, JsonObject> of)
    {
        var schema = new JsonObject { ["name"] = name };
        if (item.TryGetPropertyValue("definitions", out var definitions))
        {
            item.Remove("definitions");
            schema["definitions"] = definitions;
        }

        schema["properties"] = new JsonObject
        {
            [name] = of(item),
            ["first"] = Text(),
            ["next"] = Text(),
            ["schema"] = Text(),
        };
        schema["links"] = new JsonArray(Link("first", "{first}"), Link("next", "{next}"), Link("describedby", "{schema}"));
        return schema;
    }

    private static JsonObject Text() => new() { ["type"] = "string" };

    private static JsonObject Link(string relation, string address) => new() { ["rel"] = relation, ["href"] = address };

    private static JsonSchema Check(JsonObject schema) => new(JsonSerializer.SerializeToElement<JsonNode>(schema));

    private static JsonObject Load()
    {
        using var stream = MetadefStock.Open("Schemas.json");
        return JsonNode.Parse(stream)!.AsObject();
    }
}
