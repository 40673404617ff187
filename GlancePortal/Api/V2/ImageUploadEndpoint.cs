using System.Globalization;
using GlancePortal.Access;
using GlancePortal.Api.OpenApi;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Uploads;
using GlancePortal.Hosting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace GlancePortal.Api.V2;

/// <summary>PUT of an image's data.</summary>
internal static class ImageUploadEndpoint
{
    private const string MediaType = "application/octet-stream";
    private const string SizeHeader = "X-Openstack-Image-Size";
    private const string StoreHeader = "X-Image-Meta-Store";

    /// <summary>Maps it below `/v2/images`.</summary>
    public static void MapImageUpload(this IEndpointRouteBuilder images) =>
        images.MapPut("/{id}/file", UploadAsync)
            .WithMetadata(new DisableRequestSizeLimitAttribute())
            .Accepts<Stream>(MediaType)
            .WithName("UploadImageData")
            .Describe("Upload an image's data", it => it
                .Says("The image must be queued and have both formats. What the content is not, or what makes it unsafe, is refused and nothing of it kept.")
                .Header(SizeHeader, "Bytes that will come, where the length of the body does not say it.", Shapes.Integer)
                .Header(StoreHeader, "The store to keep it in; the default one unless said.")
                .Takes(Shapes.Bytes, MediaType)
                .Answer(204, "Stored: the image is active.")
                .Refuses(400, 403, 404, 409, 410, 413, 415));

    internal static async Task<IResult> UploadAsync(string id, HttpContext context, ImageUploads uploads, CancellationToken cancellationToken)
    {
        var imageId = ImageEndpoints.IdOf(id);
        var request = context.Request;
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals(MediaType, StringComparison.OrdinalIgnoreCase))
        {
            return Results.StatusCode(StatusCodes.Status415UnsupportedMediaType);
        }

        var store = request.Headers[StoreHeader].ToString();
        await uploads.StoreAsync(
            context.Caller(), imageId, TransferBody.Of(context), DeclaredBytes(request), store.Length == 0 ? null : store, cancellationToken);
        return Results.NoContent();
    }

    private static long? DeclaredBytes(HttpRequest request) => request.Headers[SizeHeader] switch
    {
        [] => request.ContentLength,
        [var text] when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) => bytes,
        _ => throw new InvalidInputException($"{SizeHeader} must be a whole number of bytes.", "upload.size_invalid"),
    };
}
