using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Import.Remote;

/// <summary>Resolves a name. <see cref="Dns.GetHostAddressesAsync(string, CancellationToken)"/> outside of tests.</summary>
/// <param name="host">The name.</param>
/// <param name="cancellationToken">Ends the waiting.</param>
public delegate Task<IPAddress[]> ResolveHost(string host, CancellationToken cancellationToken);

/// <summary>Connects to other servers: to the very address that was looked at, so that a name that leads elsewhere a moment later changes nothing.</summary>
/// <param name="resolve">Finds the addresses of names.</param>
/// <param name="rules">Looks at each of them.</param>
/// <param name="options">Says for how long to try.</param>
public sealed class GuardedConnector(ResolveHost resolve, AddressRules rules, IOptionsMonitor<WebDownloadOptions> options)
{
    /// <summary>A connection to a host, before any encryption.</summary>
    /// <param name="host">As in the request.</param>
    /// <param name="port">The port.</param>
    /// <param name="isTrusted">Whether the operator has configured this server, so that any address will do.</param>
    /// <param name="cancellationToken">Ends the trying; names and addresses together have the time of one connection.</param>
    /// <exception cref="RemoteSourceException">It has no address, none that may be asked, or none that answers.</exception>
    internal async Task<Stream> ConnectAsync(string host, int port, bool isTrusted, CancellationToken cancellationToken)
    {
        var name = host.Trim('[', ']').TrimEnd('.').ToLowerInvariant();
        var addresses = await ResolveAsync(name, cancellationToken);
        var reasons = addresses.Select(address => isTrusted ? null : rules.WhyNot(name, address)).ToList();
        IPAddress[] allowed = [.. addresses.Where((_, at) => reasons[at] is null)];
        if (allowed.Length == 0)
        {
            throw reasons.Count > 0 ? RemoteRefusals.ForbiddenAddress(name, reasons[0]!) : RemoteRefusals.Unresolved(name, inner: null);
        }

        // One that never answers must leave time for the others.
        var share = options.CurrentValue.ConnectTimeout / allowed.Length;
        for (var at = 0; ; at++)
        {
            try
            {
                return await ConnectAsync(allowed[at], port, share, cancellationToken);
            }
            catch (SocketException fault) when (at == allowed.Length - 1)
            {
                throw RemoteRefusals.Unreachable(name, HowOf(fault), fault);
            }
            catch (SocketException)
            {
                // The next one may answer.
            }
        }
    }

    private static async Task<Stream> ConnectAsync(IPAddress address, int port, TimeSpan share, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(share);
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address, port, limit.Token);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            socket.Dispose();
            throw new SocketException((int)SocketError.TimedOut);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<IPAddress[]> ResolveAsync(string name, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(name, out var address))
        {
            return [address];
        }

        try
        {
            return await resolve(name, cancellationToken).WaitAsync(cancellationToken);
        }
        catch (SocketException fault)
        {
            throw RemoteRefusals.Unresolved(name, fault);
        }
    }

    private static string HowOf(SocketException fault) => fault.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => "nothing listens at that port",
        SocketError.HostUnreachable or SocketError.NetworkUnreachable => "there is no way to it",
        SocketError.TimedOut => "it does not answer",
        _ => "the connection failed",
    };
}
