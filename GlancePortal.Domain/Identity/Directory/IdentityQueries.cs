using GlancePortal.Domain.Data;
using Microsoft.EntityFrameworkCore;

namespace GlancePortal.Domain.Identity;

/// <summary>Finds users, projects and domains.</summary>
/// <param name="db">The records.</param>
public sealed class IdentityQueries(PortalDb db)
{
    /// <summary>The form of a user's name that is compared.</summary>
    public static string Normalize(string name) => name.Normalize().ToUpperInvariant();

    /// <summary>The domain by id or name; null when there is none. Without either it is the default domain.</summary>
    public Task<IdentityDomain?> FindDomainAsync(string? id, string? name, CancellationToken cancellationToken)
    {
        id ??= name is null ? IdentityDefaults.DomainId : null;
        return db.Domains.AsNoTracking().SingleOrDefaultAsync(domain => id != null ? domain.Id == id : domain.Name == name, cancellationToken);
    }

    /// <summary>The user; null when there is none.</summary>
    public async Task<PortalUser?> FindUserAsync(EntityReference who, CancellationToken cancellationToken)
    {
        if (who.Id is not null)
        {
            return await db.Users.AsNoTracking().SingleOrDefaultAsync(user => user.Id == who.Id, cancellationToken);
        }

        if (who.Name is null || await FindDomainAsync(who.DomainId, who.DomainName, cancellationToken) is not { } domain)
        {
            return null;
        }

        var name = Normalize(who.Name);
        return await db.Users.AsNoTracking()
            .SingleOrDefaultAsync(user => user.DomainId == domain.Id && user.NormalizedUserName == name, cancellationToken);
    }

    /// <summary>The user by id if it may sign in; null when it is gone, disabled, or its domain is.</summary>
    public async Task<PortalUser?> FindEnabledUserAsync(string id, CancellationToken cancellationToken) =>
        await db.Users.AsNoTracking()
            .Where(user => user.Id == id && user.Enabled && db.Domains.Any(domain => domain.Id == user.DomainId && domain.Enabled))
            .SingleOrDefaultAsync(cancellationToken);

    /// <summary>The project; null when there is none.</summary>
    public async Task<Project?> FindProjectAsync(EntityReference which, CancellationToken cancellationToken)
    {
        if (which.Id is not null)
        {
            return await db.Projects.AsNoTracking().SingleOrDefaultAsync(project => project.Id == which.Id, cancellationToken);
        }

        return which.Name is not null && await FindDomainAsync(which.DomainId, which.DomainName, cancellationToken) is { } domain
            ? await db.Projects.AsNoTracking()
                .SingleOrDefaultAsync(project => project.DomainId == domain.Id && project.Name == which.Name, cancellationToken)
            : null;
    }

    /// <summary>Names of the roles that a user was given in a project or domain, without those they imply.</summary>
    public async Task<IReadOnlyList<string>> RolesAsync(string userId, string scopeId, bool isDomain, CancellationToken cancellationToken) =>
        await db.RoleAssignments.AsNoTracking()
            .Where(row => row.UserId == userId && row.ScopeId == scopeId && row.IsDomainScope == isDomain)
            .Join(db.Roles, row => row.RoleId, role => role.Id, (_, role) => role.Name)
            .OrderBy(name => name)
            .ToListAsync(cancellationToken);

    /// <summary>The enabled projects in which a user has a role, by name.</summary>
    public async Task<IReadOnlyList<Project>> ProjectsOfAsync(string userId, CancellationToken cancellationToken) =>
        await db.Projects.AsNoTracking()
            .Where(project => project.Enabled
                && db.RoleAssignments.Any(row => row.UserId == userId && row.ScopeId == project.Id && !row.IsDomainScope))
            .OrderBy(project => project.Name)
            .ToListAsync(cancellationToken);

    /// <summary>The enabled domains in which a user has a role, by name.</summary>
    public async Task<IReadOnlyList<IdentityDomain>> DomainsOfAsync(string userId, CancellationToken cancellationToken) =>
        await db.Domains.AsNoTracking()
            .Where(domain => domain.Enabled
                && db.RoleAssignments.Any(row => row.UserId == userId && row.ScopeId == domain.Id && row.IsDomainScope))
            .OrderBy(domain => domain.Name)
            .ToListAsync(cancellationToken);
}
