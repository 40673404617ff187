using System.Text.Json.Nodes;

namespace GlancePortal.Api.V2.Wire;

/// <summary>Makes shapes for the document of the schemas that this API serves itself.</summary>
internal static class SchemaShapes
{
    /// <summary>What is answered; these members are always there.</summary>
    public static JsonObject Answer(JsonObject schema, params string[] always)
    {
        var shape = Plain(schema);
        shape["required"] = new JsonArray([.. always.Select(name => JsonValue.Create(name))]);
        return shape;
    }

    /// <summary>What a client may say: all but what only the server does.</summary>
    public static JsonObject Fields(JsonObject schema)
    {
        var shape = Plain(schema);
        var properties = shape["properties"]!.AsObject();
        foreach (var name in properties.Where(property => property.Value!["readOnly"] is not null).Select(property => property.Key).ToList())
        {
            properties.Remove(name);
        }

        return shape;
    }

    // Glance's own words around a schema are none of JSON Schema's.
    private static JsonObject Plain(JsonObject schema)
    {
        schema.Remove("name");
        schema.Remove("links");
        schema["type"] = "object";
        return schema;
    }
}
