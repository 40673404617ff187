using GlancePortal.Access;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Uploads;
using GlancePortal.Hosting;
using GlancePortal.Uploads.Requirements;
using Microsoft.AspNetCore.Mvc;

namespace GlancePortal.Uploads;

/// <summary>tus 1.0: reads the headers by the rules in <c>Requirements</c>, calls <see cref="ResumableUploads"/>, answers.</summary>
internal static class TusEndpoints
{
    public const string Path = "/uploads";

    // Every method comes here, since a header may name another one than the request's own.
    private static readonly string[] Methods = ["OPTIONS", "POST", "HEAD", "PATCH", "DELETE"];

    public static void MapTus(this IEndpointRouteBuilder app)
    {
        var uploads = app.MapGroup(Path).WithMetadata(new DisableRequestSizeLimitAttribute()).AllowAnonymous().DisableAntiforgery();
        TusDescriptions.OfCollection(uploads.MapMethods("/", Methods, CollectionAsync));
        TusDescriptions.OfUpload(uploads.MapMethods("/{id}", Methods, UploadAsync));
    }

    internal static Task CollectionAsync(HttpContext context, ResumableUploads uploads, CancellationToken cancellationToken) =>
        TusMethod.Of(context.Request) switch
        {
            "OPTIONS" => DescribeAsync(context, uploads),
            "POST" => CreateAsync(context, uploads, cancellationToken),
            _ => RefuseMethod(context, "OPTIONS, POST"),
        };

    internal static Task UploadAsync(string id, HttpContext context, ResumableUploads uploads, CancellationToken cancellationToken)
    {
        var method = TusMethod.Of(context.Request);
        if (method == "OPTIONS")
        {
            return DescribeAsync(context, uploads);
        }

        if (method is not ("HEAD" or "PATCH" or "DELETE"))
        {
            return RefuseMethod(context, "OPTIONS, HEAD, PATCH, DELETE");
        }

        ResumableVersion.Check(context.Request.Headers);
        if (!Guid.TryParseExact(id, "D", out var uploadId))
        {
            throw new NotFoundException("upload", id);
        }

        return method switch
        {
            "HEAD" => ShowAsync(context, uploads, uploadId, cancellationToken),
            "PATCH" => AppendAsync(context, uploads, uploadId, cancellationToken),
            _ => TerminateAsync(context, uploads, uploadId, cancellationToken),
        };
    }

    private static Task DescribeAsync(HttpContext context, ResumableUploads uploads)
    {
        TusAnswers.WriteCapabilities(context.Response, uploads.MaxBytes);
        return Task.CompletedTask;
    }

    private static async Task CreateAsync(HttpContext context, ResumableUploads uploads, CancellationToken cancellationToken)
    {
        var headers = context.Request.Headers;
        ResumableVersion.Check(headers);
        var concat = UploadConcat.Read(headers);
        var request = new NewUpload
        {
            Length = UploadLength.ReadForCreation(headers, isFinal: concat.Parts is not null),
            Metadata = UploadMetadata.Read(headers),
            MetadataAsSent = UploadMetadata.AsSent(headers),
            IsPartial = concat.IsPartial,
            Parts = concat.Parts,
        };
        var withBytes = concat.Parts is null && OffsetMediaType.IsSent(context.Request);
        var upload = withBytes
            ? await uploads.CreateAsync(context.Caller(), request, ReadPiece(context, offset: 0, length: null), cancellationToken)
            : await uploads.CreateAsync(context.Caller(), request, cancellationToken);
        TusAnswers.WriteCreated(context.Response, upload, withBytes);
    }

    private static async Task ShowAsync(HttpContext context, ResumableUploads uploads, Guid id, CancellationToken cancellationToken) =>
        TusAnswers.WriteState(context.Response, await uploads.GetAsync(context.Caller(), id, cancellationToken));

    private static async Task AppendAsync(HttpContext context, ResumableUploads uploads, Guid id, CancellationToken cancellationToken)
    {
        OffsetMediaType.Check(context.Request);
        var headers = context.Request.Headers;
        var piece = ReadPiece(context, UploadOffset.Read(headers), UploadLength.ReadForBytes(headers));
        TusAnswers.WriteProgress(context.Response, await uploads.AppendAsync(context.Caller(), id, piece, cancellationToken));
    }

    private static async Task TerminateAsync(HttpContext context, ResumableUploads uploads, Guid id, CancellationToken cancellationToken)
    {
        await uploads.TerminateAsync(context.Caller(), id, cancellationToken);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static UploadPiece ReadPiece(HttpContext context, long offset, long? length) => new(offset, TransferBody.Of(context))
    {
        Bytes = context.Request.ContentLength,
        UploadLength = length,
        Checksum = UploadChecksum.Read(context.Request.Headers),
    };

    private static Task RefuseMethod(HttpContext context, string allowed)
    {
        context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
        context.Response.Headers.Allow = allowed;
        return Task.CompletedTask;
    }
}
