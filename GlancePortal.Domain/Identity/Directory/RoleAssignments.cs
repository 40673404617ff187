using GlancePortal.Domain.Access;
using GlancePortal.Domain.Audit;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Errors;
using Microsoft.EntityFrameworkCore;

namespace GlancePortal.Domain.Identity;

/// <summary>A role of a user in a project or domain, by ids.</summary>
/// <param name="UserId">Who.</param>
/// <param name="ScopeId">Where.</param>
/// <param name="IsDomain">Whether that is a domain.</param>
/// <param name="RoleId">Which role.</param>
public sealed record Grant(string UserId, string ScopeId, bool IsDomain, string RoleId);

/// <summary>What a list of assignments is narrowed to; null takes all.</summary>
/// <param name="UserId">Who.</param>
/// <param name="ProjectId">In which project.</param>
/// <param name="DomainId">In which domain.</param>
/// <param name="RoleId">Which role.</param>
/// <param name="Effective">Also the roles that those given imply.</param>
public sealed record AssignmentFilter(
    string? UserId = null, string? ProjectId = null, string? DomainId = null, string? RoleId = null, bool Effective = false);

/// <summary>An assignment with the names of what it connects.</summary>
/// <param name="Role">Role.</param>
/// <param name="User">User.</param>
/// <param name="Project">Project; null in a domain.</param>
/// <param name="Domain">Domain; null in a project.</param>
public sealed record NamedAssignment(Role Role, NamedRef User, NamedRef? Project, DomainRef? Domain);

/// <summary>Gives and takes roles, for administrators.</summary>
/// <param name="db">The records.</param>
/// <param name="revocations">Ends the tokens that carry a role which was taken.</param>
/// <param name="changes">Records what was done.</param>
public sealed class RoleAssignments(PortalDb db, Revocations revocations, StateChanges changes)
{
    /// <summary>Gives a role. Giving it again changes nothing.</summary>
    /// <exception cref="ForbiddenException">Not an administrator.</exception>
    /// <exception cref="NotFoundException">No such user, project, domain or role.</exception>
    public async Task GrantAsync(Caller caller, Grant grant, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(grant);
        caller.RequireAdmin("identity:create_grant");
        await changes.WriteAsync(
            caller,
            async set =>
            {
                var role = await RequireAsync(grant, cancellationToken);
                if (await FindAsync(grant, cancellationToken) is null)
                {
                    db.RoleAssignments.Add(new RoleAssignment
                    {
                        UserId = grant.UserId,
                        ScopeId = grant.ScopeId,
                        IsDomainScope = grant.IsDomain,
                        RoleId = grant.RoleId,
                    });
                    Record(set, "role.grant", grant, role);
                }

                return true;
            },
            cancellationToken).OrConflictAsync("The role was given by somebody else at this moment.");
    }

    /// <summary>Takes a role; tokens of the user there end.</summary>
    /// <exception cref="ForbiddenException">Not an administrator.</exception>
    /// <exception cref="NotFoundException">The user does not have it.</exception>
    public async Task RevokeAsync(Caller caller, Grant grant, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(grant);
        caller.RequireAdmin("identity:revoke_grant");
        var ended = await changes.WriteAsync(
            caller,
            async set =>
            {
                var role = await RequireAsync(grant, cancellationToken);
                db.RoleAssignments.Remove(await FindAsync(grant, cancellationToken) ?? throw new NotFoundException("role assignment", grant.RoleId));
                Record(set, "role.revoke", grant, role);
                return await new UserTokens(db, revocations).EndInScopeAsync(grant.UserId, grant.ScopeId, cancellationToken);
            },
            cancellationToken);
        revocations.Apply(ended);
    }

    /// <summary>Whether the user has exactly this role there.</summary>
    /// <exception cref="ForbiddenException">Not an administrator.</exception>
    /// <exception cref="NotFoundException">The user does not have it.</exception>
    public async Task CheckAsync(Caller caller, Grant grant, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(grant);
        caller.RequireAdmin("identity:check_grant");
        _ = await FindAsync(grant, cancellationToken) ?? throw new NotFoundException("role assignment", grant.RoleId);
    }

