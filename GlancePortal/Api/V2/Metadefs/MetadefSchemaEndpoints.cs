using GlancePortal.Api.OpenApi;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Metadefs;

namespace GlancePortal.Api.V2.Metadefs;

/// <summary>JSON schemas of definitions.</summary>
internal static class MetadefSchemaEndpoints
{
    public static void MapMetadefSchemas(this RouteGroupBuilder v2) =>
        v2.MapRead("/schemas/metadefs/{name}", ShowAsync).Describe("Show the schema of a definition", it => it
            .Says($"Its name is one of {string.Join(", ", MetadefSchemas.Published.Keys.Order(StringComparer.Ordinal))}.")
            .Answer(200, "A JSON schema.", Shapes.Anything).Refuses(400, 404));

    internal static Task ShowAsync(HttpContext context, string name) => MetadefSchemas.Published.TryGetValue(name, out var schema)
        ? JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, schema)
        : throw new NotFoundException("schema", name);
}
