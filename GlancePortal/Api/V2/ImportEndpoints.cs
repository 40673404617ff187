using GlancePortal.Access;
using GlancePortal.Api.OpenApi;
using GlancePortal.Api.V2.Wire;
using GlancePortal.Domain.Import;
using GlancePortal.Hosting;
using Microsoft.AspNetCore.Mvc;

namespace GlancePortal.Api.V2;

/// <summary>Staging and import of an image's data.</summary>
internal static class ImportEndpoints
{
    /// <summary>Header that tells the import methods there are.</summary>
    public const string MethodsHeader = "OpenStack-image-import-methods";

    public static void MapImport(this RouteGroupBuilder images)
    {
        images.MapPut("/{id}/stage", StageAsync)
            .WithMetadata(new DisableRequestSizeLimitAttribute())
            .Accepts<Stream>(DataRequest.MediaType)
            .Describe("Stage an image's data for an import", it => it
                .Says("The image must be queued and have both formats; it is `uploading` afterwards, until an import with the method `glance-direct`.")
                .Header(DataRequest.SizeHeader, "Bytes that will come, where the length of the body does not say it.", Shapes.Integer)
                .Takes(Shapes.Bytes, DataRequest.MediaType)
                .Answer(204, "Staged.")
                .Refuses(400, 403, 404, 409, 410, 413, 415));
        images.MapPost("/{id}/import", ImportAsync).Describe("Import an image's data", it => it
            .Says("Begins a task; `/v2/images/{id}/tasks` shows how far it is. `/v2/info/import` lists the methods.")
            .Header(DataRequest.StoreHeader, "The store to keep it in, where the body names none.")
            .Takes(ImportShapes.Import)
            .Answer(202, "Begun.").Refuses(400, 403, 404, 409, 413));
    }

    internal static async Task<IResult> StageAsync(string id, HttpContext context, ImageStaging staging, CancellationToken cancellationToken)
    {
        // glance-behaviour.md, stage: without its method it is not there, whatever the image.
        staging.RequireOn();
        var imageId = ImageEndpoints.IdOf(id);
        if (!DataRequest.IsData(context.Request))
        {
            return Results.StatusCode(StatusCodes.Status415UnsupportedMediaType);
        }

        await staging.StageAsync(context.Caller(), imageId, TransferBody.Of(context), DataRequest.DeclaredBytes(context.Request), cancellationToken);
        return Results.NoContent();
    }

    internal static async Task<IResult> ImportAsync(string id, HttpContext context, ImageImports imports, CancellationToken cancellationToken)
    {
        using var body = await JsonBody.ReadAsync(context.Request, cancellationToken);
        var request = ImportRequestReader.Read(body.RootElement, DataRequest.StoreOf(context.Request)) with
        {
            Token = context.Request.Headers["X-Auth-Token"].ToString(),
        };
        await imports.BeginAsync(context.Caller(), ImageEndpoints.IdOf(id), request, cancellationToken);
        return Results.StatusCode(StatusCodes.Status202Accepted);
    }
}
