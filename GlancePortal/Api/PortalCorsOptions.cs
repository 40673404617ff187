using Microsoft.Extensions.Options;

namespace GlancePortal.Api;

/// <summary>Which pages of others may call the APIs from a browser: section `Cors`.</summary>
public sealed class PortalCorsOptions
{
    public const string AnyOrigin = "*";

    /// <summary>Their origins, each `scheme://host` with an optional port, or `*` for all.</summary>
    /// <value>None unless set.</value>
    public IReadOnlyList<string> AllowedOrigins { get; set; } = [];

    /// <summary>Whether a browser may send credentials of its own with a call.</summary>
    /// <value>False unless set: a token needs none.</value>
    public bool AllowCredentials { get; set; }

    /// <summary>How long a browser may remember what it was allowed; null leaves that to the browser.</summary>
    public TimeSpan? MaxAge { get; set; }
}

/// <summary>Refuses origins that no browser would ever name.</summary>
internal sealed class PortalCorsOptionsRules : IValidateOptions<PortalCorsOptions>
{
    public ValidateOptionsResult Validate(string? name, PortalCorsOptions options)
    {
        var faults = options.AllowedOrigins.Where(origin => origin != PortalCorsOptions.AnyOrigin && !IsOrigin(origin))
            .Select(origin => $"Cors:AllowedOrigins: '{origin}' is not an origin like https://host or https://host:8443.").ToList();
        if (options.AllowCredentials && options.AllowedOrigins.Contains(PortalCorsOptions.AnyOrigin))
        {
            faults.Add("Cors:AllowCredentials: cannot be given to every origin; name them in Cors:AllowedOrigins.");
        }

        if (options.MaxAge < TimeSpan.Zero)
        {
            faults.Add("Cors:MaxAge: must not be negative.");
        }

        return faults.Count > 0 ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;
    }

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
        && string.Equals(uri.GetLeftPart(UriPartial.Authority), text, StringComparison.OrdinalIgnoreCase);
}
