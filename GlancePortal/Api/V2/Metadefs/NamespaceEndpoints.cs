using GlancePortal.Access;
using GlancePortal.Api.OpenApi;
using GlancePortal.Api.V2.Wire;
using GlancePortal.Domain.Metadefs;

namespace GlancePortal.Api.V2.Metadefs;

/// <summary>Namespaces of definitions.</summary>
internal static class NamespaceEndpoints
{
    public static void MapNamespaces(this RouteGroupBuilder namespaces)
    {
        namespaces.MapRead("", ListAsync).Describe("List namespaces of definitions", it => MetadefPageQuery.OfNamespaces(it)
            .Says("Each with the types of resources that it is for, and without the definitions.")
            .Answer(200, "The page.", MetadefShapes.Namespaces).Refuses(400, 403, 404));
        namespaces.MapPost("", CreateAsync).Describe("Create a namespace of definitions", it => it
            .Says("With all that the body has of it. Its name is unique over all projects.")
            .Takes(MetadefShapes.NamespaceFields)
            .Answer(201, "The namespace.", MetadefShapes.Namespace, headers: "Location").Refuses(400, 403, 409, 413));
        namespaces.MapRead("/{space}", ShowAsync).Describe("Show a namespace with its definitions", it => it
            .Query("resource_type", "A type of resources that it is for: names of properties begin with the prefix that they have there.")
            .Answer(200, "The namespace.", MetadefShapes.Namespace).Refuses(400, 404));
        namespaces.MapPut("/{space}", ReplaceAsync).Describe("Replace what a namespace says of itself", it => it
            .Says("The name too. Its definitions stay.")
            .Takes(MetadefShapes.NamespaceFields)
            .Answer(200, "The namespace, without its definitions.", MetadefShapes.Namespace).Refuses(400, 403, 404, 409, 413));
        namespaces.MapWithoutBody(HttpMethods.Delete, "/{space}", DeleteAsync).Describe("Delete a namespace with its definitions", it => it
            .Answer(204, "It is gone.").Refuses(400, 403, 404));
    }

    internal static async Task ListAsync(HttpContext context, MetadefQueries queries)
    {
        var request = context.Request;
        var page = await queries.ListAsync(
            context.Caller(), MetadefPageQuery.Filter(request), MetadefPageQuery.OfNamespaces(request), context.RequestAborted);
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, json =>
        {
            MetadefBodyWriter.WriteArray(json, "namespaces", page.Items, (writer, row) => MetadefBodyWriter.WriteNamespace(writer, row));
            MetadefPageQuery.WriteLinks(json, request, page.Next, "namespaces");
        });
    }

    internal static async Task CreateAsync(HttpContext context, MetadefNamespaces namespaces)
    {
        var draft = await MetadefApi.ReadDraftAsync(context, MetadefReader.ReadNamespace, hasLinks: true);
        var row = await namespaces.CreateAsync(context.Caller(), draft, context.RequestAborted);
        context.Response.Headers.Location = new PathString($"{MetadefBodyWriter.Root}/{row.Name}").ToUriComponent();
        await JsonAnswer.WriteAsync(context, StatusCodes.Status201Created, json => MetadefBodyWriter.WriteNamespace(json, row));
    }

    internal static async Task ShowAsync(HttpContext context, string space, MetadefQueries queries)
    {
        var row = await queries.ShowAsync(context.Caller(), space, context.RequestAborted);
        var prefix = row.PrefixFor(MetadefPageQuery.Value(context.Request, "resource_type"));
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, json => MetadefBodyWriter.WriteNamespace(json, row, prefix));
    }

    internal static async Task ReplaceAsync(HttpContext context, string space, MetadefNamespaces namespaces)
    {
        var draft = await MetadefApi.ReadDraftAsync(context, MetadefReader.ReadNamespace, hasLinks: true);
        var row = await namespaces.ReplaceAsync(context.Caller(), space, draft, context.RequestAborted);
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, json => MetadefBodyWriter.WriteNamespace(json, row));
    }

    internal static Task DeleteAsync(HttpContext context, string space, MetadefNamespaces namespaces) =>
        MetadefApi.NoContentAsync(context, namespaces.DeleteAsync(context.Caller(), space, context.RequestAborted));
}
