using GlancePortal.Access;
using GlancePortal.Api.OpenApi;
using GlancePortal.Api.V2.Wire;
using GlancePortal.Domain.Metadefs;

namespace GlancePortal.Api.V2.Metadefs;

/// <summary>Definitions of groups of properties.</summary>
internal static class ObjectEndpoints
{
    public static void MapObjects(this RouteGroupBuilder namespaces)
    {
        namespaces.MapRead("/{space}/objects", ListAsync).Describe("List the objects of a namespace", it => MetadefPageQuery.OfParts(it, descending: false)
            .Answer(200, "The page.", MetadefShapes.Objects).Refuses(400, 403, 404));
        namespaces.MapPost("/{space}/objects", CreateAsync).Describe("Define an object", it => it
            .Takes(MetadefShapes.ObjectFields)
            .Answer(201, "The object.", MetadefShapes.Object).Refuses(400, 403, 404, 409, 413));
        namespaces.MapWithoutBody(HttpMethods.Delete, "/{space}/objects", DeleteAllAsync).Describe("Delete all objects of a namespace", it => it
            .Answer(204, "They are gone.").Refuses(400, 403, 404));
        namespaces.MapRead("/{space}/objects/{name}", ShowAsync).Describe("Show an object", it => it
            .Answer(200, "The object.", MetadefShapes.Object).Refuses(400, 403, 404));
        namespaces.MapPut("/{space}/objects/{name}", ReplaceAsync).Describe("Replace an object", it => it
            .Takes(MetadefShapes.ObjectFields)
            .Answer(200, "The object.", MetadefShapes.Object).Refuses(400, 403, 404, 409, 413));
        namespaces.MapWithoutBody(HttpMethods.Delete, "/{space}/objects/{name}", DeleteAsync).Describe("Delete an object", it => it
            .Answer(204, "It is gone.").Refuses(400, 403, 404));
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
