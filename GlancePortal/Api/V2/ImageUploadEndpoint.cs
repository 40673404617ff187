using GlancePortal.Access;
using GlancePortal.Api.OpenApi;
using GlancePortal.Domain.Import;
using GlancePortal.Hosting;
using Microsoft.AspNetCore.Mvc;

namespace GlancePortal.Api.V2;

/// <summary>PUT of an image's data.</summary>
internal static class ImageUploadEndpoint
{
    /// <summary>Maps it below `/v2/images`.</summary>
    public static void MapImageUpload(this IEndpointRouteBuilder images) =>
        images.MapPut("/{id}/file", UploadAsync)
            .WithMetadata(new DisableRequestSizeLimitAttribute())
            .Accepts<Stream>(DataRequest.MediaType)
            .WithName("UploadImageData")
            .Describe("Upload an image's data", it => it
                .Says("The image must be queued and have both formats. What the content is not, or what makes it unsafe, is refused and nothing of it kept.")
                .Header(DataRequest.SizeHeader, "Bytes that will come, where the length of the body does not say it.", Shapes.Integer)
                .Header(DataRequest.StoreHeader, "The store to keep it in; the default one unless said.")
                .Takes(Shapes.Bytes, DataRequest.MediaType)
                .Answer(204, "Stored: the image is active.")
                .Refuses(400, 403, 404, 409, 410, 413, 415));

    internal static async Task<IResult> UploadAsync(string id, HttpContext context, DirectUploads uploads, CancellationToken cancellationToken)
    {
        var imageId = ImageEndpoints.IdOf(id);
        var request = context.Request;
        if (!DataRequest.IsData(request))
        {
            return Results.StatusCode(StatusCodes.Status415UnsupportedMediaType);
        }

        await uploads.StoreAsync(
            context.Caller(), imageId, TransferBody.Of(context), DataRequest.DeclaredBytes(request), DataRequest.StoreOf(request), cancellationToken);
        return Results.NoContent();
    }
}
