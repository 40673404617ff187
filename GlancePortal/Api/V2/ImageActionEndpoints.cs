using GlancePortal.Access;
using GlancePortal.Domain.Images;

namespace GlancePortal.Api.V2;

/// <summary>Takes images out of use and brings them back.</summary>
internal static class ImageActionEndpoints
{
    public static void MapImageActions(this RouteGroupBuilder images)
    {
        images.MapWithoutBody(HttpMethods.Post, "/{id}/actions/deactivate", DeactivateAsync);
        images.MapWithoutBody(HttpMethods.Post, "/{id}/actions/reactivate", ReactivateAsync);
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
