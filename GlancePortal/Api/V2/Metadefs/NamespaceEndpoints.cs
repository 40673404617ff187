using GlancePortal.Access;
using GlancePortal.Api.V2.Wire;
using GlancePortal.Domain.Metadefs;

namespace GlancePortal.Api.V2.Metadefs;

/// <summary>Namespaces of definitions.</summary>
internal static class NamespaceEndpoints
{
    public static void MapNamespaces(this RouteGroupBuilder namespaces)
    {
        namespaces.MapRead("", ListAsync);
        namespaces.MapPost("", CreateAsync);
        namespaces.MapRead("/{space}", ShowAsync);
        namespaces.MapPut("/{space}", ReplaceAsync);
        namespaces.MapWithoutBody(HttpMethods.Delete, "/{space}", DeleteAsync);
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
