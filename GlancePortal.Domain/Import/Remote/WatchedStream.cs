using System.Runtime.CompilerServices;

namespace GlancePortal.Domain.Import.Remote;

/// <summary>A connection below HTTP that counts the bytes of the answer's body, and so knows of those that come behind its end.</summary>
/// <remarks>HTTP drops such bytes unseen; but a server that sends more than it announced does not know what it sends.</remarks>
internal sealed class WatchedStream(Stream inner) : Stream
{
    private readonly HeaderScan _header = new();
    private readonly byte[] _one = new byte[1];
    private long _bodyBytes;
    private bool _isOpen = true;

    /// <summary>Bytes that the answer's body was announced with; null while unknown.</summary>
    public long? Announced { get; set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    private bool IsWhole => Announced is { } all && _bodyBytes >= all;

    /// <summary>Whether anything comes behind the announced bytes, all of which have been read.</summary>
    /// <param name="cancellationToken">Ends the waiting: a server that neither sends nor closes has sent all.</param>
    public async Task<bool> HasMoreAsync(CancellationToken cancellationToken)
    {
        if (_bodyBytes > Announced || !_isOpen)
        {
            return _bodyBytes > Announced;
        }

        try
        {
            return await inner.ReadAsync(_one, cancellationToken) > 0;
        }
        catch (Exception fault) when (fault is IOException or OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Ends the connection.</summary>
    public void Close(bool isFinal)
    {
        // HTTP closes as soon as the body is whole; the look behind its end comes after that.
        if (isFinal || !IsWhole)
        {
            _isOpen = false;
            inner.Dispose();
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken);
        _bodyBytes += _header.Skip(buffer.Span[..read]);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = inner.Read(buffer, offset, count);
        _bodyBytes += _header.Skip(buffer.AsSpan(offset, read));
        return read;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => inner.WriteAsync(buffer, cancellationToken);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        inner.WriteAsync(buffer, offset, count, cancellationToken);

    public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);

    public override void Flush() => inner.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Close(isFinal: false);
        }

        base.Dispose(disposing);
    }

    /// <summary>Finds where the header of the final answer ends.</summary>
    private sealed class HeaderScan
    {
        private const int StatusAt = 9;
        private long _at;
        private bool _isInterim;
        private bool _isLineEmpty;
        private bool _isOver;

        /// <summary>How many of the bytes are of the body.</summary>
        public int Skip(ReadOnlySpan<byte> bytes)
        {
            var taken = 0;
            while (!_isOver && taken < bytes.Length)
            {
                Take(bytes[taken++]);
            }

            return bytes.Length - taken;
        }

        private void Take(byte next)
        {
            // `HTTP/1.1 103 Early Hints` has another header behind it.
            _isInterim |= _at++ == StatusAt && next == '1';
            if (next == '\n' && _isLineEmpty)
            {
                _isOver = !_isInterim;
                (_at, _isInterim, _isLineEmpty) = (0, false, false);
            }
            else if (next != '\r')
            {
                _isLineEmpty = next == '\n';
            }
        }
    }
}
