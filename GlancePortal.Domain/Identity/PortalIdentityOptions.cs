namespace GlancePortal.Domain.Identity;

/// <summary>Who users are and how they sign in: section `Identity`.</summary>
public sealed class PortalIdentityOptions
{
    /// <summary>Where users and tokens come from.</summary>
    /// <value><see cref="IdentityProvider.Embedded"/> unless set.</value>
    public IdentityProvider Provider { get; set; }

    /// <summary>What exists from the first start on.</summary>
    public BootstrapOptions Bootstrap { get; set; } = new();

    /// <summary>How long a token works.</summary>
    /// <value>4 hours unless set.</value>
    public TimeSpan TokenLifetime { get; set; } = TimeSpan.FromHours(4);

    /// <summary>How long a browser stays signed in.</summary>
    /// <value>12 hours unless set.</value>
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromHours(12);

    /// <summary>What repeated failures lead to.</summary>
    public SignInOptions SignIn { get; set; } = new();
}

/// <summary>Where users and tokens come from.</summary>
public enum IdentityProvider
{
    /// <summary>The program's own users, and an API as Keystone's.</summary>
    Embedded,

    /// <summary>Requests are taken at their word; for development and conformance tests on loopback.</summary>
    TrustedHeaders,
}

/// <summary>What exists from the first start on: section `Identity:Bootstrap`.</summary>
public sealed class BootstrapOptions
{
    /// <summary>Password of `admin` at the first start; null means that one is made up and shown once in the log.</summary>
    public string? AdminPassword { get; set; }

    /// <summary>A JSON file of domains, projects and users, applied at every start; null when none.</summary>
    public string? File { get; set; }
}

/// <summary>What repeated failures to sign in lead to: section `Identity:SignIn`.</summary>
public sealed class SignInOptions
{
    /// <summary>Failures in a row after which an account is closed for a while.</summary>
    /// <value>5 unless set.</value>
    public int MaxFailures { get; set; } = 5;

    /// <summary>How long it is closed the first time; each further failure doubles it.</summary>
    /// <value>15 seconds unless set.</value>
    public TimeSpan Pause { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The longest it is closed; after as long without a failure the count begins anew.</summary>
    /// <value>15 minutes unless set.</value>
    public TimeSpan MaxPause { get; set; } = TimeSpan.FromMinutes(15);
}
