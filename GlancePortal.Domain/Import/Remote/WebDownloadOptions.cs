using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Import.Remote;

/// <summary>Section `Import:WebDownload`: what may be fetched from other servers, and how long that may take.</summary>
public sealed class WebDownloadOptions
{
    /// <summary>Every port.</summary>
    internal const string AnyPort = "*";

    /// <summary>Hosts that may be asked, by name or as `*.example.org`; empty means every host that is not disallowed.</summary>
    /// <value>None unless set.</value>
    public IReadOnlyList<string> AllowedHosts { get; set; } = [];

    /// <summary>Hosts that may not be asked; looked at only while <see cref="AllowedHosts"/> is empty.</summary>
    /// <value>None unless set.</value>
    public IReadOnlyList<string> DisallowedHosts { get; set; } = [];

    /// <summary>Schemes of addresses, of `http` and `https`.</summary>
    /// <value>Both unless set.</value>
    public IReadOnlyList<string> AllowedSchemes { get; set; } = [Uri.UriSchemeHttp, Uri.UriSchemeHttps];

    /// <summary>Ports that an address may name beside its scheme's own; `*` allows every port.</summary>
    /// <value>80 and 443 unless set.</value>
    public IReadOnlyList<string> AllowedPorts { get; set; } = ["80", "443"];

    /// <summary>Hosts, addresses and networks that may be asked although they are loopback, private or otherwise special.</summary>
    /// <value>None unless set.</value>
    public IReadOnlyList<string> AllowedPrivateHosts { get; set; } = [];

    /// <summary>PEM file of authorities that are trusted beside the system's; null trusts those alone.</summary>
    public string? CaFile { get; set; }

    /// <summary>Longest time until a connection stands: name, address and certificate.</summary>
    /// <value>30 seconds unless set.</value>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest time without a byte.</summary>
    /// <value>60 seconds unless set.</value>
    public TimeSpan StallTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Longest time of one transfer, resumed ones as a whole while the process lives.</summary>
    /// <value>24 hours unless set.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromHours(24);
}

/// <summary>Refuses settings that nobody can mean.</summary>
internal sealed class WebDownloadOptionsRules : IValidateOptions<WebDownloadOptions>
{
    private const string Section = "Import:WebDownload";

    // What a timer can wait for.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(40);

    public ValidateOptionsResult Validate(string? name, WebDownloadOptions options)
    {
        string[] faults =
        [
            .. Schemes(options.AllowedSchemes),
            .. options.AllowedPorts.Where(port => !IsPort(port)).Select(port => $"{Section}:AllowedPorts: '{port}' is not a port from 1 to 65535, and not *."),
            .. Hosts(nameof(options.AllowedHosts), options.AllowedHosts),
            .. Hosts(nameof(options.DisallowedHosts), options.DisallowedHosts),
            .. options.AllowedPrivateHosts.Where(host => !IPNetwork.TryParse(host, out _) && !HostPattern.IsWellFormed(host))
                .Select(host => $"{Section}:AllowedPrivateHosts: '{host}' is neither a host, an address nor a network such as 10.0.0.0/24."),
            .. Time(nameof(options.ConnectTimeout), options.ConnectTimeout),
            .. Time(nameof(options.StallTimeout), options.StallTimeout),
            .. Time(nameof(options.Timeout), options.Timeout),
            .. Authorities(options.CaFile),
        ];
        return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> Schemes(IReadOnlyList<string> schemes) => schemes.Count == 0
        ? [$"{Section}:AllowedSchemes: must name http, https or both."]
        : schemes.Where(scheme => scheme is not ("http" or "https")).Select(scheme => $"{Section}:AllowedSchemes: '{scheme}' is not http or https.");

    private static bool IsPort(string text) => text == WebDownloadOptions.AnyPort
        || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= IPEndPoint.MaxPort);

    private static IEnumerable<string> Hosts(string key, IReadOnlyList<string> hosts) => hosts.Where(host => !HostPattern.IsWellFormed(host))
        .Select(host => $"{Section}:{key}: '{host}' is not a host such as images.example.org or *.example.org.");

    private static IEnumerable<string> Time(string key, TimeSpan time) =>
        time <= TimeSpan.Zero || time > Longest ? [$"{Section}:{key}: must be above 0 and at most 40 days."] : [];

    private static IEnumerable<string> Authorities(string? file)
    {
        try
        {
            return file is null || ServerTrust.ReadAuthorities(file).Count > 0 ? [] : [$"{Section}:CaFile: {file} has no certificate."];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return [$"{Section}:CaFile: {file} cannot be read: {fault.Message}"];
        }
    }
}
