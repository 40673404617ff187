using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace GlancePortal.E2E.Support;

/// <summary>A web server of this machine with one file, as slow as a journey wants, and broken if it wants.</summary>
internal sealed class FileServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ended = new();
    private readonly byte[] _content;
    private readonly Task _serving;

    public FileServer(byte[] content)
    {
        _content = content;
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>Bytes a second; null for all at once.</summary>
    public int? BytesPerSecond { get; set; }

    /// <summary>Whether it has the file.</summary>
    public bool HasFile { get; set; } = true;

    public Uri AddressOf(string name) => new($"http://{_listener.LocalEndpoint}/{name}");

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        _listener.Stop();
        await _serving;
        _ended.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_ended.Token);
                _ = AnswerAsync(client);
            }
        }
        catch (OperationCanceledException)
        {
            // The journey is over.
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
                var (from, last) = (0, _content.Length - 1);
                var hasRange = false;
                while (await reader.ReadLineAsync(_ended.Token) is { Length: > 0 } line)
                {
                    if (line.StartsWith("Range: bytes=", StringComparison.OrdinalIgnoreCase))
                    {
                        var bounds = line["Range: bytes=".Length..].Split('-');
                        (hasRange, from) = (true, int.Parse(bounds[0], CultureInfo.InvariantCulture));
                        last = bounds[1].Length > 0 ? Math.Min(last, int.Parse(bounds[1], CultureInfo.InvariantCulture)) : last;
                    }
                }

                var head = !HasFile ? "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n" : string.Create(
                    CultureInfo.InvariantCulture,
                    $"HTTP/1.1 {(hasRange ? "206 Partial Content" : "200 OK")}\r\nContent-Type: application/octet-stream\r\nETag: \"one\"\r\nAccept-Ranges: bytes\r\n"
                    + $"Content-Length: {last - from + 1}\r\nContent-Range: bytes {from}-{last}/{_content.Length}\r\nConnection: close\r\n\r\n");
                await stream.WriteAsync(Encoding.ASCII.GetBytes(head), _ended.Token);
                while (HasFile && from <= last)
                {
                    var piece = Math.Min(last - from + 1, BytesPerSecond is { } speed ? Math.Max(1, speed / 10) : 1024 * 1024);
                    await stream.WriteAsync(_content.AsMemory(from, piece), _ended.Token);
                    from += piece;
                    if (BytesPerSecond is not null)
                    {
                        await Task.Delay(100, _ended.Token);
                    }
                }
            }
            catch (Exception fault) when (fault is IOException or OperationCanceledException or SocketException)
            {
                // Whoever asked has gone.
            }
        }
    }
}
