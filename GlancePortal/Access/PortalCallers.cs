using System.Security.Claims;
using GlancePortal.Domain.Access;
using GlancePortal.Domain.Identity;

namespace GlancePortal.Access;

/// <summary>Tells from the portal's cookie who asks, now: what a circuit knew when it began says nothing.</summary>
internal sealed class PortalCallers(LiveSessions sessions, ProjectRoles roles)
{
    /// <summary>The caller in a project.</summary>
    /// <param name="principal">Who the cookie says it is.</param>
    /// <param name="project">Id or name of the project; null acts without one, with the administrator's role if the user has it in any.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    /// <returns>Null when the session is over, or the user has no role in the project. An administrator has one in each.</returns>
    public async ValueTask<Caller?> ForAsync(ClaimsPrincipal principal, string? project, CancellationToken cancellationToken)
    {
        if (principal.SessionId() is not { } session || await sessions.UserOfAsync(session, cancellationToken) is not { } userId)
        {
            return null;
        }

        var projects = await roles.OfAsync(userId, cancellationToken);
        var isAdmin = projects.Any(own => own.Roles.Contains(RoleNames.Admin));
        var caller = new Caller { UserId = userId, UserName = principal.Identity?.Name };
        if (project is null)
        {
            return isAdmin ? caller with { Roles = RoleNames.Expand([RoleNames.Admin]) } : caller;
        }

        var found = projects.FirstOrDefault(own => own.Id == project)
            ?? projects.FirstOrDefault(own => own.Name == project)
            ?? (isAdmin ? await roles.FindAsync(project, cancellationToken) : null);
        return found is null
            ? null
            : caller with
            {
                ProjectId = found.Id,
                ProjectName = found.Name,
                Roles = RoleNames.Expand(isAdmin ? found.Roles.Append(RoleNames.Admin) : found.Roles),
            };
    }

    /// <summary>The projects of the signed-in user, by name; none when the session is over.</summary>
    public async ValueTask<IReadOnlyList<ProjectOfUser>> ProjectsAsync(ClaimsPrincipal principal, CancellationToken cancellationToken) =>
        principal.SessionId() is { } session && await sessions.UserOfAsync(session, cancellationToken) is { } userId
            ? await roles.OfAsync(userId, cancellationToken)
            : [];

    /// <summary>The projects of a user, by name.</summary>
    public ValueTask<IReadOnlyList<ProjectOfUser>> ProjectsOfAsync(string userId, CancellationToken cancellationToken) =>
        roles.OfAsync(userId, cancellationToken);
}
