using System.Text.Json;
using GlancePortal.Api.OpenApi;
using GlancePortal.Api.V2.Wire;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Import;

namespace GlancePortal.Api.V2;

/// <summary>Staging and import: what is asked for is told that it is switched off.</summary>
internal static class ImportEndpoints
{
    public static void MapImport(this RouteGroupBuilder images)
    {
        images.MapPut("/{id}/stage", Stage).Describe("Stage an image's data for an import", it => it
            .OnlyRefuses("Staging is switched off: the import method `glance-direct` is not enabled.", 404));
        images.MapPost("/{id}/import", ImportAsync).Describe("Import an image's data", it => it
            .Takes(ImportShapes.Import)
            .OnlyRefuses("Importing is switched off: no import method is enabled. `/v2/info/import` lists those that are.", 400, 413));
    }

    // glance-behaviour.md, stage: without its method it is not there, whatever the image.
    internal static void Stage() => throw ImportMethods.NoStaging();

    internal static async Task ImportAsync(HttpContext context)
    {
        using var body = await JsonBody.ReadAsync(context.Request, context.RequestAborted);
        throw ImportMethods.NotEnabled(MethodOf(body.RootElement));
    }

    private static string MethodOf(JsonElement body) =>
        body.ValueKind == JsonValueKind.Object
        && body.TryGetProperty("method", out var method) && method.ValueKind == JsonValueKind.Object
        && method.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String
            ? name.GetString()!
            : throw new InvalidInputException("An import needs a method with a name.", "json.invalid");
}
