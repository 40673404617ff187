using GlancePortal.Domain.Content;

namespace GlancePortal.Domain.Uploads;

/// <summary>One upload as this process knows it: at most one writer, and the running hashes.</summary>
internal sealed class UploadSession(TimeProvider time)
{
    private readonly object _gate = new();
    private ContentPass? _pass;
    private bool _closed;
    private long _lastUsed = time.GetTimestamp();

    public UploadWriter? Writer { get; private set; }

    /// <summary>Time since the last writer ended; none while one writes.</summary>
    public TimeSpan IdleFor
    {
        get
        {
            lock (_gate)
            {
                return Writer is null ? time.GetElapsedTime(_lastUsed) : TimeSpan.Zero;
            }
        }
    }

    /// <summary>A writer if there is none; otherwise <paramref name="current"/> is the one there is, or null when the session is closed.</summary>
    public UploadWriter? TryBegin(out UploadWriter? current)
    {
        lock (_gate)
        {
            current = Writer;
            return _closed || Writer is not null ? null : Writer = new UploadWriter(this, time);
        }
    }

    public void End()
    {
        lock (_gate)
        {
            Writer = null;
            _lastUsed = time.GetTimestamp();
            if (_closed)
            {
                _pass?.Dispose();
                _pass = null;
            }
        }
    }

    /// <summary>Gives the running hashes away; while a writer still uses them it disposes them when it ends.</summary>
    public ContentPass? Close()
    {
        lock (_gate)
        {
            _closed = true;
            if (Writer is not null)
            {
                return null;
            }

            var pass = _pass;
            _pass = null;
            return pass;
        }
    }

    /// <summary>The hashes of the first <paramref name="offset"/> bytes; null when they were lost. Others than those are dropped.</summary>
    public ContentPass? PassAt(long offset, Func<ContentPass> begin)
    {
        lock (_gate)
        {
            if (_pass?.Bytes != offset)
            {
                _pass?.Dispose();
                _pass = offset == 0 ? begin() : null;
            }

            return _pass;
        }
    }

    public void DropPass()
    {
        lock (_gate)
        {
            _pass?.Dispose();
            _pass = null;
        }
    }
}

/// <summary>The one who writes an upload now.</summary>
internal sealed class UploadWriter(UploadSession session, TimeProvider time) : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _lastProgress = time.GetTimestamp();

    public UploadSession Session => session;

    /// <summary>Ends the writing: the upload is over, or another writer takes the place.</summary>
    public CancellationToken Stopped => _stop.Token;

    /// <summary>Done when what had come is saved and the place is free.</summary>
    public Task Ended => _ended.Task;

    /// <summary>When bytes last came, as a timestamp.</summary>
    public long LastProgress => Volatile.Read(ref _lastProgress);

    /// <summary>Time since then.</summary>
    public TimeSpan Idle => time.GetElapsedTime(LastProgress);

    public void Progressed() => Volatile.Write(ref _lastProgress, time.GetTimestamp());

    public void Stop()
    {
        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has just ended by itself.
        }
    }

    public void Dispose()
    {
        session.End();
        _ended.TrySetResult();
        _stop.Dispose();
    }
}
