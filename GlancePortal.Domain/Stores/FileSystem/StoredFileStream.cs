using GlancePortal.Domain.Content;
using Microsoft.Win32.SafeHandles;

namespace GlancePortal.Domain.Stores.FileSystem;

/// <summary>Part of a stored file.</summary>
/// <remarks>
/// What the page cache has is read at once: it answers faster than another thread could. A read that waits for the disk does so on the transfer's
/// own thread, so that a slow disk does not use up the pool's.
/// </remarks>
internal sealed class StoredFileStream(string storeId, SafeFileHandle file, long start, long length) : Stream
{
    private readonly TransferThread _thread = new("content read");
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => _position;
        set => _position = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value));
    }

    public override int Read(Span<byte> buffer)
    {
        try
        {
            var read = RandomAccess.Read(file, buffer[..Wanted(buffer.Length)], start + _position);
            _position += read;
            return read;
        }
        catch (Exception fault) when (StoreFaults.Refusal(storeId, fault) is { } refusal)
        {
            throw refusal;
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<int>(cancellationToken);
        }
        if (PosixFiles.ReadCached(file, buffer.Span[..Wanted(buffer.Length)], start + _position) is { } read)
        {
            _position += read;
            return ValueTask.FromResult(read);
        }
        return _thread.RunAsync(() => Read(buffer.Span));
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _position + offset,
        _ => length + offset,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private int Wanted(int bytes) => (int)Math.Min(bytes, Math.Max(0, length - _position));

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            file.Dispose();
        }
        base.Dispose(disposing);
    }
}
