using GlancePortal.Access;
using GlancePortal.Api.OpenApi;
using GlancePortal.Api.V2.Wire;
using GlancePortal.Domain.Metadefs;

namespace GlancePortal.Api.V2.Metadefs;

/// <summary>Tags of a namespace.</summary>
internal static class NamespaceTagEndpoints
{
    private const string Append = "X-Openstack-Append";
    private static readonly string[] WordsForTrue = ["1", "t", "true", "on", "y", "yes"];

    public static void MapNamespaceTags(this RouteGroupBuilder namespaces)
    {
        namespaces.MapRead("/{space}/tags", ListAsync).Describe("List the tags of a namespace", it => MetadefPageQuery.OfParts(it, descending: true)
            .Answer(200, "The page.", MetadefShapes.Tags).Refuses(400, 403, 404));
        namespaces.MapPost("/{space}/tags", CreateSeveralAsync).Describe("Define tags", it => it
            .Says("They replace those that are there, unless told otherwise. Names that differ in case only are the same.")
            .Header(Append, "true: those that are there stay.")
            .Takes(MetadefShapes.TagNames)
            .Answer(201, "These tags.", MetadefShapes.TagNames).Refuses(400, 403, 404, 409, 413));
        namespaces.MapWithoutBody(HttpMethods.Delete, "/{space}/tags", DeleteAllAsync).Describe("Delete all tags of a namespace", it => it
            .Answer(204, "They are gone.").Refuses(400, 403, 404));
        namespaces.MapWithoutBody(HttpMethods.Post, "/{space}/tags/{name}", CreateAsync).Describe("Define a tag", it => it
            .Answer(201, "The tag.", MetadefShapes.Tag).Refuses(400, 403, 404, 409));
        namespaces.MapRead("/{space}/tags/{name}", ShowAsync).Describe("Show a tag", it => it
            .Answer(200, "The tag.", MetadefShapes.Tag).Refuses(400, 403, 404));
        namespaces.MapPut("/{space}/tags/{name}", ReplaceAsync).Describe("Rename a tag", it => it
            .Takes(MetadefShapes.TagName)
            .Answer(200, "The tag.", MetadefShapes.Tag).Refuses(400, 403, 404, 409, 413));
        namespaces.MapWithoutBody(HttpMethods.Delete, "/{space}/tags/{name}", DeleteAsync).Describe("Delete a tag", it => it
            .Answer(204, "It is gone.").Refuses(400, 403, 404));
    }

    internal static async Task ListAsync(HttpContext context, string space, MetadefQueries queries)
    {
        var request = MetadefPageQuery.OfParts(context.Request, descending: true);
        var page = await queries.PartsAsync<MetadefTag>(context.Caller(), space, request, context.RequestAborted);
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, json =>
        {
            MetadefBodyWriter.WriteArray(json, "tags", page.Items, (writer, part) => writer.WriteString("name", part.Name));
            MetadefPageQuery.WriteLinks(json, context.Request, page.Next, "tags");
        });
    }

    internal static async Task CreateSeveralAsync(HttpContext context, string space, MetadefContents contents)
    {
        var drafts = await MetadefApi.ReadDraftAsync(context, MetadefReader.ReadTags);
        var appends = WordsForTrue.Contains(context.Request.Headers[Append].ToString().Trim(), StringComparer.OrdinalIgnoreCase);
        var tags = await contents.AddAsync(context.Caller(), space, drafts, replaceAll: !appends, context.RequestAborted);
        await JsonAnswer.WriteAsync(context, StatusCodes.Status201Created, json =>
            MetadefBodyWriter.WriteArray(json, "tags", tags, (writer, part) => writer.WriteString("name", part.Name)));
    }

    internal static Task DeleteAllAsync(HttpContext context, string space, MetadefContents contents) => MetadefApi.NoContentAsync(
        context, contents.RemoveAllAsync<MetadefTag>(context.Caller(), space, "delete_tags", context.RequestAborted));

    internal static async Task CreateAsync(HttpContext context, string space, string name, MetadefContents contents) => await WriteAsync(
        context, StatusCodes.Status201Created, await contents.AddAsync(context.Caller(), space, MetadefReader.ReadTag(name), context.RequestAborted));

    internal static async Task ShowAsync(HttpContext context, string space, string name, MetadefQueries queries) => await WriteAsync(
        context, StatusCodes.Status200OK, await queries.PartAsync<MetadefTag>(context.Caller(), space, name, context.RequestAborted));

    internal static async Task ReplaceAsync(HttpContext context, string space, string name, MetadefContents contents)
    {
        var draft = await MetadefApi.ReadDraftAsync(context, MetadefReader.ReadTag);
        await WriteAsync(context, StatusCodes.Status200OK, await contents.ReplaceAsync(context.Caller(), space, name, draft, context.RequestAborted));
    }

    internal static Task DeleteAsync(HttpContext context, string space, string name, MetadefContents contents) => MetadefApi.NoContentAsync(
        context, contents.RemoveAsync<MetadefTag>(context.Caller(), space, name, context.RequestAborted));

    private static Task WriteAsync(HttpContext context, int status, MetadefTag tag) =>
        JsonAnswer.WriteAsync(context, status, json => MetadefBodyWriter.WriteTag(json, tag));
}
