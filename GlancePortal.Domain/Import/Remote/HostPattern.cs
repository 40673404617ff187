using System.Net;

namespace GlancePortal.Domain.Import.Remote;

/// <summary>Hosts as an operator lists them: a name, an address, or `*.example.org` for all names below one.</summary>
internal static class HostPattern
{
    private const string Below = "*.";

    /// <summary>Whether the text can be an entry of such a list.</summary>
    public static bool IsWellFormed(string pattern) =>
        Uri.CheckHostName(pattern.StartsWith(Below, StringComparison.Ordinal) ? pattern[Below.Length..] : pattern) != UriHostNameType.Unknown;

    /// <summary>Whether any entry means this host.</summary>
    /// <param name="patterns">The list.</param>
    /// <param name="host">As <see cref="UriRules.HostOf"/> writes it.</param>
    public static bool AnyMatches(IReadOnlyList<string> patterns, string host) => patterns.Any(pattern => Matches(pattern, host));

    private static bool Matches(string pattern, string host) => pattern.StartsWith(Below, StringComparison.Ordinal)
        ? host.EndsWith(pattern[1..], StringComparison.OrdinalIgnoreCase)
        : host.Equals(pattern.TrimEnd('.'), StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(pattern, out var address) && IPAddress.TryParse(host, out var other) && address.Equals(other));
}
