using System.Buffers.Text;
using System.Security.Cryptography;
using GlancePortal.Domain.Access;
using GlancePortal.Domain.Audit;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Errors;
using Microsoft.EntityFrameworkCore;

namespace GlancePortal.Domain.Identity;

/// <summary>What a new application credential is to be.</summary>
/// <param name="Name">Name, unique among those of its user.</param>
/// <param name="Description">For people to read.</param>
/// <param name="Secret">Secret; null has one made.</param>
/// <param name="Roles">Ids or names of the roles it may use; null takes all of the token.</param>
/// <param name="ExpiresAt">Until when it works (UTC); null means for ever.</param>
/// <param name="Unrestricted">Whether its tokens may make and delete application credentials.</param>
public sealed record ApplicationCredentialDraft(
    string? Name, string? Description, string? Secret, IReadOnlyList<string>? Roles, DateTimeOffset? ExpiresAt, bool Unrestricted);

/// <summary>A credential that was just made, with the secret that is shown this once.</summary>
/// <param name="Credential">The record.</param>
/// <param name="Secret">The secret.</param>
public sealed record NewApplicationCredential(ApplicationCredential Credential, string Secret);

/// <summary>A user's own application credentials.</summary>
/// <param name="db">The records.</param>
/// <param name="hashing">Hashes secrets, before the transaction.</param>
/// <param name="revocations">Ends tokens of those that are deleted.</param>
/// <param name="changes">Records what was done.</param>
public sealed class ApplicationCredentials(PortalDb db, PasswordHashing hashing, Revocations revocations, StateChanges changes)
{
    private const int SecretBytes = 48;

    /// <summary>Makes one for the project and user of a token.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="userId">Whose it is to be: the caller's own.</param>
    /// <param name="token">The token it is made with.</param>
    /// <param name="draft">What it is to be.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="ForbiddenException">For another user, or with the token of a restricted one.</exception>
    /// <exception cref="InvalidInputException">No project, an unknown role, a time that is over.</exception>
    /// <exception cref="ConflictException">The user has one of this name.</exception>
    public async Task<NewApplicationCredential> CreateAsync(
        Caller caller, string userId, Token token, ApplicationCredentialDraft draft, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(token);
        ArgumentNullException.ThrowIfNull(draft);
        RequireOwn(caller, userId, "identity:create_application_credential");
        RequireUnrestricted(token, "identity:create_application_credential");
        var project = token.Project ?? throw new InvalidInputException("An application credential needs a token of a project.");
        var name = DirectoryAccess.RequireName(draft.Name, "application credential");
        var roles = RolesOf(token, draft.Roles);
        var secret = draft.Secret is null ? Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes)) : PasswordRules.Require(draft.Secret);
        var hash = await hashing.HashAsync(secret, cancellationToken);
        return await changes.WriteAsync(
            caller,
            set =>
            {
                if (draft.ExpiresAt <= set.At)
                {
                    throw new InvalidInputException("expires_at is over already.");
                }

                var credential = new ApplicationCredential
                {
                    Id = Guid.NewGuid().ToString("N"),
                    Name = name,
                    Description = draft.Description,
                    UserId = userId,
                    ProjectId = project.Id,
                    SecretHash = hash,
                    Roles = string.Join(',', roles),
                    ExpiresAt = draft.ExpiresAt,
                    Unrestricted = draft.Unrestricted,
                    CreatedAt = set.At,
                };
                db.ApplicationCredentials.Add(credential);
                set.Record("application_credential.create", "application_credential", credential.Id, project.Id, detail: Facts.Of(("name", name)));
                return Task.FromResult(new NewApplicationCredential(credential, secret));
            },
            cancellationToken).OrConflictAsync($"You have an application credential named '{name}'.");
    }

    /// <summary>One's own, by name.</summary>
    /// <exception cref="ForbiddenException">Another user's.</exception>
    public async Task<IReadOnlyList<ApplicationCredential>> ListAsync(Caller caller, string userId, string? name, CancellationToken cancellationToken)
    {
        RequireOwn(caller, userId, "identity:list_application_credentials");
        return await db.ApplicationCredentials.AsNoTracking()
            .Where(row => row.UserId == userId && (name == null || row.Name == name))
            .OrderBy(row => row.Name)
            .ToListAsync(cancellationToken);
    }

    /// <summary>One of one's own.</summary>
    /// <exception cref="ForbiddenException">Another user's.</exception>
    /// <exception cref="NotFoundException">There is none.</exception>
    public async Task<ApplicationCredential> ShowAsync(Caller caller, string userId, string id, CancellationToken cancellationToken)
    {
        RequireOwn(caller, userId, "identity:get_application_credential");
        return await db.ApplicationCredentials.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id && row.UserId == userId, cancellationToken)
            ?? throw new NotFoundException("application credential", id);
    }

    /// <summary>Deletes one of one's own; its tokens end.</summary>
    /// <exception cref="ForbiddenException">Another user's, or with the token of a restricted one.</exception>
    /// <exception cref="NotFoundException">There is none.</exception>
    public async Task DeleteAsync(Caller caller, string userId, Token? token, string id, CancellationToken cancellationToken)
    {
        RequireOwn(caller, userId, "identity:delete_application_credential");
        RequireUnrestricted(token, "identity:delete_application_credential");
        var ended = revocations.Of(RevocationSubjects.ApplicationCredential(id));
        await changes.WriteAsync(
            caller,
            async set =>
            {
                var row = await db.ApplicationCredentials.SingleOrDefaultAsync(row => row.Id == id && row.UserId == userId, cancellationToken)
                    ?? throw new NotFoundException("application credential", id);
                db.ApplicationCredentials.Remove(row);
                db.TokenRevocations.Add(ended);
                set.Record("application_credential.delete", "application_credential", id, row.ProjectId, detail: Facts.Of(("name", row.Name)));
            },
            cancellationToken);
        revocations.Apply(ended);
    }

    private static void RequireOwn(Caller caller, string userId, string operation)
    {
        ArgumentNullException.ThrowIfNull(caller);
        DirectoryAccess.Require(caller.UserId == userId, operation);
    }

    // Else a leaked one could make itself a successor.
    private static void RequireUnrestricted(Token? token, string operation) => DirectoryAccess.Require(token is not { IsRestricted: true }, operation);

    private static IReadOnlyList<string> RolesOf(Token token, IReadOnlyList<string>? wanted)
    {
        if (wanted is null or { Count: 0 })
        {
            return token.Roles;
        }

        var held = token.Caller.Roles.ToDictionary(Role.IdOf);
        return
        [
            .. wanted.Select(role => held.GetValueOrDefault(role) ?? token.Caller.Roles.FirstOrDefault(name => name == role)
                ?? throw new InvalidInputException($"You do not have the role {role} in this project.")).Distinct(),
        ];
    }
}
