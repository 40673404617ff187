namespace GlancePortal.Domain.Content;

/// <summary>What a store reads: the source, seen by the pass on its way.</summary>
/// <remarks>A store that copies the whole stream gets the pass's own buffers; one that reads gets a copy.</remarks>
internal sealed class ContentPassStream(ContentPass pass, Stream source, Action<ContentFacts>? accept) : Stream
{
    private SharedBuffer? _current;
    private int _taken;
    private bool _ended;

    private bool HasRest => _current is { } current && _taken < current.Count;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
    {
        var writing = new WriteBehind(destination);
        try
        {
            while (HasRest || await MoveNextAsync(cancellationToken))
            {
                var (buffer, part) = (_current!, _current!.Filled[_taken..]);
                _taken = buffer.Count;
                buffer.Share();
                await writing.AddAsync(buffer, part, cancellationToken);
            }
        }
        finally
        {
            await writing.EndAsync();
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty || (!HasRest && !await MoveNextAsync(cancellationToken)))
        {
            return 0;
        }
        var part = _current!.Filled[_taken..];
        part = part[..Math.Min(part.Length, buffer.Length)];
        part.CopyTo(buffer);
        _taken += part.Length;
        return part.Length;
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

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Release();
        }
        base.Dispose(disposing);
    }

    /// <summary>Takes the next buffer with bytes; false at the end, after the content was accepted.</summary>
    private async ValueTask<bool> MoveNextAsync(CancellationToken cancellationToken)
    {
        Release();
        if (!_ended)
        {
            var (buffer, ended, fault) = await pass.NextAsync(source, cancellationToken);
            _current = buffer;
            _ended = ended;
            fault?.Throw();
            if (ended)
            {
                var facts = await pass.CompleteAsync(cancellationToken);
                accept?.Invoke(facts);
            }
            return buffer.Count > 0;
        }
        return false;
    }

    private void Release()
    {
        _current?.Release();
        _current = null;
        _taken = 0;
    }
}
