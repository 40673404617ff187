using GlancePortal.Access;
using GlancePortal.Api.Native.Wire;
using GlancePortal.Api.OpenApi;
using GlancePortal.Domain.Import.Remote;
using Microsoft.AspNetCore.Http.HttpResults;

namespace GlancePortal.Api.Native;

/// <summary>A look at a file on another server before it is imported.</summary>
internal static class ImportPreflightEndpoint
{
    public static void MapImportPreflight(this RouteGroupBuilder imports) =>
        imports.MapPost("/preflight", RunAsync).WithName("PreflightImport").Describe("Look at a file before importing it", it => it
            .Says("Asks its server for the first MiB and for the checksums, under the same rules as an import, and keeps nothing. For who may create images. "
                + "422 is a fault of the file or its server: the code and the text name it. Addresses are shown without user, password and query.")
            .Takes(Shapes.RequestOf(NativeJson.Default.PreflightRequest))
            .Answer(200, "What it is.", Shapes.Of(NativeJson.Default.PreflightBody))
            .Refuses(400, 403, 413, 422));

    internal static async Task<JsonHttpResult<PreflightBody>> RunAsync(HttpContext context, Preflight preflight, CancellationToken cancellationToken)
    {
        var request = await NativeBody.ReadAsync(context.Request, NativeJson.Default.PreflightRequest, cancellationToken);
        var report = await preflight.RunAsync(context.Caller(), request.Uri, request.Checksum, cancellationToken);
        return TypedResults.Json(PreflightBody.Of(report), NativeJson.Default.PreflightBody);
    }
}
