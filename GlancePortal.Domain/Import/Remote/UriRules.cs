using System.Globalization;
using System.Net;
using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Import.Remote;

/// <summary>Which addresses of the web may be fetched: glance-behaviour.md, import, and the contract's promise 9.</summary>
/// <param name="options">What the operator allows.</param>
/// <param name="addresses">Looks at hosts that are addresses already.</param>
public sealed class UriRules(IOptionsMonitor<WebDownloadOptions> options, AddressRules addresses)
{
    private const int LongestUri = 8192;

    /// <summary>The address that the text is.</summary>
    /// <param name="text">From a client or another server. May have a user and a password, which no message repeats.</param>
    /// <exception cref="UriFilteredException">It is none, or one that is not fetched. Answered 400.</exception>
    public Uri Require(string? text)
    {
        var uri = Parse(text);
        var allowed = options.CurrentValue;
        if (!allowed.AllowedSchemes.Contains(uri.Scheme, StringComparer.OrdinalIgnoreCase))
        {
            throw new UriFilteredException(
                $"'{uri.Scheme}' is not one of the schemes that are allowed here ({string.Join(", ", allowed.AllowedSchemes)}). Use an address that begins with one of them.");
        }

        RequireHost(HostOf(uri), allowed);
        RequirePort(uri, allowed);
        return uri;
    }

    /// <summary>The host as all rules compare it: lower case, international names in ASCII, without the last dot and brackets.</summary>
    public static string HostOf(Uri uri)
    {
        ArgumentNullException.ThrowIfNull(uri);
        return uri.IdnHost.ToLowerInvariant().TrimEnd('.').Trim('[', ']');
    }

    /// <summary>The address as people and logs may see it: without user, password, query and fragment, any of which may be a secret.</summary>
    public static string Shown(Uri uri)
    {
        ArgumentNullException.ThrowIfNull(uri);
        return uri.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
    }

    private static Uri Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new UriFilteredException("No address was given. Give one that begins with http:// or https://.");
        }

        // Parsers disagree about such characters, and whoever checks must see what the one who connects sees.
        if (text.Length > LongestUri || text.Any(character => char.IsControl(character) || char.IsWhiteSpace(character) || character == '\\'))
        {
            throw new UriFilteredException("The address has blanks, control characters or backslashes, or is too long. Write such characters as %XX.");
        }

        if (!text.Contains("://", StringComparison.Ordinal) || !Uri.TryCreate(text, UriKind.Absolute, out var uri))
        {
            throw new UriFilteredException("This is no address of the web. Give a whole one, such as https://images.example.org/disk.qcow2.");
        }

        if (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps)
        {
            throw new UriFilteredException($"'{uri.Scheme}' cannot be fetched, only http and https. Use an address that begins with one of them.");
        }

        RequireSpelling(text, uri);
        return uri;
    }

    /// <summary>Refuses a host that is written otherwise than it is understood: numbers and short forms of addresses, escapes.</summary>
    private static void RequireSpelling(string text, Uri uri)
    {
        var host = HostOf(uri);
        var written = WrittenHost(text).ToLowerInvariant().TrimEnd('.');
        var isSpelledOut = uri.HostNameType == UriHostNameType.IPv6
            ? !host.Contains('%', StringComparison.Ordinal)
            : host.Length > 0 && (written == host || !written.All(char.IsAscii)) && (!EndsInNumber(host) || IsDottedQuad(host, written));
        if (!isSpelledOut)
        {
            throw new UriFilteredException("The host is not spelled as a name or a plain address such as 93.184.215.14. Write it in that form.");
        }
    }

    private static string WrittenHost(string text)
    {
        var from = text.IndexOf("://", StringComparison.Ordinal) + "://".Length;
        var end = text.AsSpan(from).IndexOfAny('/', '?', '#');
        var authority = end < 0 ? text[from..] : text.Substring(from, end);
        if (authority.Count(character => character == '@') > 1)
        {
            throw new UriFilteredException("The address has several @ before its path. Write those of a user or password as %40.");
        }

        var host = authority[(authority.IndexOf('@', StringComparison.Ordinal) + 1)..];
        return host.IndexOf(':', StringComparison.Ordinal) is var port and >= 0 ? host[..port] : host;
    }

    // A browser takes such a host for an address, whatever the rest of it is.
    private static bool EndsInNumber(string host)
    {
        var last = host[(host.LastIndexOf('.') + 1)..];
        return last.All(char.IsAsciiDigit)
            || (last.StartsWith("0x", StringComparison.Ordinal) && last[2..].All(char.IsAsciiHexDigit));
    }

    private static bool IsDottedQuad(string host, string written) =>
        IPAddress.TryParse(host, out var address) && address.ToString() == written;

    private void RequireHost(string host, WebDownloadOptions allowed)
    {
        var isAllowed = allowed.AllowedHosts.Count > 0
            ? HostPattern.AnyMatches(allowed.AllowedHosts, host)
            : !HostPattern.AnyMatches(allowed.DisallowedHosts, host);
        if (!isAllowed)
        {
            throw new UriFilteredException($"The host {host} is not allowed here. Use another one, or ask an administrator to allow it.");
        }

        var kind = IPAddress.TryParse(host, out var address) ? addresses.WhyNot(host, address)
            : (host == "localhost" || host.EndsWith(".localhost", StringComparison.Ordinal)) && !addresses.IsListed(host) ? "this machine itself"
            : null;
        if (kind is not null)
        {
            throw new UriFilteredException($"The host {host} is {kind}. Use a public one, or ask an administrator to list it as a private host that is allowed.");
        }
    }

    // glance-behaviour.md, import: only a port that the address names is looked at.
    private static void RequirePort(Uri uri, WebDownloadOptions allowed)
    {
        var port = uri.Port.ToString(CultureInfo.InvariantCulture);
        if (!uri.IsDefaultPort && !allowed.AllowedPorts.Contains(WebDownloadOptions.AnyPort) && !allowed.AllowedPorts.Contains(port))
        {
            throw new UriFilteredException(
                $"Port {port} is not one of those that are allowed here ({string.Join(", ", allowed.AllowedPorts)}). Use another address, or ask an administrator to allow the port.");
        }
    }
}
