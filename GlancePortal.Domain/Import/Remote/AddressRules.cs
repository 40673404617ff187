using System.Net;
using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Import.Remote;

/// <summary>Which addresses of the network may be connected to. The contract's promise 9.</summary>
/// <param name="options">Lists the exceptions.</param>
public sealed class AddressRules(IOptionsMonitor<WebDownloadOptions> options)
{
    /// <summary>Why there may be no connection, in words such as `a loopback address`; null when there may be one.</summary>
    /// <param name="host">The host whose address it is, as <see cref="UriRules.HostOf"/> writes it.</param>
    /// <param name="address">What its name led to.</param>
    public string? WhyNot(string host, IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return SpecialNetworks.KindOf(address) is { } kind && !IsListed(host, address) ? kind : null;
    }

    /// <summary>Whether an operator has listed this host by its name, so that any address will do.</summary>
    internal bool IsListed(string host) => HostPattern.AnyMatches(options.CurrentValue.AllowedPrivateHosts, host);

    private bool IsListed(string host, IPAddress address) => IsListed(host)
        || options.CurrentValue.AllowedPrivateHosts.Any(entry => NetworkPrefix.Read(entry)?.Contains(address) == true);
}
