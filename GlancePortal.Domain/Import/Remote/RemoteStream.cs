using System.Runtime.CompilerServices;

namespace GlancePortal.Domain.Import.Remote;

/// <summary>The body of a source from some byte to its end. A connection that breaks is made again, and goes on where the last one ended.</summary>
internal sealed class RemoteStream : Stream
{
    private readonly RemoteTransfer _transfer;
    private readonly Tries _tries;
    private readonly string _source;
    private readonly string? _validator;
    private RemoteAnswer _answer;
    private Stream _body;
    private ReadOnlyMemory<byte> _peeked;
    private long _position;
    private long? _length;
    private bool _isOver;

    /// <param name="transfer">Asks again; disposed with this stream.</param>
    /// <param name="answer">The first answer; disposed with this stream.</param>
    /// <param name="body">Its body.</param>
    public RemoteStream(RemoteTransfer transfer, RemoteAnswer answer, Stream body)
    {
        (_transfer, _answer, _body, _tries) = (transfer, answer, body, transfer.NewTries());
        (_source, _validator, _position, _length) = (answer.Source, answer.Validator, answer.From, answer.Length);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => _length ?? throw new NotSupportedException();

    public override long Position
    {
        get => _position - _peeked.Length;
        set => throw new NotSupportedException();
    }

    /// <summary>The first bytes, which reads will give as well.</summary>
    /// <param name="isEnough">Ends the reading before all that was asked for is there.</param>
    /// <param name="atMost">Bytes at most.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<ReadOnlyMemory<byte>> PeekAsync(Func<ReadOnlyMemory<byte>, bool> isEnough, int atMost, CancellationToken cancellationToken)
    {
        var buffer = new byte[atMost];
        var count = 0;
        for (var read = 1; read > 0 && count < atMost && !isEnough(buffer.AsMemory(0, count)); count += read)
        {
            read = await ReadOnAsync(buffer.AsMemory(count), cancellationToken);
        }

        return _peeked = buffer.AsMemory(0, count);
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_peeked.IsEmpty)
        {
            return ReadOnAsync(buffer, cancellationToken);
        }

        var count = Math.Min(buffer.Length, _peeked.Length);
        _peeked[..count].CopyTo(buffer);
        _peeked = _peeked[count..];
        return ValueTask.FromResult(count);
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
            _answer.Dispose();
            _transfer.Dispose();
        }

        base.Dispose(disposing);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> ReadOnAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (!_isOver && !buffer.IsEmpty)
        {
            var (read, fault) = await _transfer.ReadAsync(_body, buffer, _source, cancellationToken);
            if (read > 0)
            {
                _position += read;
                _tries.Progress(read);
                return _position <= (_length ?? long.MaxValue) ? read : throw RemoteRefusals.TooLong(_source, _length!.Value);
            }

            if (fault is null && _position >= (_length ?? 0))
            {
                await EndAsync(cancellationToken);
            }
            else
            {
                await GoOnAsync(fault, cancellationToken);
            }
        }

        return 0;
    }

    private async Task EndAsync(CancellationToken cancellationToken)
    {
        if (_length is { } announced && await _transfer.HasMoreAsync(_answer, cancellationToken))
        {
            throw RemoteRefusals.TooLong(_source, announced);
        }

        _length = _position;
        _isOver = true;
    }

    /// <summary>Makes a new connection and asks it for the rest.</summary>
    private async Task GoOnAsync(Exception? fault, CancellationToken cancellationToken)
    {
        _answer.Dispose();
        _tries.Fail();
        while (_validator is not null && !_tries.AreUsedUp)
        {
            await _transfer.PauseAsync(_tries, _source, cancellationToken);
            RemoteAnswer? next = null;
            try
            {
                next = await _transfer.AskOnAsync(_answer, _position, _validator, cancellationToken);
                RequireRest(next, fault);
                (_answer, _body) = (next, await next.BodyAsync(cancellationToken));
                return;
            }
            catch (RemoteSourceException refusal) when (_transfer.CanTryAgain(refusal))
            {
                next?.Dispose();
                fault = refusal;
                _tries.Fail(refusal.RetryAfter);
            }
            catch
            {
                next?.Dispose();
                throw;
            }
        }

        throw RemoteRefusals.Truncated(_source, _position, _length, fault);
    }

    /// <summary>Refuses bytes that do not continue those that came.</summary>
    private void RequireRest(RemoteAnswer next, Exception? fault)
    {
        if (next.IsPart)
        {
            next.RequireFile();
            if (next.Validator is { } now && now != _validator)
            {
                throw RemoteRefusals.Changed(_source);
            }

            if (next.From != _position)
            {
                throw RemoteRefusals.WrongRange(_source);
            }

            if (_length is { } before && next.Length is { } after && before != after)
            {
                throw RemoteRefusals.Changed(_source);
            }

            _length ??= next.Length;
            return;
        }

        if (!next.IsWhole && !next.IsBeyondEnd)
        {
            next.RequireFile();
        }

        // All of it, or none: another file, or a server that gives no parts.
        throw next.Validator is { } other && other != _validator
            ? RemoteRefusals.Changed(_source)
            : RemoteRefusals.Truncated(_source, _position, _length, fault);
    }
}
