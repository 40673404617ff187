using System.Globalization;
using GlancePortal.Domain.Uploads;

namespace GlancePortal.Uploads;

/// <summary>What answers about uploads carry.</summary>
internal static class TusAnswers
{
    /// <summary>The protocol's version on every answer of this path, errors and 404 of routing included; none of them may be cached.</summary>
    public static void UseTus(this IApplicationBuilder app) => app.UseWhen(
        context => context.Request.Path.StartsWithSegments(TusEndpoints.Path),
        tus => tus.Use((context, next) =>
        {
            context.Response.OnStarting(() =>
            {
                var headers = context.Response.Headers;
                headers[TusHeaders.TusResumable] = TusHeaders.Version;
                headers.CacheControl = "no-store";
                if (context.Response.StatusCode == StatusCodes.Status412PreconditionFailed)
                {
                    headers[TusHeaders.TusVersion] = TusHeaders.Version;
                }

                return Task.CompletedTask;
            });
            return next(context);
        }));

    public static void WriteCapabilities(HttpResponse response, long maxBytes)
    {
        response.Headers[TusHeaders.TusVersion] = TusHeaders.Version;
        response.Headers[TusHeaders.TusExtension] = TusHeaders.Extensions;
        response.Headers[TusHeaders.TusMaxSize] = Number(maxBytes);
        response.Headers[TusHeaders.TusChecksumAlgorithm] = string.Join(',', PieceChecksum.Algorithms);
        response.StatusCode = StatusCodes.Status204NoContent;
    }

    public static void WriteCreated(HttpResponse response, Upload upload, bool withBytes)
    {
        response.StatusCode = StatusCodes.Status201Created;
        response.Headers.Location = $"{TusEndpoints.Path}/{upload.Id}";
        WriteImage(response, upload);
        WriteExpiry(response, upload);
        if (withBytes)
        {
            response.Headers[TusHeaders.UploadOffset] = Number(upload.Offset);
        }
    }

    public static void WriteProgress(HttpResponse response, Upload upload)
    {
        response.StatusCode = StatusCodes.Status204NoContent;
        response.Headers[TusHeaders.UploadOffset] = Number(upload.Offset);
        WriteExpiry(response, upload);
    }

    public static void WriteState(HttpResponse response, Upload upload)
    {
        response.StatusCode = StatusCodes.Status200OK;
        response.Headers[TusHeaders.UploadOffset] = Number(upload.Offset);
        if (upload.Length is { } length)
        {
            response.Headers[TusHeaders.UploadLength] = Number(length);
        }
        else
        {
            response.Headers[TusHeaders.UploadDeferLength] = "1";
        }

        if (!string.IsNullOrEmpty(upload.Metadata))
        {
            response.Headers[TusHeaders.UploadMetadata] = upload.Metadata;
        }

        if (upload.Kind == UploadKind.Partial)
        {
            response.Headers[TusHeaders.UploadConcat] = "partial";
        }
        else if (upload.Kind == UploadKind.Final)
        {
            response.Headers[TusHeaders.UploadConcat] = "final;" + string.Join(' ', upload.Parts!.Split(',').Select(part => $"{TusEndpoints.Path}/{part}"));
        }

        WriteImage(response, upload);
        WriteExpiry(response, upload);
    }

    private static void WriteImage(HttpResponse response, Upload upload)
    {
        if (upload.ImageId is { } imageId)
        {
            response.Headers[TusHeaders.ImageId] = imageId.ToString();
        }
    }

    private static void WriteExpiry(HttpResponse response, Upload upload)
    {
        if (upload.ExpiresAt is { } expires && upload.CompletedAt is null)
        {
            response.Headers[TusHeaders.UploadExpires] = expires.ToString("R", CultureInfo.InvariantCulture);
        }
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
