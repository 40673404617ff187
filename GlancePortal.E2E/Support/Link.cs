using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace GlancePortal.E2E.Support;

/// <summary>
/// The network between browser and program: can be slow towards the program and can be cut. A browser's own offline mode leaves
/// requests alone that are on their way, so the cut is made where real ones happen.
/// </summary>
public sealed class Link : IAsyncDisposable
{
    private const int PieceBytes = 64 * 1024;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<TcpClient, bool> _open = new();
    private readonly CancellationTokenSource _over = new();
    private readonly IPEndPoint _target;
    private readonly Task _accepting;
    private volatile bool _cut;

    public Link(IPEndPoint target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Where the browser finds the program.</summary>
    public string Address => $"http://{_listener.LocalEndpoint}";

    /// <summary>Bytes per second that one connection may send to the program; null for all it can.</summary>
    public int? SendsPerSecond { get; set; }

    /// <summary>Ends every connection and takes no new one until it is mended.</summary>
    public void Cut()
    {
        _cut = true;
        foreach (var client in _open.Keys)
        {
            Reset(client);
        }
    }

    public void Mend() => _cut = false;

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        _listener.Stop();
        await _accepting;
        foreach (var client in _open.Keys)
        {
            client.Dispose();
        }

        _over.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_over.Token);
                if (_cut)
                {
                    Reset(client);
                }
                else
                {
                    _ = CarryAsync(client);
                }
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The link is being taken down.
        }
    }

    private async Task CarryAsync(TcpClient client)
    {
        using var server = new TcpClient();
        _open[client] = true;
        try
        {
            await server.ConnectAsync(_target, _over.Token);
            var there = CopyAsync(client, server, () => SendsPerSecond);
            var back = CopyAsync(server, client, () => null);
            await Task.WhenAny(there, back);
        }
        catch (Exception end) when (end is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Either side has gone; the other is told by the end of its connection.
        }
        finally
        {
            _open.TryRemove(client, out _);
            Reset(client);
        }
    }

    private async Task CopyAsync(TcpClient from, TcpClient to, Func<int?> limit)
    {
        var buffer = new byte[PieceBytes];
        var source = from.GetStream();
        var target = to.GetStream();
        int read;
        while ((read = await source.ReadAsync(buffer, _over.Token)) > 0)
        {
            await target.WriteAsync(buffer.AsMemory(0, read), _over.Token);
            if (limit() is { } perSecond)
            {
                await Task.Delay(TimeSpan.FromSeconds((double)read / perSecond), _over.Token);
            }
        }
    }

    private static void Reset(TcpClient client)
    {
        try
        {
            client.LingerState = new LingerOption(enable: true, seconds: 0);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // Already closed.
        }

        client.Dispose();
    }
}
