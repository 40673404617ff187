using GlancePortal.Domain.Access;
using GlancePortal.Domain.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace GlancePortal.Domain.Identity;

/// <summary>A project as a user sees it.</summary>
/// <param name="Id">Id.</param>
/// <param name="Name">Name.</param>
/// <param name="Roles">Names of the roles the user was given there, without those they imply.</param>
public sealed record ProjectOfUser(string Id, string Name, IReadOnlyList<string> Roles);

/// <summary>What users may where, at most two seconds old: what a page asks again and again.</summary>
/// <param name="scopes">A scope for each look.</param>
/// <param name="time">Clock of the memory.</param>
public sealed class ProjectRoles(IServiceScopeFactory scopes, TimeProvider time)
{
    private readonly ShortCache<string, IReadOnlyList<ProjectOfUser>> _projects = new(time);
    private readonly ShortCache<string, Project?> _others = new(time);

    /// <summary>The enabled projects in which a user has a role, by name.</summary>
    public ValueTask<IReadOnlyList<ProjectOfUser>> OfAsync(string userId, CancellationToken cancellationToken) =>
        _projects.GetAsync(userId, LoadAsync, cancellationToken);

    /// <summary>An enabled project by id or name, whoever asks; null when there is none. An id wins over a name.</summary>
    public async ValueTask<ProjectOfUser?> FindAsync(string idOrName, CancellationToken cancellationToken) =>
        await _others.GetAsync(idOrName, LoadAnyAsync, cancellationToken) is { } project
            ? new ProjectOfUser(project.Id, project.Name, [RoleNames.Admin])
            : null;

    private async Task<IReadOnlyList<ProjectOfUser>> LoadAsync(string userId, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PortalDb>();
        var rows = await (
            from assignment in db.RoleAssignments.AsNoTracking()
            where assignment.UserId == userId && !assignment.IsDomainScope
            join project in db.Projects on assignment.ScopeId equals project.Id
            join role in db.Roles on assignment.RoleId equals role.Id
            where project.Enabled && db.Domains.Any(domain => domain.Id == project.DomainId && domain.Enabled)
            select new { project.Id, project.Name, Role = role.Name }).ToListAsync(cancellationToken);
        return
        [
            .. rows.GroupBy(row => (row.Id, row.Name), row => row.Role)
                .Select(group => new ProjectOfUser(group.Key.Id, group.Key.Name, [.. group]))
                .OrderBy(project => project.Name, StringComparer.OrdinalIgnoreCase),
        ];
    }

    private async Task<Project?> LoadAnyAsync(string idOrName, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<PortalDb>().Projects.AsNoTracking()
            .Where(project => project.Enabled && (project.Id == idOrName || project.Name == idOrName))
            .OrderByDescending(project => project.Id == idOrName)
            .FirstOrDefaultAsync(cancellationToken);
    }
}
