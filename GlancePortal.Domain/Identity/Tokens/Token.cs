using GlancePortal.Domain.Access;

namespace GlancePortal.Domain.Identity;

/// <summary>A domain's id and name.</summary>
/// <param name="Id">Id.</param>
/// <param name="Name">Name.</param>
public sealed record DomainRef(string Id, string Name);

/// <summary>A user or project: id, name, domain.</summary>
/// <param name="Id">Id.</param>
/// <param name="Name">Name when the token was issued.</param>
/// <param name="Domain">Domain it is in.</param>
public sealed record NamedRef(string Id, string Name, DomainRef Domain);

/// <summary>What a token says. All that a request needs to know, so that its check asks no database.</summary>
public sealed class Token
{
    /// <summary>Whose it is.</summary>
    public required NamedRef User { get; init; }

    /// <summary>The user's <see cref="PortalUser.TokensVersion"/> when it was issued.</summary>
    public required int UserVersion { get; init; }

    /// <summary>Project it acts in; null when unscoped or for a domain.</summary>
    public NamedRef? Project { get; init; }

    /// <summary>The project's <see cref="Project.TokensVersion"/> when it was issued.</summary>
    public int ProjectVersion { get; init; }

    /// <summary>Domain it acts in; null when unscoped or for a project.</summary>
    public DomainRef? Domain { get; init; }

    /// <summary>Names of the roles given there, without those they imply.</summary>
    public required IReadOnlyList<string> Roles { get; init; }

    /// <summary>How the user proved who it is, for example `password`.</summary>
    public required IReadOnlyList<string> Methods { get; init; }

    /// <summary>Its own public id; the token itself is a secret.</summary>
    public required string AuditId { get; init; }

    /// <summary>Audit id of the first of the chain it was exchanged from; null when it was not.</summary>
    public string? ChainId { get; init; }

    /// <summary>When it was issued (UTC).</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>When it ends (UTC).</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Application credential it was issued for; null when none.</summary>
    public string? ApplicationCredentialId { get; init; }

    /// <summary>Whether it may not make or delete application credentials.</summary>
    public bool IsRestricted { get; init; }

    /// <summary>What it hangs on, each with the number it was issued under: when a revocation asks for a higher one, it is over.</summary>
    public IReadOnlyList<(string Subject, int Version)> Dependencies => field ??= [.. ListDependencies()];

    /// <summary>Who asks when this token is shown; request facts are added at the door.</summary>
    public Caller Caller => field ??= new Caller
    {
        UserId = User.Id,
        UserName = User.Name,
        ProjectId = Project?.Id,
        ProjectName = Project?.Name,
        ScopeDomainId = Domain?.Id,
        Roles = RoleNames.Expand(Roles),
    };

    private IEnumerable<(string Subject, int Version)> ListDependencies()
    {
        yield return (RevocationSubjects.Token(AuditId), 0);
        yield return (RevocationSubjects.User(User.Id), UserVersion);
        if (Project is not null)
        {
            yield return (RevocationSubjects.Project(Project.Id), ProjectVersion);
            yield return (RevocationSubjects.Grant(User.Id, Project.Id), UserVersion);
        }

        if (Domain is not null)
        {
            yield return (RevocationSubjects.Grant(User.Id, Domain.Id), UserVersion);
        }

        if (ApplicationCredentialId is not null)
        {
            yield return (RevocationSubjects.ApplicationCredential(ApplicationCredentialId), 0);
        }
    }
}
