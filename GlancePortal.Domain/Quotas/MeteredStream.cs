namespace GlancePortal.Domain.Quotas;

/// <summary>Bytes on their way in that are asked for as they come.</summary>
/// <param name="source">Where they come from; left open.</param>
/// <param name="before">Bytes that came earlier.</param>
/// <param name="admit">Told how many there are now; throws when that is too many.</param>
internal sealed class MeteredStream(Stream source, long before, Func<long, CancellationToken, ValueTask> admit) : Stream
{
    private long _bytes = before;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await source.ReadAsync(buffer, cancellationToken);
        _bytes += read;
        await admit(_bytes, cancellationToken);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
