using GlancePortal.Domain.Access;
using GlancePortal.Domain.Audit;
using GlancePortal.Domain.Data;
using Microsoft.EntityFrameworkCore;

namespace GlancePortal.Domain.Identity;

/// <summary>Brings the records, inside one transaction, to what the bootstrap file says; records only what differs.</summary>
/// <param name="db">The records.</param>
/// <param name="set">What this transaction changes.</param>
/// <param name="revocations">Makes the rows that end tokens.</param>
internal sealed class BootstrapPlan(PortalDb db, ChangeSet set, Revocations revocations)
{
    public static bool IsDefaultDomain(string? domain) =>
        domain is null or IdentityDefaults.DomainId or IdentityDefaults.DomainName;

    public async Task ApplyAsync(
        BootstrapFile file, IReadOnlyDictionary<BootstrapUser, string> hashes, CancellationToken cancellationToken)
    {
        await EnsureDomainAsync(
            file.Domains.FirstOrDefault(domain => domain.Id == IdentityDefaults.DomainId)
                ?? new BootstrapDomain(IdentityDefaults.DomainId, IdentityDefaults.DomainName, null, null),
            cancellationToken);
        foreach (var domain in file.Domains.Where(domain => domain.Id != IdentityDefaults.DomainId))
        {
            await EnsureDomainAsync(domain, cancellationToken);
        }

        await EnsureRolesAsync(cancellationToken);
        var fixedProjects = IdentityDefaults.ProjectNames
            .Where(name => !file.Projects.Any(project => project.Name == name && IsDefaultDomain(project.Domain)))
            .Select(name => new BootstrapProject(null, name, null, null, null));
        foreach (var project in fixedProjects.Concat(file.Projects))
        {
            await EnsureProjectAsync(project, cancellationToken);
        }

        foreach (var user in file.Users)
        {
            await EnsureUserAsync(user, hashes.GetValueOrDefault(user), cancellationToken);
        }
    }

    /// <summary>The administrator of the first start: in the project `admin` and the default domain.</summary>
    public async Task AddAdminAsync(string passwordHash, bool passwordGenerated, CancellationToken cancellationToken)
    {
        var admin = NewUser(id: null, IdentityDefaults.AdminName, IdentityDefaults.DomainId);
        admin.PasswordHash = passwordHash;
        admin.PasswordGenerated = passwordGenerated;
        db.Users.Add(admin);
        set.Record("user.create", "user", admin.Id, projectId: null);
        var home = await FindProjectAsync("admin", IdentityDefaults.DomainId, cancellationToken);
        admin.DefaultProjectId = home!.Id;
        await db.SaveChangesAsync(cancellationToken);
        await GrantAsync(admin, home.Id, isDomain: false, RoleNames.Admin, cancellationToken);
        await GrantAsync(admin, IdentityDefaults.DomainId, isDomain: true, RoleNames.Admin, cancellationToken);
    }

    private async Task EnsureDomainAsync(BootstrapDomain wanted, CancellationToken cancellationToken)
    {
        var domain = wanted.Id is not null
            ? await db.Domains.SingleOrDefaultAsync(row => row.Id == wanted.Id, cancellationToken)
            : await db.Domains.SingleOrDefaultAsync(row => row.Name == wanted.Name, cancellationToken);
        if (domain is null)
        {
            domain = new IdentityDomain { Id = wanted.Id ?? NewId(), Name = wanted.Name };
            db.Domains.Add(domain);
        }

        domain.Name = wanted.Name;
        domain.Description = wanted.Description ?? domain.Description;
        if (wanted.Enabled is false && domain.Enabled)
        {
            await EndTokensOfAsync(domain, cancellationToken);
        }

        domain.Enabled = wanted.Enabled ?? domain.Enabled;
        await SaveAsync(domain, "domain", domain.Id, cancellationToken);
    }

    private async Task EnsureRolesAsync(CancellationToken cancellationToken)
    {
        var known = await db.Roles.Select(role => role.Name).ToListAsync(cancellationToken);
        db.Roles.AddRange(RoleNames.All.Except(known).Select(name => new Role { Id = Role.IdOf(name), Name = name }));
        await db.SaveChangesAsync(cancellationToken);
    }

    private async Task EnsureProjectAsync(BootstrapProject wanted, CancellationToken cancellationToken)
    {
        var domainId = await DomainIdAsync(wanted.Domain, $"Project '{wanted.Name}'", cancellationToken);
        var project = await FindProjectAsync(wanted.Name, domainId, cancellationToken);
        if (project is not null && wanted.Id is not null && project.Id != wanted.Id)
        {
            throw new BootstrapFaultException($"Project '{wanted.Name}' exists with the id {project.Id}, not {wanted.Id}.");
        }

        project ??= wanted.Id is null ? null : await db.Projects.SingleOrDefaultAsync(row => row.Id == wanted.Id, cancellationToken);
        if (project is null)
        {
            project = new Project { Id = wanted.Id ?? NewId(), DomainId = domainId, Name = wanted.Name };
            db.Projects.Add(project);
        }

        (project.Name, project.DomainId) = (wanted.Name, domainId);
        project.Description = wanted.Description ?? project.Description;
        if (wanted.Enabled is false && project.Enabled)
        {
            EndTokensOf(project);
        }

        project.Enabled = wanted.Enabled ?? project.Enabled;
        await SaveAsync(project, "project", project.Id, cancellationToken);
    }

