using GlancePortal.Access;
using GlancePortal.Api.OpenApi;
using GlancePortal.Api.V2.Wire;
using GlancePortal.Domain.Metadefs;

namespace GlancePortal.Api.V2.Metadefs;

/// <summary>Definitions of single properties.</summary>
internal static class PropertyEndpoints
{
    public static void MapProperties(this RouteGroupBuilder namespaces)
    {
        namespaces.MapRead("/{space}/properties", ListAsync).Describe("List the properties of a namespace", it => it
            .Answer(200, "All of them, by name.", MetadefShapes.Properties).Refuses(400, 403, 404));
        namespaces.MapPost("/{space}/properties", CreateAsync).Describe("Define a property", it => it
            .Takes(MetadefShapes.Property)
            .Answer(201, "The property.", MetadefShapes.Property).Refuses(400, 403, 404, 409, 413));
        namespaces.MapWithoutBody(HttpMethods.Delete, "/{space}/properties", DeleteAllAsync).Describe("Delete all properties of a namespace", it => it
            .Answer(204, "They are gone.").Refuses(400, 403, 404));
        namespaces.MapRead("/{space}/properties/{name}", ShowAsync).Describe("Show a property", it => it
            .Query("resource_type", "A type of resources that the namespace is for: the name begins with the prefix that it has there.")
            .Answer(200, "The property.", MetadefShapes.Property).Refuses(400, 403, 404));
        namespaces.MapPut("/{space}/properties/{name}", ReplaceAsync).Describe("Replace a property", it => it
            .Takes(MetadefShapes.Property)
            .Answer(200, "The property.", MetadefShapes.Property).Refuses(400, 403, 404, 409, 413));
        namespaces.MapWithoutBody(HttpMethods.Delete, "/{space}/properties/{name}", DeleteAsync).Describe("Delete a property", it => it
            .Answer(204, "It is gone.").Refuses(400, 403, 404));
    }

    internal static async Task ListAsync(HttpContext context, string space, MetadefQueries queries)
    {
        var page = await queries.PartsAsync<MetadefProperty>(context.Caller(), space, new MetadefPageRequest(), context.RequestAborted);
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, json => MetadefBodyWriter.WriteProperties(json, page.Items));
    }

    internal static async Task CreateAsync(HttpContext context, string space, MetadefContents contents)
    {
        var draft = await MetadefApi.ReadDraftAsync(context, MetadefReader.ReadProperty);
        await WriteAsync(context, StatusCodes.Status201Created, await contents.AddAsync(context.Caller(), space, draft, context.RequestAborted));
    }

    internal static Task DeleteAllAsync(HttpContext context, string space, MetadefContents contents) => MetadefApi.NoContentAsync(
        context, contents.RemoveAllAsync<MetadefProperty>(context.Caller(), space, "delete_properties", context.RequestAborted));

    internal static async Task ShowAsync(HttpContext context, string space, string name, MetadefQueries queries)
    {
        var (caller, stopping) = (context.Caller(), context.RequestAborted);
        var property = MetadefPageQuery.Value(context.Request, "resource_type") is { Length: > 0 } resourceType
            ? await queries.PropertyOnAsync(caller, space, name, resourceType, stopping)
            : await queries.PartAsync<MetadefProperty>(caller, space, name, stopping);
        await WriteAsync(context, StatusCodes.Status200OK, property);
    }

    internal static async Task ReplaceAsync(HttpContext context, string space, string name, MetadefContents contents)
    {
        var draft = await MetadefApi.ReadDraftAsync(context, MetadefReader.ReadProperty);
        await WriteAsync(context, StatusCodes.Status200OK, await contents.ReplaceAsync(context.Caller(), space, name, draft, context.RequestAborted));
    }

    internal static Task DeleteAsync(HttpContext context, string space, string name, MetadefContents contents) => MetadefApi.NoContentAsync(
        context, contents.RemoveAsync<MetadefProperty>(context.Caller(), space, name, context.RequestAborted));

    private static Task WriteAsync(HttpContext context, int status, MetadefProperty property) =>
        JsonAnswer.WriteAsync(context, status, json => MetadefBodyWriter.WriteProperty(json, property));
}
