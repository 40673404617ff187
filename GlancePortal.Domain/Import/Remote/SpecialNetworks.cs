using System.Net;
using System.Net.Sockets;

namespace GlancePortal.Domain.Import.Remote;

/// <summary>Addresses that are no ordinary ones of the internet, by the registries of IANA (RFC 6890 and its followers).</summary>
internal static class SpecialNetworks
{
    private static readonly (NetworkPrefix Network, string Kind)[] OfVersion4 =
    [
        Of("0.0.0.0/8", "an unspecified address"),
        Of("10.0.0.0/8", "a private address"),
        Of("100.64.0.0/10", "a carrier-grade NAT address"),
        Of("127.0.0.0/8", "a loopback address"),
        // A public number, but inside of Azure it is the host that serves the machine.
        Of("168.63.129.16/32", "the address of a cloud's own services"),
        Of("169.254.0.0/16", "a link-local address"),
        Of("172.16.0.0/12", "a private address"),
        Of("192.0.0.0/24", "a reserved address"),
        Of("192.0.2.0/24", "an address for documentation"),
        Of("192.88.99.0/24", "a 6to4 relay"),
        Of("192.168.0.0/16", "a private address"),
        Of("198.18.0.0/15", "an address for benchmarks"),
        Of("198.51.100.0/24", "an address for documentation"),
        Of("203.0.113.0/24", "an address for documentation"),
        Of("224.0.0.0/4", "a multicast address"),
        Of("240.0.0.0/4", "a reserved address"),
    ];

    private static readonly (NetworkPrefix Network, string Kind)[] OfVersion6 =
    [
        Of("::1/128", "a loopback address"),
        Of("::/128", "an unspecified address"),
        Of("::/96", "an IPv4 address in disguise"),
        Of("::ffff:0:0/96", "an IPv4 address in disguise"),
        Of("::ffff:0:0:0/96", "an IPv4 address in disguise"),
        Of("64:ff9b::/96", "a NAT64 address"),
        Of("64:ff9b:1::/48", "a NAT64 address"),
        Of("2001::/32", "a Teredo address"),
        Of("2001:2::/48", "an address for benchmarks"),
        Of("2001::/23", "a reserved address"),
        Of("2001:db8::/32", "an address for documentation"),
        Of("2002::/16", "a 6to4 address"),
        Of("3fff::/20", "an address for documentation"),
        Of("fc00::/7", "a unique-local address"),
        Of("fe80::/10", "a link-local address"),
        Of("fec0::/10", "a site-local address"),
        Of("ff00::/8", "a multicast address"),
    ];

    // All that has been given out so far; what is given out one day comes from here too.
    private static readonly NetworkPrefix GlobalUnicast = NetworkPrefix.Read("2000::/3")!;

    /// <summary>What is special about the address, in words; null when it is an ordinary one.</summary>
    public static string? KindOf(IPAddress address)
    {
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            return Find(OfVersion4, address);
        }

        return Find(OfVersion6, address) ?? (GlobalUnicast.Contains(address) && address.ScopeId == 0 ? null : "a reserved address");
    }

    private static string? Find((NetworkPrefix Network, string Kind)[] networks, IPAddress address) =>
        Array.Find(networks, special => special.Network.Contains(address)).Kind;

    private static (NetworkPrefix Network, string Kind) Of(string network, string kind) => (NetworkPrefix.Read(network)!, kind);
}
