using System.Text.Json.Nodes;
using GlancePortal.Api.OpenApi;
using GlancePortal.Domain.Images;
using Microsoft.Extensions.Options;

namespace GlancePortal.Api.V2.Wire;

/// <summary>The shapes of this API's bodies, for the document at `/openapi/v1.json`. What an image is made of is what its schema says.</summary>
internal static class ImageShapes
{
    public static readonly Shape Image = Shapes.Named("V2.Image", book =>
    {
        var schema = SchemaOf(book);
        schema["required"] = new JsonArray("id", "status", "visibility", "created_at", "updated_at", "tags", "self", "file", "schema");
        return schema;
    });

    /// <summary>What a client may say of a new image.</summary>
    public static readonly Shape Fields = Shapes.Named("V2.ImageFields", book =>
    {
        var schema = SchemaOf(book);
        var properties = schema["properties"]!.AsObject();
        foreach (var name in properties.Where(property => property.Value!["readOnly"] is not null).Select(property => property.Key).ToList())
        {
            properties.Remove(name);
        }

        return schema;
    });

    public static readonly Shape List = Shapes.Named("V2.Images", book => new JsonObject
    {
        ["type"] = "object",
        ["required"] = new JsonArray("images", "first", "schema"),
        ["properties"] = new JsonObject
        {
            ["images"] = Shapes.ListOf(Image)(book), ["first"] = Shapes.Text(book), ["next"] = Shapes.Text(book), ["schema"] = Shapes.Text(book),
        },
    });

    /// <summary>A JSON patch in the form of draft 10; the older form has the operation's name in place of `op` and `path`.</summary>
    public static readonly Shape Patch = Shapes.Named("V2.Patch", book => new JsonObject
    {
        ["type"] = "array",
        ["items"] = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject
            {
                ["op"] = Shapes.OneOf("add", "remove", "replace")(book), ["path"] = Shapes.Text(book), ["value"] = new JsonObject(),
            },
        },
    });

    public static readonly Shape Stores = Shapes.Named("V2.Stores", book => new JsonObject
    {
        ["type"] = "object",
        ["required"] = new JsonArray("stores"),
        ["properties"] = new JsonObject
        {
            ["stores"] = new JsonObject
            {
                ["type"] = "array",
                ["items"] = new JsonObject
                {
                    ["type"] = "object",
                    ["required"] = new JsonArray("id"),
                    ["properties"] = new JsonObject
                    {
                        ["id"] = Shapes.Text(book), ["description"] = Shapes.Text(book),
                        ["default"] = Shapes.Text(book), ["read-only"] = Shapes.Text(book),
                    },
                },
            },
        },
    });

    private static JsonObject SchemaOf(SchemaBook book)
    {
        var options = book.Services.GetRequiredService<IOptionsMonitor<ImageOptions>>().CurrentValue;
        var schema = SchemaEndpoints.Image(options, book.Services.GetRequiredService<ImageSchema>());
        // Glance's own words around the schema are none of JSON Schema's.
        schema.Remove("name");
        schema.Remove("links");
        schema["type"] = "object";
        return schema;
    }
}
