using GlancePortal.Domain.Access;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Errors;
using Microsoft.EntityFrameworkCore;

namespace GlancePortal.Domain.Identity;

/// <summary>What a list is narrowed to; null takes all.</summary>
/// <param name="Name">Exact name.</param>
/// <param name="DomainId">Domain.</param>
/// <param name="Enabled">Enabled or disabled ones.</param>
public sealed record DirectoryFilter(string? Name = null, string? DomainId = null, bool? Enabled = null);

/// <summary>Lists and shows users, projects, roles and domains to those who may see them.</summary>
/// <param name="db">The records.</param>
/// <param name="queries">Those without a question of who asks.</param>
public sealed class DirectoryLists(PortalDb db, IdentityQueries queries)
{
    /// <summary>Projects by name, for an administrator.</summary>
    /// <exception cref="ForbiddenException">Not an administrator.</exception>
    public async Task<IReadOnlyList<Project>> ProjectsAsync(Caller caller, DirectoryFilter filter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        caller.RequireAdmin("identity:list_projects");
        return await db.Projects.AsNoTracking()
            .Where(project => (filter.Name == null || project.Name == filter.Name)
                && (filter.DomainId == null || project.DomainId == filter.DomainId)
                && (filter.Enabled == null || project.Enabled == filter.Enabled))
            .OrderBy(project => project.Name)
            .ToListAsync(cancellationToken);
    }

    /// <summary>A project, for its people and administrators.</summary>
    /// <exception cref="ForbiddenException">Neither.</exception>
    /// <exception cref="NotFoundException">There is none.</exception>
    public async Task<Project> ProjectAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        DirectoryAccess.Require(IsOperator(caller) || caller.ProjectId == id, "identity:get_project");
        return await queries.FindProjectAsync(new EntityReference(id, null), cancellationToken) ?? throw new NotFoundException("project", id);
    }

    /// <summary>The enabled projects in which a user has a role, for that user and administrators.</summary>
    /// <exception cref="ForbiddenException">Neither.</exception>
    public Task<IReadOnlyList<Project>> ProjectsOfAsync(Caller caller, string userId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        DirectoryAccess.Require(caller.IsAdmin || caller.UserId == userId, "identity:list_user_projects");
        return queries.ProjectsOfAsync(userId, cancellationToken);
    }

    /// <summary>Users by name, for an administrator.</summary>
    /// <exception cref="ForbiddenException">Not an administrator.</exception>
    public async Task<IReadOnlyList<PortalUser>> UsersAsync(Caller caller, DirectoryFilter filter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        caller.RequireAdmin("identity:list_users");
        var name = filter.Name is null ? null : IdentityQueries.Normalize(filter.Name);
        return await db.Users.AsNoTracking()
            .Where(user => (name == null || user.NormalizedUserName == name)
                && (filter.DomainId == null || user.DomainId == filter.DomainId)
                && (filter.Enabled == null || user.Enabled == filter.Enabled))
            .OrderBy(user => user.UserName)
            .ToListAsync(cancellationToken);
    }

    /// <summary>A user, for itself and administrators.</summary>
    /// <exception cref="ForbiddenException">Neither.</exception>
    /// <exception cref="NotFoundException">There is none.</exception>
    public async Task<PortalUser> UserAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        DirectoryAccess.Require(IsOperator(caller) || caller.UserId == id, "identity:get_user");
        return await queries.FindUserAsync(new EntityReference(id, null), cancellationToken) ?? throw new NotFoundException("user", id);
    }

    /// <summary>Roles by name, for an administrator.</summary>
    /// <exception cref="ForbiddenException">Not an administrator.</exception>
    public async Task<IReadOnlyList<Role>> RolesAsync(Caller caller, string? name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        DirectoryAccess.Require(IsOperator(caller), "identity:list_roles");
        return await db.Roles.AsNoTracking().Where(role => name == null || role.Name == name).OrderBy(role => role.Name).ToListAsync(cancellationToken);
    }

    /// <summary>A role, for an administrator.</summary>
    /// <exception cref="ForbiddenException">Not an administrator.</exception>
    /// <exception cref="NotFoundException">There is none.</exception>
    public async Task<Role> RoleAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        DirectoryAccess.Require(IsOperator(caller), "identity:get_role");
        return await db.Roles.AsNoTracking().SingleOrDefaultAsync(role => role.Id == id, cancellationToken) ?? throw new NotFoundException("role", id);
    }

    /// <summary>Domains by name, for an administrator.</summary>
    /// <exception cref="ForbiddenException">Not an administrator.</exception>
    public async Task<IReadOnlyList<IdentityDomain>> DomainsAsync(Caller caller, DirectoryFilter filter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(caller);
        DirectoryAccess.Require(IsOperator(caller), "identity:list_domains");
        return await db.Domains.AsNoTracking()
            .Where(domain => (filter.Name == null || domain.Name == filter.Name) && (filter.Enabled == null || domain.Enabled == filter.Enabled))
            .OrderBy(domain => domain.Name)
            .ToListAsync(cancellationToken);
    }

    /// <summary>A domain, for its people and administrators.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="id">Its id.</param>
    /// <param name="ownDomainId">Domain the caller is in.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    /// <exception cref="ForbiddenException">Neither.</exception>
    /// <exception cref="NotFoundException">There is none.</exception>
    public async Task<IdentityDomain> DomainAsync(Caller caller, string id, string ownDomainId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        DirectoryAccess.Require(IsOperator(caller) || id == ownDomainId, "identity:get_domain");
        return await queries.FindDomainAsync(id, name: null, cancellationToken) ?? throw new NotFoundException("domain", id);
    }

    // Other services look people and projects up, an administrator does all.
    private static bool IsOperator(Caller caller) => caller.IsAdmin || caller.Has(RoleNames.Service);
}
