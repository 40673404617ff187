using GlancePortal.Access;
using GlancePortal.Api.Native.Wire;
using GlancePortal.Api.OpenApi;
using GlancePortal.Api.V2;
using GlancePortal.Domain.Import;
using Microsoft.AspNetCore.Http.HttpResults;

namespace GlancePortal.Api.Native;

/// <summary>Begins conversions of images.</summary>
internal static class ImageConvertEndpoint
{
    public static void MapImageConvert(this RouteGroupBuilder images) =>
        images.MapPost("/{id}/convert", ConvertAsync).WithName("ConvertImage").Describe("Convert an image's data to another disk format", it => it
            .Says("Makes a new image unless `replace` is true; then the result takes the place of the image's data, all at once. An ISO becomes a disk only "
                + "where `fromIso` says so.")
            .Takes(Shapes.RequestOf(NativeJson.Default.ConvertRequest))
            .Answer(202, "Begun: the job, and the image that gets the data.", Shapes.Of(NativeJson.Default.ConvertBody), headers: ["Location"])
            .Refuses(400, 403, 404, 409, 413));

    internal static async Task<JsonHttpResult<ConvertBody>> ConvertAsync(
        string id, HttpContext context, ImageConversions conversions, CancellationToken cancellationToken)
    {
        var wanted = await NativeBody.ReadAsync(context.Request, NativeJson.Default.ConvertRequest, cancellationToken);
        var job = await conversions.BeginAsync(context.Caller(), ImageEndpoints.IdOf(id), wanted.ToDraft(), cancellationToken);
        context.Response.Headers.Location = $"/api/v1/jobs/{job.Id}";
        return TypedResults.Json(new ConvertBody(job.Id, job.ImageId!.Value), NativeJson.Default.ConvertBody, statusCode: StatusCodes.Status202Accepted);
    }
}
