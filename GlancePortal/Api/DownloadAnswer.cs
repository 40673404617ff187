using GlancePortal.Domain.Content;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Images;

namespace GlancePortal.Api;

/// <summary>Sends an image's verified data, whole or in part.</summary>
internal static class DownloadAnswer
{
    /// <summary>Answers with the range; the caller has set the headers that are its door's own.</summary>
    /// <exception cref="InvalidInputException">Several ranges.</exception>
    public static async Task SendAsync(HttpContext context, ImageDownload download, ByteRange range)
    {
        var response = context.Response;
        if (range.Kind == RangeKind.Several)
        {
            throw new InvalidInputException("Only one range can be asked for.", "range.several");
        }

        if (range.Kind == RangeKind.Impossible)
        {
            response.StatusCode = StatusCodes.Status416RangeNotSatisfiable;
            response.Headers.ContentRange = range.ContentRange(download.Bytes);
            return;
        }

        await download.OpenAsync(range.Offset, range.Length, context.RequestAborted);
        response.StatusCode = range.Kind == RangeKind.Part ? StatusCodes.Status206PartialContent : StatusCodes.Status200OK;
        response.ContentType = "application/octet-stream";
        response.ContentLength = range.Length;
        response.Headers.AcceptRanges = "bytes";
        if (range.Kind == RangeKind.Part)
        {
            response.Headers.ContentRange = range.ContentRange(download.Bytes);
        }

        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await CopyAsync(context, download);
        }
    }

    private static async Task CopyAsync(HttpContext context, ImageDownload download)
    {
        try
        {
            await context.Response.StartAsync(context.RequestAborted);
            await download.CopyToAsync(context.Response.Body, context.RequestAborted);
        }
        catch (DomainException fault) when (context.Response.HasStarted && fault is DamagedDataException or Domain.Stores.StoreUnavailableException)
        {
            // It was reported. The client must see a broken connection, never an answer that looks complete.
            context.Abort();
        }
    }
}
