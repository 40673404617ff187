using GlancePortal.Access;
using GlancePortal.Api.OpenApi;
using GlancePortal.Api.V2;
using GlancePortal.Domain.Images;

namespace GlancePortal.Api.Native;

/// <summary>Takes a deletion back: the portal's undo.</summary>
internal static class ImageRestoreEndpoint
{
    public static void MapImageRestore(this RouteGroupBuilder images) =>
        images.MapPost("/{id}/restore", RestoreAsync).WithName("RestoreImage").Describe("Restore a deleted image", it => it
            .Answer(204, "It is back.").Refuses(403, 404, 409, 410, 413));

    internal static async Task RestoreAsync(HttpContext context, string id, ImageRecords records)
    {
        await records.RestoreAsync(context.Caller(), ImageEndpoints.IdOf(id), context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}
