using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace GlancePortal.Domain.Scanning;

/// <summary>Where clamd listens.</summary>
/// <param name="EndPoint">The address.</param>
internal sealed record ClamdAddress(EndPoint EndPoint)
{
    private const string SocketPrefix = "unix:";

    /// <summary>Reads `host:port`, `[address]:port` or `unix:/path`; null for another text.</summary>
    public static ClamdAddress? Parse(string text)
    {
        if (text.StartsWith(SocketPrefix, StringComparison.OrdinalIgnoreCase))
        {
            var path = text[SocketPrefix.Length..];
            return Path.IsPathRooted(path) ? new ClamdAddress(new UnixDomainSocketEndPoint(path)) : null;
        }

        var at = text.LastIndexOf(':');
        var host = at > 0 ? text[..at].Trim('[', ']') : "";
        return host.Length > 0 && int.TryParse(text[(at + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= ushort.MaxValue
            ? new ClamdAddress(IPAddress.TryParse(host, out var address) ? new IPEndPoint(address, port) : new DnsEndPoint(host, port))
            : null;
    }

    public async Task<Socket> ConnectAsync(CancellationToken cancellationToken)
    {
        var socket = EndPoint switch
        {
            UnixDomainSocketEndPoint => new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified),
            IPEndPoint ip => new Socket(ip.AddressFamily, SocketType.Stream, ProtocolType.Tcp),
            _ => new Socket(SocketType.Stream, ProtocolType.Tcp),
        };
        try
        {
            await socket.ConnectAsync(EndPoint, cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
