using System.Text.Json.Nodes;
using GlancePortal.Access;
using GlancePortal.Api.Native.Wire;
using GlancePortal.Api.OpenApi;
using GlancePortal.Api.V2;
using GlancePortal.Domain.Images;
using Microsoft.AspNetCore.Http.HttpResults;

namespace GlancePortal.Api.Native;

/// <summary>One change of many images, with a preview.</summary>
internal static class ImageBulkEndpoint
{
    public static void MapImageBulk(this RouteGroupBuilder images) =>
        images.MapPost("/bulk", RunAsync).WithName("ChangeImages").Describe("Change many images", it => it
            .Says("Each image is a change of its own: one that is refused is skipped, and the answer says why. A dry run tells what would be done and changes "
                + "nothing. If the records cannot be reached in the middle, what was done before stays done; sending the request again does the rest.")
            .Takes(BulkShape)
            .Answer(200, "What became of each image, or would.", Shapes.Of(NativeJson.Default.BulkBody))
            .Refuses(400, 403, 413));

    private static readonly Shape BulkShape = Shapes.Named("Native.BulkRequest", book => new JsonObject
    {
        ["type"] = "object",
        ["required"] = new JsonArray("action"),
        ["properties"] = new JsonObject
        {
            ["action"] = Shapes.OneOf(BulkRequestReader.Names)(book),
            ["ids"] = new JsonObject { ["type"] = "array", ["items"] = Shapes.Id(book), ["maxItems"] = ImageBulk.MaxImages },
            ["filter"] = new JsonObject
            {
                ["type"] = "object",
                ["description"] = $"In place of ids: conditions with the names and values of a search's query; an array gives several. At most {ImageBulk.MaxImages} images may match.",
            },
            ["tags"] = new JsonObject { ["type"] = "array", ["items"] = Shapes.Text(book), ["description"] = "For add-tags and remove-tags." },
            ["visibility"] = Shapes.OneOf("public", "private", "community", "shared")(book),
            ["dryRun"] = Shapes.Flag(book),
        },
    });

    internal static async Task<JsonHttpResult<BulkBody>> RunAsync(HttpContext context, ImageBulk bulk, CancellationToken cancellationToken)
    {
        using var body = await JsonBody.ReadAsync(context.Request, cancellationToken);
        var request = BulkRequestReader.Read(body.RootElement);
        var items = await bulk.RunAsync(context.Caller(), request, cancellationToken);
        return TypedResults.Json(
            BulkBody.Of(BulkRequestReader.NameOf(request.Action), request.DryRun, items), NativeJson.Default.BulkBody);
    }
}
