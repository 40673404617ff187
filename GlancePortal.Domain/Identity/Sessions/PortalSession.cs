namespace GlancePortal.Domain.Identity;

/// <summary>A browser that is signed in. Without the row its cookie is worth nothing.</summary>
public sealed class PortalSession
{
    /// <summary>Id, random; the cookie carries it.</summary>
    public required string Id { get; set; }

    /// <summary>Who is signed in.</summary>
    public required string UserId { get; set; }

    /// <summary>When it began (UTC).</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When it ends by itself (UTC).</summary>
    public DateTimeOffset ExpiresAt { get; set; }

    /// <summary>Address it began from.</summary>
    public string? RemoteAddress { get; set; }
}
