using System.Buffers;
using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace GlancePortal.Domain.Scanning;

/// <summary>Speaks clamd's protocol: a connection for each question, `z` commands, INSTREAM in chunks. Holds one chunk of a content at a time.</summary>
/// <param name="address">Where it listens.</param>
/// <param name="timeout">How long one question may take.</param>
/// <param name="time">Clock of that.</param>
internal sealed class ClamdClient(ClamdAddress address, TimeSpan timeout, TimeProvider time)
{
    private const int ChunkBytes = 256 * 1024;
    private const int LongestReplyBytes = 4 * 1024;

    /// <summary>What clamd says to a command without content, for example `VERSION`.</summary>
    /// <exception cref="ScannerAwayException">It does not answer.</exception>
    public Task<string> AskAsync(string command, CancellationToken cancellationToken) =>
        TalkAsync((socket, token) => SendAsync(socket, Encoding.ASCII.GetBytes($"z{command}\0"), token), cancellationToken);

    /// <summary>What clamd says to a part of a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="window">The part.</param>
    /// <param name="sent">Told the bytes of each chunk that was sent.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    /// <exception cref="ScannerAwayException">It does not answer.</exception>
    public Task<string> ScanAsync(SafeFileHandle file, ScanWindow window, Action<int> sent, CancellationToken cancellationToken) =>
        TalkAsync((socket, token) => StreamAsync(socket, file, window, sent, token), cancellationToken);

    private async Task<string> TalkAsync(Func<Socket, CancellationToken, Task> send, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            using var socket = await address.ConnectAsync(stop.Token);
            // It answers at once when it takes no more, and closes: the answer counts then, not the broken connection.
            var replying = ReadReplyAsync(socket, stop.Token);
            try
            {
                await send(socket, stop.Token);
            }
            catch (SocketException)
            {
                // Nobody has seen all of it, so nobody can have found it clean.
                return await replying is { Length: > 0 } early && !early.EndsWith("OK", StringComparison.Ordinal) ? early : throw new ScannerAwayException("it closed the connection");
            }
            catch
            {
                socket.Dispose();
                await ((Task)replying).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                throw;
            }

            return await replying is { Length: > 0 } reply ? reply : throw new ScannerAwayException("it closed the connection without an answer");
        }
        catch (SocketException fault)
        {
            throw new ScannerAwayException("it cannot be reached", fault);
        }
        catch (OperationCanceledException fault) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new ScannerAwayException($"it gave no answer within {timeout}", fault);
        }
    }

    private static async Task StreamAsync(Socket socket, SafeFileHandle file, ScanWindow window, Action<int> sent, CancellationToken cancellationToken)
    {
        await SendAsync(socket, "zINSTREAM\0"u8.ToArray(), cancellationToken);
        var buffer = ArrayPool<byte>.Shared.Rent(sizeof(uint) + ChunkBytes);
        try
        {
            for (var at = window.Offset; at < window.End;)
            {
                var wanted = (int)Math.Min(ChunkBytes, window.End - at);
                var count = await RandomAccess.ReadAsync(file, buffer.AsMemory(sizeof(uint), wanted), at, cancellationToken);
                if (count == 0)
                {
                    break;
                }

                BinaryPrimitives.WriteUInt32BigEndian(buffer, (uint)count);
                await SendAsync(socket, buffer.AsMemory(0, sizeof(uint) + count), cancellationToken);
                at += count;
                sent(count);
            }

            await SendAsync(socket, new byte[sizeof(uint)], cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async Task SendAsync(Socket socket, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (bytes.Length > 0)
        {
            bytes = bytes[await socket.SendAsync(bytes, SocketFlags.None, cancellationToken)..];
        }
    }

    /// <summary>The reply up to its zero byte; empty when the connection ended without one.</summary>
    private static async Task<string> ReadReplyAsync(Socket socket, CancellationToken cancellationToken)
    {
        var reply = new byte[LongestReplyBytes];
        for (var count = 0; count < reply.Length;)
        {
            var read = await socket.ReceiveAsync(reply.AsMemory(count), SocketFlags.None, cancellationToken);
            var end = reply.AsSpan(count, read).IndexOf((byte)0);
            if (end >= 0 || read == 0)
            {
                return Encoding.UTF8.GetString(reply, 0, count + Math.Max(end, 0)).Trim();
            }

            count += read;
        }

        throw new ScannerAwayException("its answer does not end");
    }
}
