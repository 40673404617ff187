using System.Text.Json.Serialization;
using GlancePortal.Access;
using GlancePortal.Api.OpenApi;
using GlancePortal.Domain.Import;
using Microsoft.AspNetCore.Http.HttpResults;

namespace GlancePortal.Api.Native;

/// <summary>What a project wants done to the data of its images on the way in.</summary>
internal static class ImportRulesEndpoints
{
    public static void MapImportRules(this RouteGroupBuilder projects)
    {
        projects.MapGet("/{id}/import-rules", ShowAsync).WithName("ShowImportRules").Describe("Show what a project does to data on its way in", it => it
            .Answer(200, "The rules.", Shapes.Of(ImportRulesJson.Default.ImportRulesBody)).Refuses(404));
        projects.MapPut("/{id}/import-rules", ChangeAsync).WithName("ChangeImportRules").Describe("Change what a project does to data on its way in", it => it
            .Says("For the project's managers and administrators; for what begins to come in from now on. `convertTo` is raw, qcow2, vmdk, vhd, vhdx or vdi, or null "
                + "to leave data as it is; `compression` (none, zlib, zstd) is of what is converted to qcow2.")
            .Takes(Shapes.RequestOf(ImportRulesJson.Default.ImportRulesChangeBody))
            .Answer(200, "The rules as they are now.", Shapes.Of(ImportRulesJson.Default.ImportRulesBody)).Refuses(400, 403, 404));
    }

    internal static async Task<JsonHttpResult<ImportRulesBody>> ShowAsync(
        string id, HttpContext context, ProjectImports imports, CancellationToken cancellationToken) =>
        Answer(await imports.ShowAsync(context.Caller(), id, cancellationToken));

    internal static async Task<JsonHttpResult<ImportRulesBody>> ChangeAsync(
        string id, HttpContext context, ProjectImports imports, CancellationToken cancellationToken)
    {
        var body = await NativeBody.ReadAsync(context.Request, ImportRulesJson.Default.ImportRulesChangeBody, cancellationToken);
        var rules = new ProjectImportRules { ProjectId = id, ConvertTo = body.ConvertTo, Compression = body.Compression };
        return Answer(await imports.ChangeAsync(context.Caller(), rules, cancellationToken));
    }

    private static JsonHttpResult<ImportRulesBody> Answer(ProjectImportRules rules) => TypedResults.Json(
        new ImportRulesBody(rules.ProjectId, rules.ConvertTo, rules.Compression ?? ProjectImports.NoCompression), ImportRulesJson.Default.ImportRulesBody);
}

/// <summary>The import rules of a project; without a format data is left as it comes.</summary>
internal sealed record ImportRulesBody(string ProjectId, string? ConvertTo, string Compression);

/// <summary>New import rules.</summary>
internal sealed record ImportRulesChangeBody(string? ConvertTo, string? Compression);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(ImportRulesBody))]
[JsonSerializable(typeof(ImportRulesChangeBody))]
internal sealed partial class ImportRulesJson : JsonSerializerContext;
