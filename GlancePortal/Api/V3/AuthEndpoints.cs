using GlancePortal.Access;
using GlancePortal.Api.V3.Wire;
using GlancePortal.Domain.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace GlancePortal.Api.V3;

/// <summary>`/v3/auth/…`: where the user of a token can go, and what services there are.</summary>
internal static class AuthEndpoints
{
    public static void MapAuth(this RouteGroupBuilder identity)
    {
        identity.MapGet("/auth/projects", ProjectsAsync).WithName("ListOwnProjects");
        identity.MapGet("/auth/domains", DomainsAsync).WithName("ListOwnDomains");
        identity.MapGet("/auth/catalog", Catalog).WithName("ShowCatalog");
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
