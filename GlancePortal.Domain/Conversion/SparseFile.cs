using Microsoft.Win32.SafeHandles;

namespace GlancePortal.Domain.Conversion;

/// <summary>Writes a file from front to back and leaves a hole where blocks have nothing but zeros.</summary>
internal sealed class SparseFile(string path) : IDisposable
{
    private const int BlockBytes = 64 * 1024;
    private const int BufferBytes = 16 * BlockBytes;

    private readonly SafeFileHandle _file = File.OpenHandle(path, FileMode.Open, FileAccess.Write);

    /// <summary>Takes all of <paramref name="source"/>.</summary>
    /// <param name="source">What to write.</param>
    /// <param name="seen">Told of each piece and the length up to its end before it is written; may refuse it by throwing.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<long> WriteAsync(Stream source, Action<ReadOnlyMemory<byte>, long> seen, CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferBytes];
        var length = 0L;
        // A full buffer each time but the last keeps blocks where they are in the file.
        while (await source.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken) is var count and > 0)
        {
            seen(buffer.AsMemory(0, count), length + count);
            Write(buffer.AsSpan(0, count), length);
            length += count;
        }

        RandomAccess.SetLength(_file, length);
        return length;
    }

    public void Dispose() => _file.Dispose();

    private void Write(ReadOnlySpan<byte> bytes, long offset)
    {
        var start = 0;
        for (var at = 0; at < bytes.Length; at += BlockBytes)
        {
            var end = Math.Min(at + BlockBytes, bytes.Length);
            if (!bytes[at..end].ContainsAnyExcept((byte)0))
            {
                Put(bytes[start..at], offset + start);
                start = end;
            }
        }

        Put(bytes[start..], offset + start);
    }

    private void Put(ReadOnlySpan<byte> bytes, long offset)
    {
        if (!bytes.IsEmpty)
        {
            RandomAccess.Write(_file, bytes, offset);
        }
    }
}
