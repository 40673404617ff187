using System.Collections.Concurrent;
using GlancePortal.Domain.Content;

namespace GlancePortal.Domain.Uploads;

/// <summary>What this process remembers of uploads between their requests: who writes now, and the running hashes. All of it can be lost.</summary>
/// <param name="time">Clock of the idle times.</param>
public sealed class UploadSessions(TimeProvider time) : IDisposable
{
    /// <summary>A writer from whom nothing came for so long gives way to the next who asks.</summary>
    internal static readonly TimeSpan StalledAfter = TimeSpan.FromSeconds(3);

    // Who comes back later has the content read once more from staging.
    private static readonly TimeSpan KeptIdle = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentDictionary<Guid, UploadSession> _sessions = new();

    /// <summary>Makes the caller the one writer of the upload in this process; a stalled writer is ended first.</summary>
    /// <exception cref="UploadBusyException">Another writer is at work.</exception>
    internal async Task<UploadWriter> BeginAsync(Guid id, CancellationToken cancellationToken)
    {
        DropIdle();
        while (true)
        {
            var session = _sessions.GetOrAdd(id, _ => new UploadSession(time));
            var writer = session.TryBegin(out var current);
            if (writer is not null)
            {
                return writer;
            }

            if (current is null)
            {
                // The session was dropped in between.
                _sessions.TryRemove(KeyValuePair.Create(id, session));
                continue;
            }

            if (current.Idle < StalledAfter || !await EndAsync(current, cancellationToken))
            {
                throw new UploadBusyException(id);
            }
        }
    }

    /// <summary>Waits for a sign of life of the writer; without one it has stalled and is ended, so that what came is acknowledged to its last byte.</summary>
    internal async Task SettleAsync(Guid id, CancellationToken cancellationToken)
    {
        if (!_sessions.TryGetValue(id, out var session) || session.Writer is not { } writer)
        {
            return;
        }

        var lastSeen = writer.LastProgress;
        while (session.Writer == writer && writer.LastProgress == lastSeen)
        {
            if (writer.Idle >= StalledAfter)
            {
                await EndAsync(writer, cancellationToken);
                return;
            }

            await Task.Delay(LookEvery, time, cancellationToken);
        }
    }

    /// <summary>The running hashes, if they cover exactly the first <paramref name="bytes"/> bytes; the caller disposes them.</summary>
    internal async Task<ContentPass?> TakePassAsync(Guid id, long bytes, CancellationToken cancellationToken)
    {
        // The last byte is announced a moment before its writer lets go of the hashes.
        if (_sessions.TryGetValue(id, out var current) && current.Writer is { } writer)
        {
            await writer.Ended.WaitAsync(cancellationToken);
        }

        var pass = _sessions.TryRemove(id, out var session) ? session.Close() : null;
        if (pass?.Bytes == bytes)
        {
            return pass;
        }

        pass?.Dispose();
        return null;
    }

    /// <summary>Ends a writer and forgets the upload: it is over.</summary>
    internal void Drop(Guid id)
    {
        if (_sessions.TryRemove(id, out var session))
        {
            session.Writer?.Stop();
            session.Close()?.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var id in _sessions.Keys)
        {
            Drop(id);
        }
    }

    private void DropIdle()
    {
        foreach (var (id, session) in _sessions)
        {
            if (session.IdleFor > KeptIdle && _sessions.TryRemove(KeyValuePair.Create(id, session)))
            {
                session.Close()?.Dispose();
            }
        }
    }

    private async Task<bool> EndAsync(UploadWriter writer, CancellationToken cancellationToken)
    {
        writer.Stop();
        try
        {
            await writer.Ended.WaitAsync(Patience, time, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
