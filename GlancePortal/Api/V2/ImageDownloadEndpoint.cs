using GlancePortal.Access;
using GlancePortal.Api.OpenApi;
using GlancePortal.Domain.Images;

namespace GlancePortal.Api.V2;

/// <summary>The data of an image.</summary>
internal static class ImageDownloadEndpoint
{
    public static void MapImageDownload(this RouteGroupBuilder images) =>
        images.MapRead("/{id}/file", DownloadAsync).Describe("Download an image's data", it => it
            .Says("Every block is verified while it is read: damaged data never ends as a complete answer.")
            .Header("Range", "`bytes=a-b`, one range.")
            .Answer(200, "The data.", Shapes.Bytes, "application/octet-stream", "Content-MD5")
            .Answer(206, "The range.", Shapes.Bytes, "application/octet-stream", "Content-Range")
            .Answer(204, "The image has no data.")
            .Refuses(400, 403, 404, 416));

    internal static async Task DownloadAsync(HttpContext context, string id, ImageDownloads downloads)
    {
        await using var download = await downloads.FindAsync(context.Caller(), ImageEndpoints.IdOf(id), context.RequestAborted);
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
}
