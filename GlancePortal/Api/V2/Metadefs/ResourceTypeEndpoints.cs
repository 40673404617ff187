using GlancePortal.Access;
using GlancePortal.Api.OpenApi;
using GlancePortal.Api.V2.Wire;
using GlancePortal.Domain.Metadefs;

namespace GlancePortal.Api.V2.Metadefs;

/// <summary>Types of resources, and which namespaces are for which.</summary>
internal static class ResourceTypeEndpoints
{
    public static void MapResourceTypes(this RouteGroupBuilder metadefs) =>
        metadefs.MapRead("/resource_types", ListAsync).Describe("List types of resources", it => it
            .Says("All that a namespace was ever for.")
            .Answer(200, "The types.", MetadefShapes.ResourceTypes).Refuses(400, 403));

    public static void MapAssociations(this RouteGroupBuilder namespaces)
    {
        namespaces.MapRead("/{space}/resource_types", ListOfNamespaceAsync).Describe("List the types of resources that a namespace is for", it => it
            .Answer(200, "Each with the prefix that names of properties have there.", MetadefShapes.Associations).Refuses(400, 403, 404));
        namespaces.MapPost("/{space}/resource_types", CreateAsync).Describe("Say that a namespace is for a type of resources", it => it
            .Says("A type that is not known yet becomes known.")
            .Takes(MetadefShapes.AssociationFields)
            .Answer(201, "What was said.", MetadefShapes.Association).Refuses(400, 403, 404, 409, 413));
        namespaces.MapWithoutBody(HttpMethods.Delete, "/{space}/resource_types/{name}", DeleteAsync)
            .Describe("Say no longer that a namespace is for a type of resources", it => it
                .Answer(204, "It is so no longer.").Refuses(400, 403, 404));
    }

    internal static async Task ListAsync(HttpContext context, MetadefQueries queries)
    {
        var types = await queries.ResourceTypesAsync(context.Caller(), context.RequestAborted);
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, json =>
            MetadefBodyWriter.WriteArray(json, "resource_types", types, MetadefBodyWriter.WriteResourceType));
    }

    internal static async Task ListOfNamespaceAsync(HttpContext context, string space, MetadefQueries queries)
    {
        var page = await queries.PartsAsync<MetadefAssociation>(context.Caller(), space, new MetadefPageRequest(), context.RequestAborted);
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, json =>
            MetadefBodyWriter.WriteArray(json, "resource_type_associations", page.Items, MetadefBodyWriter.WriteAssociation));
    }

    internal static async Task CreateAsync(HttpContext context, string space, MetadefContents contents)
    {
        var draft = await MetadefApi.ReadDraftAsync(context, MetadefReader.ReadAssociation);
        var association = await contents.AddAsync(context.Caller(), space, draft, context.RequestAborted);
        await JsonAnswer.WriteAsync(context, StatusCodes.Status201Created, json => MetadefBodyWriter.WriteAssociation(json, association));
    }

    internal static Task DeleteAsync(HttpContext context, string space, string name, MetadefContents contents) => MetadefApi.NoContentAsync(
        context, contents.RemoveAsync<MetadefAssociation>(context.Caller(), space, name, context.RequestAborted));
}
