using System.Buffers.Text;
using System.Security.Cryptography;
using GlancePortal.Domain.Access;
using GlancePortal.Domain.Audit;
using GlancePortal.Domain.Data;
using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Identity;

/// <summary>Issues tokens to those who prove who they are, and ends them.</summary>
/// <param name="db">Where revocations go.</param>
/// <param name="queries">Finds users, projects and roles.</param>
/// <param name="passwords">Checks passwords.</param>
/// <param name="credentials">Checks application credentials.</param>
/// <param name="revocations">Those in force.</param>
/// <param name="changes">Records what ended.</param>
/// <param name="time">Clock of the tokens.</param>
/// <param name="options">How long a token works.</param>
public sealed class TokenIssue(
    PortalDb db,
    IdentityQueries queries,
    PasswordCheck passwords,
    ApplicationCredentialCheck credentials,
    Revocations revocations,
    StateChanges changes,
    TimeProvider time,
    IOptions<PortalIdentityOptions> options)
{
    /// <summary>A token for a name and password.</summary>
    /// <param name="who">The user as the client named it.</param>
    /// <param name="password">The password.</param>
    /// <param name="scope">Where the token is to act.</param>
    /// <param name="caller">Where the request comes from, for the audit.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <exception cref="WrongCredentialsException">They are not right, or the account is disabled.</exception>
    /// <exception cref="TooManyAttemptsException">The account is closed for a while.</exception>
    /// <exception cref="ScopeDeniedException">No role there.</exception>
    public async Task<Token> ForPasswordAsync(
        EntityReference who, string password, ScopeRequest scope, Caller caller, CancellationToken cancellationToken)
    {
        var user = await CheckAsync(who, password, caller, cancellationToken);
        return await IssueAsync(user, scope, new Proof(["password"]), cancellationToken);
    }

    /// <summary>A token for another scope, in exchange for one that is valid. Ends when that one ends.</summary>
    /// <exception cref="ScopeDeniedException">No role there.</exception>
    /// <exception cref="WrongCredentialsException">The user is gone or disabled.</exception>
    public async Task<Token> ForTokenAsync(Token token, ScopeRequest scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(token);
        if (token.ApplicationCredentialId is not null)
        {
            throw new ScopeDeniedException("A token of an application credential cannot be exchanged: it acts in its own project only.");
        }

        var user = await queries.FindEnabledUserAsync(token.User.Id, cancellationToken) ?? throw new WrongCredentialsException();
        string[] methods = [.. token.Methods.Append("token").Distinct()];
        return await IssueAsync(user, scope, new Proof(methods, token.ChainId ?? token.AuditId, token.ExpiresAt), cancellationToken);
    }

    /// <summary>A token for an application credential: in its project, with those of its roles that its user still has.</summary>
    /// <param name="which">The credential as the client named it.</param>
    /// <param name="secret">Its secret.</param>
    /// <param name="caller">Where the request comes from, for the audit.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <exception cref="WrongCredentialsException">They are not right, it has expired, or its user is disabled.</exception>
    /// <exception cref="TooManyAttemptsException">It is closed for a while.</exception>
    /// <exception cref="ScopeDeniedException">Its user has none of its roles any more.</exception>
    public async Task<Token> ForApplicationCredentialAsync(
        ApplicationCredentialReference which, string secret, Caller caller, CancellationToken cancellationToken)
    {
        var (credential, user) = await credentials.RunAsync(which, secret, caller, cancellationToken);
        var scope = new ScopeRequest.InProject(new EntityReference(credential.ProjectId, Name: null));
        return await IssueAsync(user, scope, new Proof(["application_credential"], NotAfter: credential.ExpiresAt, Credential: credential), cancellationToken);
    }

    /// <summary>Ends a token on every node.</summary>
    public async Task RevokeAsync(Caller caller, Token token, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(token);
        var ended = revocations.Of(RevocationSubjects.Token(token.AuditId));
        await changes.WriteAsync(
            caller,
            set =>
            {
                db.TokenRevocations.Add(ended);
                set.Record("token.revoke", "token", token.AuditId, token.Project?.Id);
                return Task.CompletedTask;
            },
            cancellationToken);
        revocations.Apply(ended);
    }

    private async Task<PortalUser> CheckAsync(EntityReference who, string password, Caller caller, CancellationToken cancellationToken)
    {
        try
        {
            return await passwords.RunAsync(who, password, caller, cancellationToken);
        }
        catch (AccountDisabledException)
        {
            // Keystone does not tell it apart.
            throw new WrongCredentialsException();
        }
    }

    private async Task<Token> IssueAsync(PortalUser user, ScopeRequest scope, Proof proof, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var place = await FindPlaceAsync(user, scope, cancellationToken);
        var roles = RolesFor(proof.Credential, place);
        var lifetime = now + options.Value.TokenLifetime;
        return new Token
        {
            User = new NamedRef(user.Id, user.UserName!, await RefOfDomainAsync(user.DomainId, cancellationToken)),
            UserVersion = user.TokensVersion,
            Project = place.Project is { } project
                ? new NamedRef(project.Id, project.Name, await RefOfDomainAsync(project.DomainId, cancellationToken))
                : null,
            ProjectVersion = place.Project?.TokensVersion ?? 0,
            Domain = place.Domain is { } domain ? new DomainRef(domain.Id, domain.Name) : null,
            Roles = roles,
            Methods = proof.Methods,
            AuditId = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16)),
            ChainId = proof.ChainId,
            IssuedAt = now,
            ExpiresAt = proof.NotAfter is { } end && end < lifetime ? end : lifetime,
            ApplicationCredentialId = proof.Credential?.Id,
            IsRestricted = proof.Credential is { Unrestricted: false },
        };
    }

    private static IReadOnlyList<string> RolesFor(ApplicationCredential? credential, Place place)
    {
        if (credential is null)
        {
            return place.Roles;
        }

        var held = RoleNames.Expand(place.Roles);
        string[] roles = [.. credential.RoleNames.Where(held.Contains)];
        return roles.Length > 0 ? roles : throw new ScopeDeniedException("The user has none of the application credential's roles any more.");
    }

    private async Task<Place> FindPlaceAsync(PortalUser user, ScopeRequest scope, CancellationToken cancellationToken)
    {
        switch (scope)
        {
            case ScopeRequest.Unsaid when user.DefaultProjectId is { } id:
                var own = await InProjectAsync(user, await queries.FindProjectAsync(new EntityReference(id, null), cancellationToken), cancellationToken);
                return own ?? Place.Nowhere;
            case ScopeRequest.InProject { Which: var which }:
                return await InProjectAsync(user, await queries.FindProjectAsync(which, cancellationToken), cancellationToken)
                    ?? throw new ScopeDeniedException($"User {user.Id} has no access to project {which}");
            case ScopeRequest.InDomain domain:
                return await InDomainAsync(user, domain, cancellationToken)
                    ?? throw new ScopeDeniedException($"User {user.Id} has no access to domain {domain.Id ?? domain.Name}");
            case ScopeRequest.System:
                throw new ScopeDeniedException($"User {user.Id} has no access to the system");
            default:
                return Place.Nowhere;
        }
    }

    private async Task<Place?> InProjectAsync(PortalUser user, Project? project, CancellationToken cancellationToken)
    {
        if (project is not { Enabled: true }
            || await queries.FindDomainAsync(project.DomainId, name: null, cancellationToken) is not { Enabled: true })
        {
            return null;
        }

        var roles = await queries.RolesAsync(user.Id, project.Id, isDomain: false, cancellationToken);
        return roles.Count == 0 ? null : new Place(project, null, roles);
    }

    private async Task<Place?> InDomainAsync(PortalUser user, ScopeRequest.InDomain asked, CancellationToken cancellationToken)
    {
        if (await queries.FindDomainAsync(asked.Id, asked.Name, cancellationToken) is not { Enabled: true } domain)
        {
            return null;
        }

        var roles = await queries.RolesAsync(user.Id, domain.Id, isDomain: true, cancellationToken);
        return roles.Count == 0 ? null : new Place(null, domain, roles);
    }

    private async Task<DomainRef> RefOfDomainAsync(string id, CancellationToken cancellationToken)
    {
        var domain = await queries.FindDomainAsync(id, name: null, cancellationToken);
        return new DomainRef(id, domain?.Name ?? id);
    }

    private sealed record Proof(
        IReadOnlyList<string> Methods, string? ChainId = null, DateTimeOffset? NotAfter = null, ApplicationCredential? Credential = null);

    private sealed record Place(Project? Project, IdentityDomain? Domain, IReadOnlyList<string> Roles)
    {
        public static readonly Place Nowhere = new(null, null, []);
    }
}
