namespace GlancePortal.Domain.Import.Remote;

/// <summary>Ends a transfer that is silent or takes too long. One timer, however many reads.</summary>
internal sealed class TransferWatch : IDisposable
{
    private const int LooksPerStall = 4;

    private readonly TimeProvider _time;
    private readonly TimeSpan _stall;
    private readonly TimeSpan _total;
    private readonly long _began;
    private readonly CancellationTokenSource _ended = new();
    private readonly ITimer _timer;
    private CancellationTokenSource? _linked;
    private CancellationToken _callers;
    private long _waitingSince;
    private volatile bool _isStalled;
    private volatile bool _isOver;

    public TransferWatch(TimeProvider time, TimeSpan stall, TimeSpan total)
    {
        (_time, _stall, _total) = (time, stall, total);
        _began = time.GetTimestamp();
        var every = TimeSpan.FromTicks(Math.Min(stall.Ticks, total.Ticks) / LooksPerStall);
        _timer = time.CreateTimer(_ => Look(), state: null, every, every);
    }

    /// <summary>Ended by this watch or by the caller. Made once for each token, since reads of one transfer come with the same.</summary>
    public CancellationToken With(CancellationToken cancellationToken)
    {
        if (_linked is null || _callers != cancellationToken)
        {
            _linked?.Dispose();
            _linked = CancellationTokenSource.CreateLinkedTokenSource(_ended.Token, cancellationToken);
            _callers = cancellationToken;
        }

        return _linked.Token;
    }

    /// <summary>The server has its turn.</summary>
    public void Wait() => Volatile.Write(ref _waitingSince, _time.GetTimestamp());

    /// <summary>The server did something, or we have our turn: however long that takes is not its fault.</summary>
    public void Rest() => Volatile.Write(ref _waitingSince, 0);

    /// <summary>Why the transfer was ended; null when it was not by this watch.</summary>
    public RemoteSourceException? Fault(string source) =>
        _isStalled ? RemoteRefusals.Stalled(source, _stall)
        : _isOver ? RemoteRefusals.TooSlow(source, _total)
        : null;

    public void Dispose()
    {
        _timer.Dispose();
        _linked?.Dispose();
        _ended.Dispose();
    }

    private void Look()
    {
        var since = Volatile.Read(ref _waitingSince);
        _isStalled |= since != 0 && _time.GetElapsedTime(since) >= _stall;
        _isOver |= _time.GetElapsedTime(_began) >= _total;
        if (_isStalled || _isOver)
        {
            try
            {
                _ended.Cancel();
            }
            catch (Exception fault) when (fault is ObjectDisposedException or AggregateException)
            {
                // The last look of a transfer that has just ended, or a connection that could not even be closed.
            }
        }
    }
}
