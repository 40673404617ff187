using GlancePortal.Domain.Access;
using GlancePortal.Domain.Audit;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Errors;
using Microsoft.EntityFrameworkCore;

namespace GlancePortal.Domain.Identity;

/// <summary>What is to be different about a user; null stays as it is.</summary>
/// <param name="Name">Name.</param>
/// <param name="Description">For people to read.</param>
/// <param name="Enabled">Whether it can sign in.</param>
/// <param name="Password">New password.</param>
/// <param name="Email">Address.</param>
/// <param name="DefaultProjectId">Project of a sign-in that names none.</param>
public sealed record UserChange(
    string? Name = null, string? Description = null, bool? Enabled = null, string? Password = null, string? Email = null, string? DefaultProjectId = null)
    : DirectoryChange(Name, Description, Enabled);

/// <summary>Makes, changes and removes users, for administrators.</summary>
/// <param name="db">The records.</param>
/// <param name="hashing">Hashes passwords, before the transaction.</param>
/// <param name="revocations">Ends tokens of users that are disabled, gone, or have another password.</param>
/// <param name="changes">Records what was done.</param>
public sealed class Users(PortalDb db, PasswordHashing hashing, Revocations revocations, StateChanges changes)
{
    private readonly UserTokens _tokens = new(db, revocations);

    /// <summary>Makes a user.</summary>
    /// <exception cref="ForbiddenException">Not an administrator.</exception>
    /// <exception cref="InvalidInputException">The name or password cannot be used, or there is no such domain.</exception>
    /// <exception cref="ConflictException">The domain has a user of this name.</exception>
    public async Task<PortalUser> CreateAsync(Caller caller, UserChange wanted, string? domainId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        caller.RequireAdmin("identity:create_user");
        var name = DirectoryAccess.RequireName(wanted.Name, "user");
        var user = new PortalUser
        {
            Id = Guid.NewGuid().ToString("N"),
            DomainId = domainId ?? IdentityDefaults.DomainId,
            UserName = name,
            NormalizedUserName = IdentityQueries.Normalize(name),
            Description = wanted.Description ?? "",
            Email = wanted.Email,
            DefaultProjectId = wanted.DefaultProjectId,
            Enabled = wanted.Enabled ?? true,
            PasswordHash = await HashAsync(wanted.Password, cancellationToken),
        };
        return await changes.WriteAsync(
            caller,
            async set =>
            {
                await Projects.RequireDomainAsync(db, user.DomainId, cancellationToken);
                db.Users.Add(user);
                set.Record("user.create", "user", user.Id, projectId: null, detail: Facts.Of(("name", name)));
                return user;
            },
            cancellationToken).OrConflictAsync($"There is a user named '{name}' in this domain.");
    }

    /// <summary>Changes a user. Disabling it, or another password, ends its tokens and sessions.</summary>
    /// <exception cref="ForbiddenException">Not an administrator, or one who disables itself.</exception>
    /// <exception cref="NotFoundException">There is none.</exception>
    /// <exception cref="InvalidInputException">The name or password cannot be used.</exception>
    /// <exception cref="ConflictException">The domain has another user of this name.</exception>
    public async Task<PortalUser> UpdateAsync(Caller caller, string id, UserChange change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(change);
        caller.RequireAdmin("identity:update_user");
        DirectoryAccess.Require(change.Enabled is not false || caller.UserId != id, "identity:update_user (nobody disables the own account)");
        var hash = await HashAsync(change.Password, cancellationToken);
        TokenRevocation? ended = null;
        var user = await changes.WriteAsync(
            caller,
            async set =>
            {
                var row = await RequireAsync(id, cancellationToken);
                if (hash is not null || change.Enabled is false)
                {
                    ended = await _tokens.EndAllAsync(id, exceptSession: null, cancellationToken);
                }

                Apply(row, change, hash);
                set.Record("user.update", "user", id, projectId: null, detail: Facts.Of(
                    ("name", row.UserName), ("enabled", row.Enabled ? "true" : "false"), ("password", hash is null ? null : "changed")));
                return row;
            },
            cancellationToken).OrConflictAsync($"There is a user named '{change.Name}' in this domain.");
        revocations.ApplyIfAny(ended);
        return user;
    }

    /// <summary>Removes a user with its roles and application credentials.</summary>
    /// <exception cref="ForbiddenException">Not an administrator, or one who removes itself.</exception>
    /// <exception cref="NotFoundException">There is none.</exception>
    public async Task DeleteAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        caller.RequireAdmin("identity:delete_user");
        DirectoryAccess.Require(caller.UserId != id, "identity:delete_user (nobody removes the own account)");
        TokenRevocation? ended = null;
        await changes.WriteAsync(
            caller,
            async set =>
            {
                await RequireAsync(id, cancellationToken);
                ended = await _tokens.EndAllAsync(id, exceptSession: null, cancellationToken);
                await db.RoleAssignments.Where(assignment => assignment.UserId == id).ExecuteDeleteAsync(cancellationToken);
                await db.ApplicationCredentials.Where(credential => credential.UserId == id).ExecuteDeleteAsync(cancellationToken);
                await db.Users.Where(user => user.Id == id).ExecuteDeleteAsync(cancellationToken);
                set.Record("user.delete", "user", id, projectId: null);
            },
            cancellationToken);
        revocations.ApplyIfAny(ended);
    }

    private static void Apply(PortalUser row, UserChange change, string? hash)
    {
        if (change.Name is not null)
        {
            row.UserName = DirectoryAccess.RequireName(change.Name, "user");
            row.NormalizedUserName = IdentityQueries.Normalize(row.UserName);
        }

        row.Description = change.Description ?? row.Description;
        row.Email = change.Email ?? row.Email;
        row.DefaultProjectId = change.DefaultProjectId ?? row.DefaultProjectId;
        row.Enabled = change.Enabled ?? row.Enabled;
        if (hash is not null)
        {
            (row.PasswordHash, row.PasswordGenerated) = (hash, false);
        }
    }

    private async Task<PortalUser> RequireAsync(string id, CancellationToken cancellationToken) =>
        await db.Users.SingleOrDefaultAsync(user => user.Id == id, cancellationToken) ?? throw new NotFoundException("user", id);

    private async Task<string?> HashAsync(string? password, CancellationToken cancellationToken) =>
        password is null ? null : await hashing.HashAsync(PasswordRules.Require(password), cancellationToken);
}
