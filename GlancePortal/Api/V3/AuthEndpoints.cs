using GlancePortal.Access;
using GlancePortal.Api.OpenApi;
using GlancePortal.Api.V3.Wire;
using GlancePortal.Domain.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace GlancePortal.Api.V3;

/// <summary>`/v3/auth/…`: where the user of a token can go, and what services there are.</summary>
internal static class AuthEndpoints
{
    public static void MapAuth(this RouteGroupBuilder identity)
    {
        identity.MapGet("/auth/projects", ProjectsAsync).WithName("ListOwnProjects").Describe(
            "List the projects of the token's user", it => it.Answer(200, "The projects.", Shapes.Of(V3Json.Default.ProjectsBody)));
        identity.MapGet("/auth/domains", DomainsAsync).WithName("ListOwnDomains").Describe(
            "List the domains of the token's user", it => it.Answer(200, "The domains.", Shapes.Of(V3Json.Default.DomainsBody)));
        identity.MapGet("/auth/catalog", Catalog).WithName("ShowCatalog").Describe(
            "Show the catalogue of services", it => it.Answer(200, "The services and their addresses.", Shapes.Of(V3Json.Default.CatalogBody)));
    }

    internal static async Task<JsonHttpResult<ProjectsBody>> ProjectsAsync(
        HttpContext context, IdentityQueries queries, DirectoryItems items, CancellationToken cancellationToken) => TypedResults.Json(
            items.List(await queries.ProjectsOfAsync(context.Token().User.Id, cancellationToken), context.Request), V3Json.Default.ProjectsBody);

    internal static async Task<JsonHttpResult<DomainsBody>> DomainsAsync(
        HttpContext context, IdentityQueries queries, DirectoryItems items, CancellationToken cancellationToken) => TypedResults.Json(
            items.List(await queries.DomainsOfAsync(context.Token().User.Id, cancellationToken), context.Request), V3Json.Default.DomainsBody);

    internal static JsonHttpResult<CatalogBody> Catalog(HttpContext context, V3Catalog catalog, DirectoryItems items)
    {
        _ = context.Token();
        return TypedResults.Json(new CatalogBody(catalog.For(context.Request), items.SelfOf(context.Request)), V3Json.Default.CatalogBody);
    }
}
