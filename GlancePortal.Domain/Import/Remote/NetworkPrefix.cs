using System.Net;

namespace GlancePortal.Domain.Import.Remote;

/// <summary>All addresses that begin with the same bits.</summary>
/// <remarks><see cref="IPNetwork.Contains"/> takes `::ffff:8.8.8.8` for a part of `2000::/3`; here an address is just its bits.</remarks>
internal sealed class NetworkPrefix
{
    private const int BitsPerByte = 8;

    private readonly byte[] _bytes;
    private readonly int _bits;

    private NetworkPrefix(IPNetwork network) => (_bytes, _bits) = (network.BaseAddress.GetAddressBytes(), network.PrefixLength);

    /// <summary>Reads `10.0.0.0/8` or a single address; null for another text.</summary>
    public static NetworkPrefix? Read(string text) =>
        IPNetwork.TryParse(text, out var network) ? new NetworkPrefix(network)
        : IPAddress.TryParse(text, out var address) ? new NetworkPrefix(new IPNetwork(address, address.GetAddressBytes().Length * BitsPerByte))
        : null;

    /// <summary>Whether the address is one of them; those of the other version never are.</summary>
    public bool Contains(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        var (whole, rest) = Math.DivRem(_bits, BitsPerByte);
        return bytes.Length == _bytes.Length
            && bytes.AsSpan(0, whole).SequenceEqual(_bytes.AsSpan(0, whole))
            && (rest == 0 || (bytes[whole] ^ _bytes[whole]) >> (BitsPerByte - rest) == 0);
    }
}
