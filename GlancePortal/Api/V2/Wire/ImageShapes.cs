using System.Text.Json.Nodes;
using GlancePortal.Api.OpenApi;
using GlancePortal.Domain.Images;
using Microsoft.Extensions.Options;

namespace GlancePortal.Api.V2.Wire;

/// <summary>The shapes of this API's bodies, for the document at `/openapi/v1.json`. What an image is made of is what its schema says.</summary>
internal static class ImageShapes
{
    public static readonly Shape Image = Shapes.Named("V2.Image", book => SchemaShapes.Answer(
        SchemaOf(book), "id", "status", "visibility", "created_at", "updated_at", "tags", "self", "file", "schema"));

    /// <summary>What a client may say of a new image.</summary>
    public static readonly Shape Fields = Shapes.Named("V2.ImageFields", book => SchemaShapes.Fields(SchemaOf(book)));

    public static readonly Shape List = ListShapes.Page("V2.Images", "images", Image);

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

    public static readonly Shape Stores = Shapes.Record("V2.Stores", ("stores", Shapes.ListOf(Shapes.Record(
        ("id", Shapes.Text), ("description?", Shapes.Text), ("default?", Shapes.Text), ("read-only?", Shapes.Text)))));

    private static JsonObject SchemaOf(SchemaBook book) => SchemaEndpoints.Image(
        book.Services.GetRequiredService<IOptionsMonitor<ImageOptions>>().CurrentValue, book.Services.GetRequiredService<ImageSchema>());
}