    /// <summary>Assignments in the order of scope and user, for administrators.</summary>
    /// <exception cref="ForbiddenException">Not an administrator.</exception>
    public async Task<IReadOnlyList<NamedAssignment>> ListAsync(Caller caller, AssignmentFilter filter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        caller.RequireAdmin("identity:list_role_assignments");
        var rows = await Narrow(filter)
            .Join(db.Users, row => row.UserId, user => user.Id, (row, user) => new { row.ScopeId, row.IsDomainScope, row.RoleId, user.Id, user.UserName, user.DomainId })
            .OrderBy(row => row.ScopeId).ThenBy(row => row.Id)
            .ToListAsync(cancellationToken);
        var domains = await db.Domains.AsNoTracking().ToDictionaryAsync(domain => domain.Id, domain => new DomainRef(domain.Id, domain.Name), cancellationToken);
        var scopes = rows.Select(row => row.ScopeId).Distinct().ToList();
        var projects = await db.Projects.AsNoTracking().Where(project => scopes.Contains(project.Id))
            .ToDictionaryAsync(project => project.Id, cancellationToken);
        var roles = await db.Roles.AsNoTracking().ToListAsync(cancellationToken);
        return
        [
            .. from row in rows
               from role in Effective(roles, row.RoleId, filter)
               let project = row.IsDomainScope ? null : projects.GetValueOrDefault(row.ScopeId)
               where row.IsDomainScope || project is not null
               select new NamedAssignment(
                   role,
                   new NamedRef(row.Id, row.UserName!, domains[row.DomainId]),
                   project is null ? null : new NamedRef(project.Id, project.Name, domains[project.DomainId]),
                   row.IsDomainScope ? domains.GetValueOrDefault(row.ScopeId) : null),
        ];
    }

    private IQueryable<RoleAssignment> Narrow(AssignmentFilter filter)
    {
        // An implied role is found only behind the one that implies it.
        var roleId = filter.Effective ? null : filter.RoleId;
        return db.RoleAssignments.AsNoTracking().Where(row =>
            (filter.UserId == null || row.UserId == filter.UserId)
            && (filter.ProjectId == null || (row.ScopeId == filter.ProjectId && !row.IsDomainScope))
            && (filter.DomainId == null || (row.ScopeId == filter.DomainId && row.IsDomainScope))
            && (roleId == null || row.RoleId == roleId));
    }

    private static IEnumerable<Role> Effective(List<Role> roles, string roleId, AssignmentFilter filter)
    {
        var given = roles.Single(role => role.Id == roleId);
        var names = filter.Effective ? RoleNames.Expand([given.Name]) : [given.Name];
        return roles.Where(role => names.Contains(role.Name) && (filter.RoleId is null || role.Id == filter.RoleId));
    }

    private async Task<Role> RequireAsync(Grant grant, CancellationToken cancellationToken)
    {
        if (!await db.Users.AnyAsync(user => user.Id == grant.UserId, cancellationToken))
        {
            throw new NotFoundException("user", grant.UserId);
        }

        var exists = grant.IsDomain
            ? await db.Domains.AnyAsync(domain => domain.Id == grant.ScopeId, cancellationToken)
            : await db.Projects.AnyAsync(project => project.Id == grant.ScopeId, cancellationToken);
        return exists
            ? await db.Roles.AsNoTracking().SingleOrDefaultAsync(role => role.Id == grant.RoleId, cancellationToken) ?? throw new NotFoundException("role", grant.RoleId)
            : throw new NotFoundException(grant.IsDomain ? "domain" : "project", grant.ScopeId);
    }

    private Task<RoleAssignment?> FindAsync(Grant grant, CancellationToken cancellationToken) =>
        db.RoleAssignments.SingleOrDefaultAsync(
            row => row.UserId == grant.UserId && row.ScopeId == grant.ScopeId && row.IsDomainScope == grant.IsDomain && row.RoleId == grant.RoleId,
            cancellationToken);

    private static void Record(ChangeSet set, string action, Grant grant, Role role) =>
        set.Record(action, "user", grant.UserId, grant.IsDomain ? null : grant.ScopeId, detail: Facts.Of(("role", role.Name), ("scope", grant.ScopeId)));
}
