using GlancePortal.Access;
using GlancePortal.Api.OpenApi;
using GlancePortal.Domain.Images;

namespace GlancePortal.Api.V2;

/// <summary>Takes images out of use and brings them back.</summary>
internal static class ImageActionEndpoints
{
    public static void MapImageActions(this RouteGroupBuilder images)
    {
        images.MapWithoutBody(HttpMethods.Post, "/{id}/actions/deactivate", DeactivateAsync).Describe("Take an image out of use", it => it
            .Says("Only administrators can download it then. An image that is deactivated already stays so; one that is neither active nor deactivated "
                + "is refused with 403.")
            .Answer(204, "It is deactivated.").Refuses(400, 403, 404));
        images.MapWithoutBody(HttpMethods.Post, "/{id}/actions/reactivate", ReactivateAsync).Describe("Bring an image back into use", it => it
            .Says("An image that is active already stays so; one that is neither active nor deactivated is refused with 403.")
            .Answer(204, "It is active.").Refuses(400, 403, 404));
    }

    internal static async Task DeactivateAsync(HttpContext context, string id, ImageRecords records)
    {
        await records.DeactivateAsync(context.Caller(), ImageEndpoints.IdOf(id), context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    internal static async Task ReactivateAsync(HttpContext context, string id, ImageRecords records)
    {
        await records.ReactivateAsync(context.Caller(), ImageEndpoints.IdOf(id), context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}
