namespace GlancePortal.Domain.Identity;

/// <summary>A row that ends tokens before their time, on every node.</summary>
public sealed class TokenRevocation
{
    /// <summary>Number of the row.</summary>
    public long Id { get; set; }

    /// <summary>What ended, as tokens list it among <see cref="Token.Dependencies"/>, for example `user:` and an id.</summary>
    public required string Subject { get; set; }

    /// <summary>Tokens issued under a lower number of the subject are over.</summary>
    public int MinimumVersion { get; set; }

    /// <summary>When it was written (UTC).</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When the last token it ends is over anyway (UTC), and the row can go.</summary>
    public DateTimeOffset ExpiresAt { get; set; }
}
