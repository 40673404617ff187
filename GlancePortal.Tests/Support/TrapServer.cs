using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace GlancePortal.Tests.Support;

/// <summary>A server that does with a connection whatever a test wants, also what no server should. One request a connection.</summary>
internal sealed class TrapServer : IAsyncDisposable
{
    private const int LongestHeader = 64 * 1024;

    private readonly TcpListener _listener;
    private readonly X509Certificate2? _certificate;
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _serving;
    private readonly ConcurrentBag<Task> _visits = [];
    private int _connections;

    /// <param name="address">Of the loopback network, all of which is this machine.</param>
    /// <param name="port">0 takes a free one.</param>
    /// <param name="certificate">Encrypts; null does not. It is the server's from now on.</param>
    public TrapServer(string address = "127.0.0.1", int port = 0, X509Certificate2? certificate = null)
    {
        _certificate = certificate;
        _listener = new TcpListener(IPAddress.Parse(address), port);
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>Certificates between its own and the authority's, which it shows too.</summary>
    public X509Certificate2Collection Intermediates { get; } = [];

    /// <summary>What it does with a request; a test sets it before the first one.</summary>
    public Func<TrapVisit, Task> Answer { get; set; } = visit => visit.SendHeadAsync(404, "Content-Length: 0");

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Connections so far, whether they asked for something or not.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>The requests so far, in their order.</summary>
    public ConcurrentQueue<TrapVisit> Requests { get; } = [];

    public string Authority => $"{((IPEndPoint)_listener.LocalEndpoint).Address}:{Port}";

    /// <summary>The address of something on it.</summary>
    public Uri Address(string path = "/disk.img") => new($"{(_certificate is null ? "http" : "https")}://{Authority}{path}");

    /// <summary>Answers the first requests in turn, and all further ones as the last.</summary>
    public void InTurn(params Func<TrapVisit, Task>[] answers)
    {
        var turn = -1;
        Answer = visit => answers[Math.Min(Interlocked.Increment(ref turn), answers.Length - 1)](visit);
    }

    public async ValueTask DisposeAsync()
    {
        if (_ending.IsCancellationRequested)
        {
            return;
        }

        await _ending.CancelAsync();
        _listener.Stop();
        await _serving;
        await Task.WhenAll(_visits);
        _certificate?.Dispose();
        _ending.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync(_ending.Token);
                Interlocked.Increment(ref _connections);
                _visits.Add(VisitAsync(socket));
            }
        }
        catch (Exception over) when (over is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // The test is over.
        }
    }

    private async Task VisitAsync(Socket socket)
    {
        try
        {
            await using var network = new NetworkStream(socket, ownsSocket: true);
            await using var stream = await EncryptAsync(network);
            if (await ReadHeadAsync(stream) is { } head)
            {
                var visit = new TrapVisit(head, stream, socket, _ending.Token);
                Requests.Enqueue(visit);
                await Answer(visit);
            }
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or SocketException or ObjectDisposedException
            or System.Security.Authentication.AuthenticationException)
        {
            // The other side has left, or the test is over.
        }
    }

    private async Task<Stream> EncryptAsync(Stream network)
    {
        if (_certificate is null)
        {
            return network;
        }

        var encrypted = new SslStream(network);
        await encrypted.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
        {
            ServerCertificateContext = SslStreamCertificateContext.Create(_certificate, Intermediates, offline: true),
        });
        return encrypted;
    }

    private async Task<string?> ReadHeadAsync(Stream stream)
    {
        var head = new StringBuilder();
        var buffer = new byte[4096];
        while (!head.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            var read = await stream.ReadAsync(buffer, _ending.Token);
            if (read == 0 || head.Length > LongestHeader)
            {
                return null;
            }

            head.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }

        return head.ToString();
    }
}

/// <summary>One request to a <see cref="TrapServer"/>, and the connection to answer it on.</summary>
internal sealed class TrapVisit(string head, Stream stream, Socket socket, CancellationToken ending)
{
    private readonly string[] _lines = head.Split("\r\n");

    public string Path => _lines[0].Split(' ')[1];

    /// <summary>A header of the request; null when it has none.</summary>
    public string? Header(string name) => _lines.Skip(1)
        .FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim();

    /// <summary>The first byte that is asked for; 0 when the whole is.</summary>
    public int From => Header("Range") is { } range ? int.Parse(range["bytes=".Length..].Split('-')[0], null) : 0;

    public Task SendHeadAsync(int status, params string[] headers) =>
        SendAsync(Encoding.Latin1.GetBytes($"HTTP/1.1 {status} Status\r\n{string.Concat(headers.Select(header => header + "\r\n"))}Date: {DateTimeOffset.UnixEpoch.AddYears(56):r}\r\n\r\n"));

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        await stream.WriteAsync(bytes, ending);
        await stream.FlushAsync(ending);
    }

    /// <summary>Ends the connection as a machine does that has lost its power.</summary>
    public void Reset()
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
    }

    /// <summary>Says nothing until the other side leaves.</summary>
    public async Task FallSilentAsync()
    {
        var buffer = new byte[1];
        while (await stream.ReadAsync(buffer, ending) > 0)
        {
            // It says more; we do not.
        }
    }
}
