using GlancePortal.Access;
using GlancePortal.Api.OpenApi;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Images;
using GlancePortal.Domain.Stores;
using Microsoft.Extensions.Options;

namespace GlancePortal.Api.V2;

/// <summary>The data of an image.</summary>
internal static class ImageDownloadEndpoint
{
    public static void MapImageDownload(this RouteGroupBuilder images) =>
        images.MapRead("/{id}/file", DownloadAsync).Describe("Download an image's data", it => it
            .Says("Every block is verified while it is read: damaged data never ends as a complete answer.")
            .Query("prefer", "Ids of stores whose copies are tried first, separated by commas; only where there are several stores.")
            .Header("Range", "`bytes=a-b`, one range.")
            .Answer(200, "The data.", Shapes.Bytes, "application/octet-stream", "Content-MD5")
            .Answer(206, "The range.", Shapes.Bytes, "application/octet-stream", "Content-Range")
            .Answer(204, "The image has no data.")
            .Refuses(400, 403, 404, 416));

    internal static async Task DownloadAsync(HttpContext context, string id, ImageDownloads downloads, IOptions<StoresOptions> options)
    {
        await using var download = await downloads.FindAsync(
            context.Caller(), ImageEndpoints.IdOf(id), PreferredStores(context.Request, options.Value), context.RequestAborted);
        if (!download.HasData)
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        if (download.Image.Checksum is { } md5)
        {
            context.Response.Headers.ContentMD5 = md5;
        }

        await DownloadAnswer.SendAsync(context, download, ByteRange.Of(context.Request, download.Bytes));
    }

    private static string[] PreferredStores(HttpRequest request, StoresOptions options)
    {
        var preferred = request.Query["prefer"].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return preferred.Length == 0 || !options.SingleStoreMode
            ? preferred
            : throw new InvalidInputException("prefer needs several stores, and here is one.", "query.invalid");
    }
}
