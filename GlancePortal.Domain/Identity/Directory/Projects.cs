using GlancePortal.Domain.Access;
using GlancePortal.Domain.Audit;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Errors;
using Microsoft.EntityFrameworkCore;

namespace GlancePortal.Domain.Identity;

/// <summary>What is to be different about a project or user; null stays as it is.</summary>
/// <param name="Name">Name.</param>
/// <param name="Description">For people to read.</param>
/// <param name="Enabled">Whether it can be used.</param>
public record DirectoryChange(string? Name = null, string? Description = null, bool? Enabled = null);

/// <summary>Makes, changes and removes projects, for administrators.</summary>
/// <param name="db">The records.</param>
/// <param name="revocations">Ends tokens of projects that are disabled or gone.</param>
/// <param name="changes">Records what was done.</param>
public sealed class Projects(PortalDb db, Revocations revocations, StateChanges changes)
{
    /// <summary>Makes a project.</summary>
    /// <exception cref="ForbiddenException">Not an administrator.</exception>
    /// <exception cref="InvalidInputException">The name cannot be used, or there is no such domain.</exception>
    /// <exception cref="ConflictException">The domain has a project of this name.</exception>
    public Task<Project> CreateAsync(Caller caller, DirectoryChange wanted, string? domainId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        caller.RequireAdmin("identity:create_project");
        var project = new Project
        {
            Id = Guid.NewGuid().ToString("N"),
            DomainId = domainId ?? IdentityDefaults.DomainId,
            Name = DirectoryAccess.RequireName(wanted.Name, "project"),
            Description = wanted.Description ?? "",
            Enabled = wanted.Enabled ?? true,
        };
        return changes.WriteAsync(
            caller,
            async set =>
            {
                await RequireDomainAsync(db, project.DomainId, cancellationToken);
                db.Projects.Add(project);
                set.Record("project.create", "project", project.Id, project.Id, detail: Facts.Of(("name", project.Name)));
                return project;
            },
            cancellationToken).OrConflictAsync($"There is a project named '{project.Name}' in this domain.");
    }

    /// <summary>Changes a project. Disabling it ends its tokens.</summary>
    /// <exception cref="ForbiddenException">Not an administrator.</exception>
    /// <exception cref="NotFoundException">There is none.</exception>
    /// <exception cref="ConflictException">The domain has another project of this name.</exception>
    public async Task<Project> UpdateAsync(Caller caller, string id, DirectoryChange change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        caller.RequireAdmin("identity:update_project");
        TokenRevocation? ended = null;
        var project = await changes.WriteAsync(
            caller,
            async set =>
            {
                var row = await db.Projects.SingleOrDefaultAsync(project => project.Id == id, cancellationToken) ?? throw new NotFoundException("project", id);
                RefuseForFixed(row, change.Enabled is false || (change.Name is not null && change.Name != row.Name), "identity:update_project");
                row.Name = change.Name is null ? row.Name : DirectoryAccess.RequireName(change.Name, "project");
                row.Description = change.Description ?? row.Description;
                if (change.Enabled is false && row.Enabled)
                {
                    ended = await EndTokensAsync(row, cancellationToken);
                }

                row.Enabled = change.Enabled ?? row.Enabled;
                set.Record("project.update", "project", id, id, detail: Facts.Of(("name", row.Name), ("enabled", row.Enabled ? "true" : "false")));
                return row;
            },
            cancellationToken).OrConflictAsync($"There is a project named '{change.Name}' in this domain.");
        revocations.ApplyIfAny(ended);
        return project;
    }

    /// <summary>Removes a project with its roles and application credentials. Its images keep its id.</summary>
    /// <exception cref="ForbiddenException">Not an administrator, or a project that always exists.</exception>
    /// <exception cref="NotFoundException">There is none.</exception>
    public async Task DeleteAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        caller.RequireAdmin("identity:delete_project");
        TokenRevocation? ended = null;
        await changes.WriteAsync(
            caller,
            async set =>
            {
                var row = await db.Projects.SingleOrDefaultAsync(project => project.Id == id, cancellationToken) ?? throw new NotFoundException("project", id);
                RefuseForFixed(row, isRefused: true, "identity:delete_project");
                ended = await EndTokensAsync(row, cancellationToken);
                await db.RoleAssignments.Where(assignment => assignment.ScopeId == id && !assignment.IsDomainScope).ExecuteDeleteAsync(cancellationToken);
                await db.ProjectQuotas.Where(quota => quota.ProjectId == id).ExecuteDeleteAsync(cancellationToken);
                await db.ApplicationCredentials.Where(credential => credential.ProjectId == id).ExecuteDeleteAsync(cancellationToken);
                await db.Users.Where(user => user.DefaultProjectId == id)
                    .ExecuteUpdateAsync(user => user.SetProperty(row => row.DefaultProjectId, (string?)null), cancellationToken);
                db.Projects.Remove(row);
                set.Record("project.delete", "project", id, id, detail: Facts.Of(("name", row.Name)));
            },
            cancellationToken);
        revocations.ApplyIfAny(ended);
    }

    internal static async Task RequireDomainAsync(PortalDb db, string id, CancellationToken cancellationToken)
    {
        if (!await db.Domains.AnyAsync(domain => domain.Id == id, cancellationToken))
        {
            throw new InvalidInputException($"There is no domain with ID {id}.");
        }
    }

    // Installations and other services count on them.
    private static void RefuseForFixed(Project project, bool isRefused, string operation)
    {
        if (isRefused && project.DomainId == IdentityDefaults.DomainId && IdentityDefaults.ProjectNames.Contains(project.Name))
        {
            throw new ForbiddenException($"The project '{project.Name}' always exists: {operation} is not possible.", "project.fixed");
        }
    }

    private async Task<TokenRevocation> EndTokensAsync(Project project, CancellationToken cancellationToken)
    {
        // By the database, so that two nodes never take the same number.
        await db.Projects.Where(row => row.Id == project.Id)
            .ExecuteUpdateAsync(row => row.SetProperty(each => each.TokensVersion, each => each.TokensVersion + 1), cancellationToken);
        var version = await db.Projects.Where(row => row.Id == project.Id).Select(row => row.TokensVersion).SingleAsync(cancellationToken);
        var ended = revocations.Of(RevocationSubjects.Project(project.Id), version);
        db.TokenRevocations.Add(ended);
        return ended;
    }
}
