using GlancePortal.Access;
using GlancePortal.Domain.Images;

namespace GlancePortal.Api.V2;

/// <summary>The data of an image.</summary>
internal static class ImageDownloadEndpoint
{
    public static void MapImageDownload(this RouteGroupBuilder images) =>
        images.MapRead("/{id}/file", DownloadAsync);

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
