using System.Buffers.Binary;
using GlancePortal.Domain.Stores;

namespace GlancePortal.Domain.Content;

/// <summary>Reads a range of stored data; no byte leaves before the checksum of its whole block was held against the recorded one.</summary>
/// <remarks>Holds two blocks: one on its way out, one being read and verified meanwhile.</remarks>
public sealed class VerifiedReader : IAsyncDisposable
{
    private readonly StoredContent _content;
    private readonly Stream _source;
    private readonly long _end;
    private long _position;
    private Memory<byte> _current = TransferBuffers.Rent();
    private Memory<byte> _next = TransferBuffers.Rent();
    private bool _disposed;

    private VerifiedReader(StoredContent content, Stream source, long offset, long length)
    {
        _content = content;
        _source = source;
        _position = offset;
        _end = offset + length;
    }

    private long Block => _position / BlockChecksums.BlockBytes;

    /// <summary>Opens a range and verifies its first block, so that what can be refused is refused before an answer has begun.</summary>
    /// <param name="content">Data to read.</param>
    /// <param name="offset">First byte.</param>
    /// <param name="length">Number of bytes; <paramref name="offset"/> and it lie within the content.</param>
    /// <param name="cancellationToken">Ends the opening.</param>
    /// <exception cref="DataNotFoundException">The store does not hold the data.</exception>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    /// <exception cref="DamagedDataException">The first block is not what was stored.</exception>
    public static async Task<VerifiedReader> OpenAsync(StoredContent content, long offset, long length, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, content.Bytes - length);
        var from = offset / BlockChecksums.BlockBytes * BlockChecksums.BlockBytes;
        var to = Math.Min(BlockChecksums.CountFor(offset + length) * BlockChecksums.BlockBytes, content.Bytes);
        var reader = new VerifiedReader(content, await OpenSourceAsync(content, from, to - from, cancellationToken), offset, length);
        try
        {
            if (length > 0)
            {
                await reader.ReadBlockAsync(reader._current, reader.Block, cancellationToken);
            }
            return reader;
        }
        catch
        {
            await reader.DisposeAsync();
            throw;
        }
    }

    /// <summary>Writes the range to <paramref name="target"/>. Once only.</summary>
    /// <exception cref="DamagedDataException">
    /// A block is not what was stored. Everything before it has been written; whoever sends it must not let it pass for complete.
    /// </exception>
    /// <exception cref="StoreUnavailableException">The store failed on the way.</exception>
    public async Task CopyToAsync(Stream target, CancellationToken cancellationToken)
    {
        while (_position < _end)
        {
            var block = Block;
            var start = (int)(_position % BlockChecksums.BlockBytes);
            var count = (int)Math.Min(BlockChecksums.BlockBytes - start, _end - _position);
            var sending = target.WriteAsync(_current.Slice(start, count), cancellationToken).AsTask();
            _position += count;
            try
            {
                if (_position < _end)
                {
                    await ReadBlockAsync(_next, block + 1, cancellationToken);
                }
            }
            finally
            {
                // Also after a fault of the read: the buffer is in use until the target lets go of it.
                await sending;
            }
            (_current, _next) = (_next, _current);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (!_disposed)
        {
            _disposed = true;
            TransferBuffers.Return(_current);
            TransferBuffers.Return(_next);
            await _source.DisposeAsync();
        }
    }

    private static async Task<Stream> OpenSourceAsync(StoredContent content, long from, long length, CancellationToken cancellationToken)
    {
        if (content.Store.As<IRangeReads>() is { } ranges)
        {
            return await ranges.OpenReadAsync(content.Location, from, length, cancellationToken);
        }
        var source = await content.Store.OpenReadAsync(content.Location, cancellationToken);
        if (source.CanSeek)
        {
            source.Position = from;
        }
        else
        {
            await SkipAsync(source, from, cancellationToken);
        }
        return source;
    }

    private static async Task SkipAsync(Stream source, long bytes, CancellationToken cancellationToken)
    {
        var buffer = TransferBuffers.Rent();
        try
        {
            // An early end shows as a damaged block.
            for (int read; bytes > 0 && (read = await source.ReadAsync(buffer[..(int)Math.Min(bytes, buffer.Length)], cancellationToken)) > 0;)
            {
                bytes -= read;
            }
        }
        finally
        {
            TransferBuffers.Return(buffer);
        }
    }

    private async ValueTask ReadBlockAsync(Memory<byte> buffer, long block, CancellationToken cancellationToken)
    {
        var length = (int)Math.Min(BlockChecksums.BlockBytes, _content.Bytes - block * BlockChecksums.BlockBytes);
        var read = await _source.ReadAtLeastAsync(buffer[..length], length, throwOnEndOfStream: false, cancellationToken);
        var recorded = _content.BlockChecksums.Span;
        var at = block * BlockChecksums.ChecksumBytes;
        if (read < length
            || at + BlockChecksums.ChecksumBytes > recorded.Length
            || BlockChecksums.Of(buffer.Span[..length]) != BinaryPrimitives.ReadUInt64LittleEndian(recorded[(int)at..]))
        {
            throw new DamagedDataException(_content.ImageId, _content.Store.Id, block);
        }
    }
}
