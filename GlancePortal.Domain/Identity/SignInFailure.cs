namespace GlancePortal.Domain.Identity;

/// <summary>Failed sign-ins to one account, whether it exists or not.</summary>
public sealed class SignInFailure
{
    /// <summary>Digest of the account's domain and name, so that mistyped passwords in the name field are not kept.</summary>
    public required string Account { get; set; }

    /// <summary>Failures in a row.</summary>
    public int Failures { get; set; }

    /// <summary>The last of them (UTC).</summary>
    public DateTimeOffset LastAt { get; set; }

    /// <summary>Until when nobody may try (UTC); null while it is open.</summary>
    public DateTimeOffset? BlockedUntil { get; set; }
}
