using GlancePortal.Access;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Images;
using GlancePortal.Domain.Stores;
using Microsoft.Extensions.Options;

namespace GlancePortal.Api.V2;

/// <summary>An image's copy in one of several stores.</summary>
internal static class StoreEndpoints
{
    public static void MapStores(this RouteGroupBuilder v2) => v2.MapWithoutBody(HttpMethods.Delete, "/stores/{store}/{id}", RemoveCopyAsync);

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
