namespace GlancePortal.Domain.Identity;

/// <summary>A credential that a user made for a program: acts in one project with some of the user's roles, without the password.</summary>
public sealed class ApplicationCredential
{
    /// <summary>Id, 32 hex digits; never used twice.</summary>
    public required string Id { get; set; }

    /// <summary>Name, unique among those of its user.</summary>
    public required string Name { get; set; }

    /// <summary>For people to read.</summary>
    public string? Description { get; set; }

    /// <summary>Whose it is.</summary>
    public required string UserId { get; set; }

    /// <summary>The project it acts in.</summary>
    public required string ProjectId { get; set; }

    /// <summary>Hash of the secret, which is shown once.</summary>
    public required string SecretHash { get; set; }

    /// <summary>Names of the roles it may use, separated by commas; those the user lost no longer count.</summary>
    public required string Roles { get; set; }

    /// <summary>Until when it works (UTC); null means for ever.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>Whether its tokens may make and delete application credentials.</summary>
    public bool Unrestricted { get; set; }

    /// <summary>When it was made (UTC).</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary><see cref="Roles"/> as a list.</summary>
    public IReadOnlyList<string> RoleNames => Roles.Split(',', StringSplitOptions.RemoveEmptyEntries);
}