    private async Task EnsureUserAsync(BootstrapUser wanted, string? newHash, CancellationToken cancellationToken)
    {
        var domainId = await DomainIdAsync(wanted.Domain, $"User '{wanted.Name}'", cancellationToken);
        var name = IdentityQueries.Normalize(wanted.Name);
        var user = await db.Users.SingleOrDefaultAsync(row => row.DomainId == domainId && row.NormalizedUserName == name, cancellationToken);
        if (user is not null && wanted.Id is not null && user.Id != wanted.Id)
        {
            throw new BootstrapFaultException($"User '{wanted.Name}' exists with the id {user.Id}, not {wanted.Id}.");
        }

        user ??= wanted.Id is null ? null : await db.Users.SingleOrDefaultAsync(row => row.Id == wanted.Id, cancellationToken);
        if (user is null)
        {
            user = NewUser(wanted.Id, wanted.Name, domainId);
            db.Users.Add(user);
        }

        (user.UserName, user.NormalizedUserName, user.DomainId) = (wanted.Name, name, domainId);
        user.Description = wanted.Description ?? user.Description;
        user.Email = wanted.Email ?? user.Email;
        if ((wanted.Enabled is false && user.Enabled) || (newHash is not null && user.PasswordHash is not null))
        {
            EndTokensOf(user);
            await db.PortalSessions.Where(session => session.UserId == user.Id).ExecuteDeleteAsync(cancellationToken);
        }

        user.Enabled = wanted.Enabled ?? user.Enabled;
        if (newHash is not null)
        {
            (user.PasswordHash, user.BootstrapPasswordHash, user.PasswordGenerated) = (newHash, newHash, false);
        }

        if (wanted.DefaultProject is { } home)
        {
            user.DefaultProjectId = (await ProjectAsync(home, domainId, wanted.Name, cancellationToken)).Id;
        }

        await SaveAsync(user, "user", user.Id, cancellationToken);
        foreach (var (projectName, roles) in wanted.Roles)
        {
            var project = await ProjectAsync(projectName, domainId, wanted.Name, cancellationToken);
            foreach (var role in roles)
            {
                await GrantAsync(user, project.Id, isDomain: false, role, cancellationToken);
            }
        }
    }

    private async Task EndTokensOfAsync(IdentityDomain domain, CancellationToken cancellationToken)
    {
        await foreach (var user in db.Users.Where(row => row.DomainId == domain.Id).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            EndTokensOf(user);
        }

        await foreach (var project in db.Projects.Where(row => row.DomainId == domain.Id).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            EndTokensOf(project);
        }
    }

    private void EndTokensOf(PortalUser user)
    {
        user.TokensVersion++;
        db.TokenRevocations.Add(revocations.Of(RevocationSubjects.User(user.Id), user.TokensVersion));
    }

    private void EndTokensOf(Project project)
    {
        project.TokensVersion++;
        db.TokenRevocations.Add(revocations.Of(RevocationSubjects.Project(project.Id), project.TokensVersion));
    }

    private async Task GrantAsync(PortalUser user, string scopeId, bool isDomain, string role, CancellationToken cancellationToken)
    {
        var roleId = await db.Roles.Where(row => row.Name == role).Select(row => row.Id).SingleAsync(cancellationToken);
        if (await db.RoleAssignments.FindAsync([user.Id, isDomain, scopeId, roleId], cancellationToken) is null)
        {
            db.RoleAssignments.Add(new RoleAssignment { UserId = user.Id, ScopeId = scopeId, IsDomainScope = isDomain, RoleId = roleId });
            set.Record(
                "role.grant", "user", user.Id, isDomain ? null : scopeId,
                detail: new Dictionary<string, string?> { ["role"] = role, ["scope"] = scopeId });
            await db.SaveChangesAsync(cancellationToken);
        }
    }

    private async Task SaveAsync(object row, string kind, string id, CancellationToken cancellationToken)
    {
        var state = db.Entry(row).State;
        if (state is EntityState.Added or EntityState.Modified)
        {
            set.Record($"{kind}.{(state == EntityState.Added ? "create" : "update")}", kind, id, kind == "project" ? id : null);
            await db.SaveChangesAsync(cancellationToken);
        }
    }

    private async Task<string> DomainIdAsync(string? domain, string whose, CancellationToken cancellationToken)
    {
        if (IsDefaultDomain(domain))
        {
            return IdentityDefaults.DomainId;
        }

        var found = await db.Domains.Where(row => row.Id == domain || row.Name == domain).Select(row => row.Id).FirstOrDefaultAsync(cancellationToken);
        return found ?? throw new BootstrapFaultException($"{whose}: there is no domain '{domain}'.");
    }

    private async Task<Project> ProjectAsync(string nameOrId, string domainId, string userName, CancellationToken cancellationToken) =>
        await FindProjectAsync(nameOrId, domainId, cancellationToken)
        ?? await FindProjectAsync(nameOrId, IdentityDefaults.DomainId, cancellationToken)
        ?? await db.Projects.SingleOrDefaultAsync(project => project.Id == nameOrId, cancellationToken)
        ?? throw new BootstrapFaultException($"User '{userName}': there is no project '{nameOrId}'.");

    private Task<Project?> FindProjectAsync(string name, string domainId, CancellationToken cancellationToken) =>
        db.Projects.SingleOrDefaultAsync(project => project.DomainId == domainId && project.Name == name, cancellationToken);

    private static PortalUser NewUser(string? id, string name, string domainId) => new()
    {
        Id = id ?? NewId(),
        UserName = name,
        NormalizedUserName = IdentityQueries.Normalize(name),
        DomainId = domainId,
    };

    private static string NewId() => Guid.NewGuid().ToString("N");
}
