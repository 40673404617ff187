using GlancePortal.Access;
using GlancePortal.Api.OpenApi;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Images;
using GlancePortal.Domain.Stores;
using Microsoft.Extensions.Options;

namespace GlancePortal.Api.V2;

/// <summary>An image's copy in one of several stores.</summary>
internal static class StoreEndpoints
{
    public static void MapStores(this RouteGroupBuilder v2) =>
        v2.MapWithoutBody(HttpMethods.Delete, "/stores/{store}/{id}", RemoveCopyAsync).Describe("Delete an image's data from one store", it => it
            .Says("Never the only copy. 404 also where there is a single store by configuration, 409 where there is no such store or the image is not active.")
            .Answer(204, "That copy is gone.").Refuses(400, 403, 404, 409));

    internal static async Task RemoveCopyAsync(
        HttpContext context, string store, string id, ImageRecords records, IOptions<StoresOptions> options)
    {
        if (options.Value.SingleStoreMode)
        {
            throw new NotFoundException("resource", $"stores/{store}");
        }

        await records.RemoveCopyAsync(context.Caller(), ImageEndpoints.IdOf(id), store, context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}
