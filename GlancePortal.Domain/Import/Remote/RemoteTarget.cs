using System.Net.Http.Headers;
using System.Text;

namespace GlancePortal.Domain.Import.Remote;

/// <summary>What is fetched, and what is shown to the server for it.</summary>
/// <param name="Uri">From <see cref="UriRules.Require"/>; may have a user and a password.</param>
public sealed record RemoteTarget(Uri Uri)
{
    /// <summary>Token for `X-Auth-Token`; null sends none.</summary>
    public string? Token { get; init; }

    /// <summary>An endpoint that the operator has configured: it may be asked whatever the rules say, and nothing else than it.</summary>
    public Uri? TrustedEndpoint { get; init; }

    /// <summary>What identifies content that never changes at its address, such as an image's hash; null where the server's own tags do.</summary>
    public string? FixedValidator { get; init; }

    /// <summary>All bytes from one on, of the version that the validator is of.</summary>
    internal WantedRange RestFrom(long from, string validator) => new(from, To: null, FixedValidator is null ? validator : null);

    /// <summary>Whether the operator's word stands for this address.</summary>
    internal bool IsTrusted(Uri uri) => TrustedEndpoint is { } endpoint && IsSameServer(endpoint, uri);

    /// <summary>Adds user, password and token to a request, unless it goes to another server than the one they are for.</summary>
    internal void ShowCredentials(HttpRequestMessage request)
    {
        if (!IsSameOrUpgraded(request.RequestUri!))
        {
            return;
        }

        if (Uri.UserInfo.Length > 0)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Unescaped(Uri.UserInfo))));
        }

        if (Token is not null)
        {
            request.Headers.TryAddWithoutValidation("X-Auth-Token", Token);
        }
    }

    // The same server by https instead of http, at the usual ports, is what most redirects are about.
    private bool IsSameOrUpgraded(Uri uri) => IsSameServer(Uri, uri)
        || (UriRules.HostOf(Uri) == UriRules.HostOf(uri) && Uri is { Scheme: "http", IsDefaultPort: true } && uri is { Scheme: "https", IsDefaultPort: true });

    private static bool IsSameServer(Uri one, Uri other) =>
        one.Scheme == other.Scheme && one.Port == other.Port && UriRules.HostOf(one) == UriRules.HostOf(other);

    private static string Unescaped(string userInfo)
    {
        var parts = userInfo.Split(':', 2);
        return $"{Uri.UnescapeDataString(parts[0])}:{(parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "")}";
    }
}
