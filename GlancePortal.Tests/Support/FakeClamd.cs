using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace GlancePortal.Tests.Support;

/// <summary>A scanner that speaks clamd's protocol, finds `BAD` anywhere, and misbehaves as it is told.</summary>
internal sealed class FakeClamd : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<byte[]> _received = [];
    private int _open;

    public FakeClamd()
    {
        _listener.Start();
        _ = ServeAsync();
    }

    public string Address => $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>Bytes of a stream that it takes; one more and it answers at once.</summary>
    public int MostBytes { get; set; } = int.MaxValue;

    /// <summary>What it says to one byte more than it takes.</summary>
    public string EarlyAnswer { get; set; } = "INSTREAM size limit exceeded. ERROR";

    /// <summary>Its answer to every stream; null looks for `BAD`.</summary>
    public string? Answer { get; set; }

    /// <summary>Never answers a stream.</summary>
    public bool IsSilent { get; set; }

    /// <summary>Closes a stream's connection instead of answering.</summary>
    public bool HangsUp { get; set; }

    /// <summary>What came, a stream each.</summary>
    public IReadOnlyList<byte[]> Received
    {
        get
        {
            lock (_received)
            {
                return [.. _received];
            }
        }
    }

    /// <summary>Most streams that were open at the same time.</summary>
    public int MostAtOnce { get; private set; }

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                _ = TalkAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
            }
        }
        catch (Exception) when (_stop.IsCancellationRequested)
        {
            // The test is over.
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await using var stream = client.GetStream();
                var reply = await CommandAsync(stream) switch
                {
                    "zINSTREAM" => await TakeAsync(stream),
                    "zVERSION" => "ClamAV fake",
                    "zPING" => "PONG",
                    _ => "UNKNOWN COMMAND",
                };
                if (reply is not null)
                {
                    await stream.WriteAsync(Encoding.UTF8.GetBytes(reply + "\0"), _stop.Token);
                }
            }
            catch (Exception fault) when (fault is IOException or OperationCanceledException)
            {
                // The other side is gone, or the test is over.
            }
        }
    }

    private async Task<string?> TakeAsync(NetworkStream stream)
    {
        lock (_received)
        {
            MostAtOnce = Math.Max(MostAtOnce, ++_open);
        }

        try
        {
            var all = new MemoryStream();
            var length = new byte[sizeof(uint)];
            while (true)
            {
                await stream.ReadExactlyAsync(length, _stop.Token);
                var count = (int)BinaryPrimitives.ReadUInt32BigEndian(length);
                if (count == 0)
                {
                    break;
                }

                if (all.Length + count > MostBytes)
                {
                    return EarlyAnswer;
                }

                var chunk = new byte[count];
                await stream.ReadExactlyAsync(chunk, _stop.Token);
                all.Write(chunk);
            }

            lock (_received)
            {
                _received.Add(all.ToArray());
            }

            if (IsSilent)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, _stop.Token);
            }

            return HangsUp ? null : Answer ?? (all.ToArray().AsSpan().IndexOf("BAD"u8) >= 0 ? "stream: Fake.Bad FOUND" : "stream: OK");
        }
        finally
        {
            lock (_received)
            {
                _open--;
            }
        }
    }

    private async Task<string> CommandAsync(NetworkStream stream)
    {
        var text = new StringBuilder();
        for (var one = new byte[1]; ; text.Append((char)one[0]))
        {
            await stream.ReadExactlyAsync(one, _stop.Token);
            if (one[0] == 0)
            {
                return text.ToString();
            }
        }
    }
}
