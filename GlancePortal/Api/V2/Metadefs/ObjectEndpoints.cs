using GlancePortal.Access;
using GlancePortal.Api.V2.Wire;
using GlancePortal.Domain.Metadefs;

namespace GlancePortal.Api.V2.Metadefs;

/// <summary>Definitions of groups of properties.</summary>
internal static class ObjectEndpoints
{
    public static void MapObjects(this RouteGroupBuilder namespaces)
    {
        namespaces.MapRead("/{space}/objects", ListAsync);
        namespaces.MapPost("/{space}/objects", CreateAsync);
        namespaces.MapWithoutBody(HttpMethods.Delete, "/{space}/objects", DeleteAllAsync);
        namespaces.MapRead("/{space}/objects/{name}", ShowAsync);
        namespaces.MapPut("/{space}/objects/{name}", ReplaceAsync);
        namespaces.MapWithoutBody(HttpMethods.Delete, "/{space}/objects/{name}", DeleteAsync);
    }

    internal static async Task ListAsync(HttpContext context, string space, MetadefQueries queries)
    {
        var request = MetadefPageQuery.OfParts(context.Request, descending: false);
        var page = await queries.PartsAsync<MetadefObject>(context.Caller(), space, request, context.RequestAborted);
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, json =>
        {
            MetadefBodyWriter.WriteArray(json, "objects", page.Items, (writer, part) => MetadefBodyWriter.WriteObject(writer, space, part));
            MetadefPageQuery.WriteLinks(json, context.Request, page.Next, "objects");
        });
    }

    internal static async Task CreateAsync(HttpContext context, string space, MetadefContents contents)
    {
        var draft = await MetadefApi.ReadDraftAsync(context, MetadefReader.ReadObject, hasLinks: true);
        await WriteAsync(context, StatusCodes.Status201Created, space, await contents.AddAsync(context.Caller(), space, draft, context.RequestAborted));
    }

    internal static Task DeleteAllAsync(HttpContext context, string space, MetadefContents contents) => MetadefApi.NoContentAsync(
        context, contents.RemoveAllAsync<MetadefObject>(context.Caller(), space, "delete_objects", context.RequestAborted));

    internal static async Task ShowAsync(HttpContext context, string space, string name, MetadefQueries queries) => await WriteAsync(
        context, StatusCodes.Status200OK, space, await queries.PartAsync<MetadefObject>(context.Caller(), space, name, context.RequestAborted));

    internal static async Task ReplaceAsync(HttpContext context, string space, string name, MetadefContents contents)
    {
        var draft = await MetadefApi.ReadDraftAsync(context, MetadefReader.ReadObject, hasLinks: true);
        await WriteAsync(context, StatusCodes.Status200OK, space, await contents.ReplaceAsync(context.Caller(), space, name, draft, context.RequestAborted));
    }

    internal static Task DeleteAsync(HttpContext context, string space, string name, MetadefContents contents) => MetadefApi.NoContentAsync(
        context, contents.RemoveAsync<MetadefObject>(context.Caller(), space, name, context.RequestAborted));

    private static Task WriteAsync(HttpContext context, int status, string space, MetadefObject part) =>
        JsonAnswer.WriteAsync(context, status, json => MetadefBodyWriter.WriteObject(json, space, part));
}
