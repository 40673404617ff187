using GlancePortal.Access;
using GlancePortal.Api.OpenApi;
using GlancePortal.Api.V3.Wire;
using GlancePortal.Domain.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace GlancePortal.Api.V3;

/// <summary>`/v3/roles`, `/v3/domains` and `/v3/role_assignments`, and roles given and taken below projects and domains.</summary>
internal static class RoleEndpoints
{
    public static void MapRoles(this RouteGroupBuilder identity)
    {
        identity.MapGet("/roles", ListAsync).WithName("ListRoles").Describe(
            "List roles", it => it.Query("name", "Only of this name.").Answer(200, "The roles.", Shapes.Of(V3Json.Default.RolesBody)).Refuses(403));
        identity.MapGet("/roles/{id}", ShowAsync).WithName("ShowRole").Describe(
            "Show a role", it => it.Answer(200, "The role.", Shapes.Of(V3Json.Default.RoleBody)).Refuses(403, 404));
        identity.MapGet("/domains", DomainsAsync).WithName("ListDomains").Describe(
            "List domains", it => it.Answer(200, "The domains.", Shapes.Of(V3Json.Default.DomainsBody)).Refuses(403));
        identity.MapGet("/domains/{id}", DomainAsync).WithName("ShowDomain").Describe(
            "Show a domain", it => it.Answer(200, "The domain.", Shapes.Of(V3Json.Default.DomainBody)).Refuses(403, 404));
        identity.MapGet("/role_assignments", AssignmentsAsync).WithName("ListRoleAssignments").Describe(
            "List who has which role where", it => it.Query("user.id", "Only of this user.").Query("scope.project.id", "Only in this project.").Query("scope.domain.id", "Only in this domain.").Query("role.id", "Only of this role.").Query("effective", "Implied roles too.").Query("include_names", "Names beside the ids.").Answer(200, "The assignments.", Shapes.Of(V3Json.Default.AssignmentsBody)).Refuses(403));
        MapGrants(identity.MapGroup("/projects/{scope}/users/{user}/roles"), isDomain: false);
        MapGrants(identity.MapGroup("/domains/{scope}/users/{user}/roles"), isDomain: true);
    }

    internal static async Task<JsonHttpResult<RolesBody>> ListAsync(
        HttpContext context, DirectoryLists lists, DirectoryItems items, CancellationToken cancellationToken)
    {
        var found = await lists.RolesAsync(context.Caller(), DirectoryQuery.Text(context.Request, "name"), cancellationToken);
        return TypedResults.Json(items.List(found, context.Request), V3Json.Default.RolesBody);
    }

    internal static async Task<JsonHttpResult<RoleBody>> ShowAsync(
        string id, HttpContext context, DirectoryLists lists, DirectoryItems items, CancellationToken cancellationToken)
    {
        var role = await lists.RoleAsync(context.Caller(), id, cancellationToken);
        return TypedResults.Json(new RoleBody(items.Of(role, context.Request)), V3Json.Default.RoleBody);
    }

    internal static async Task<JsonHttpResult<DomainsBody>> DomainsAsync(
        HttpContext context, DirectoryLists lists, DirectoryItems items, CancellationToken cancellationToken)
    {
        var found = await lists.DomainsAsync(context.Caller(), DirectoryQuery.Of(context.Request), cancellationToken);
        return TypedResults.Json(items.List(found, context.Request), V3Json.Default.DomainsBody);
    }

    internal static async Task<JsonHttpResult<DomainBody>> DomainAsync(
        string id, HttpContext context, DirectoryLists lists, DirectoryItems items, CancellationToken cancellationToken)
    {
        var domain = await lists.DomainAsync(context.Caller(), id, context.Token().User.Domain.Id, cancellationToken);
        return TypedResults.Json(new DomainBody(items.Of(domain, context.Request)), V3Json.Default.DomainBody);
    }

    internal static async Task<JsonHttpResult<AssignmentsBody>> AssignmentsAsync(
        HttpContext context, RoleAssignments assignments, DirectoryItems items, CancellationToken cancellationToken)
    {
        var found = await assignments.ListAsync(context.Caller(), DirectoryQuery.AssignmentsOf(context.Request), cancellationToken);
        return TypedResults.Json(
            items.List(found, DirectoryQuery.Flag(context.Request, "include_names"), context.Request), V3Json.Default.AssignmentsBody);
    }

    private static void MapGrants(RouteGroupBuilder grants, bool isDomain)
    {
        grants.MapGet("", ListGrantsAsync).Describe(
            "List the roles that a user has here", it => it.Answer(200, "The roles.", Shapes.Of(V3Json.Default.RolesBody)).Refuses(403, 404));
        grants.MapPut("/{role}", GrantAsync).Describe(
            "Give a user a role here", it => it.Answer(204, "Given.").Refuses(403, 404));
        grants.MapDelete("/{role}", RevokeAsync).Describe(
            "Take a role from a user here", it => it.Answer(204, "Taken.").Refuses(403, 404));
        grants.MapMethods("/{role}", [HttpMethods.Get, HttpMethods.Head], CheckAsync).Describe(
            "Check whether a user has a role here", it => it.Answer(204, "The user has it.").Refuses(403, 404));

        async Task<JsonHttpResult<RolesBody>> ListGrantsAsync(
            string scope, string user, HttpContext context, RoleAssignments assignments, DirectoryItems items, CancellationToken cancellationToken)
        {
            var filter = new AssignmentFilter(user, isDomain ? null : scope, isDomain ? scope : null);
            var found = await assignments.ListAsync(context.Caller(), filter, cancellationToken);
            return TypedResults.Json(items.List(found.Select(assignment => assignment.Role), context.Request), V3Json.Default.RolesBody);
        }

        async Task<NoContent> GrantAsync(
            string scope, string user, string role, HttpContext context, RoleAssignments assignments, CancellationToken cancellationToken)
        {
            await assignments.GrantAsync(context.Caller(), new Grant(user, scope, isDomain, role), cancellationToken);
            return TypedResults.NoContent();
        }

        async Task<NoContent> RevokeAsync(
            string scope, string user, string role, HttpContext context, RoleAssignments assignments, CancellationToken cancellationToken)
        {
            await assignments.RevokeAsync(context.Caller(), new Grant(user, scope, isDomain, role), cancellationToken);
            return TypedResults.NoContent();
        }

        async Task<NoContent> CheckAsync(
            string scope, string user, string role, HttpContext context, RoleAssignments assignments, CancellationToken cancellationToken)
        {
            await assignments.CheckAsync(context.Caller(), new Grant(user, scope, isDomain, role), cancellationToken);
            return TypedResults.NoContent();
        }
    }
}
