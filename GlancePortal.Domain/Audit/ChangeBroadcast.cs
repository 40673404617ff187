using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Threading.Channels;

namespace GlancePortal.Domain.Audit;

/// <summary>Something that pages watch: an object changed, or work on it progressed.</summary>
/// <param name="Action">`object.verb`; `….progress` for progress, which is not audited.</param>
/// <param name="ObjectType">Kind of object.</param>
/// <param name="ObjectId">Its id.</param>
/// <param name="ProjectId">Project it belongs to; null when none.</param>
public sealed record LiveUpdate(string Action, string ObjectType, string ObjectId, string? ProjectId)
{
    /// <summary>Whether another node did it.</summary>
    public bool IsFromElsewhere { get; init; }
}

/// <summary>Tells those who watch that something changed, here or on another node. Loses nothing a page cannot query again.</summary>
public sealed class ChangeBroadcast : IDisposable
{
    private const int BufferedUpdates = 256;
    private readonly ConcurrentDictionary<Guid, Channel<LiveUpdate>> _watchers = new();
    private readonly Meter _meter;
    private readonly Counter<long> _changes;

    /// <summary>Creates the broadcast and its counter.</summary>
    /// <param name="meters">Makes the meter.</param>
    public ChangeBroadcast(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        _meter = meters.Create("GlancePortal.Changes");
        _changes = _meter.CreateCounter<long>("glanceportal.changes", description: "Committed changes of state by action");
    }

    /// <summary>Updates from now on. A watcher that does not keep up loses the oldest.</summary>
    /// <param name="cancellationToken">Ends the watch.</param>
    public async IAsyncEnumerable<LiveUpdate> WatchAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var id = Guid.NewGuid();
        var channel = Channel.CreateBounded<LiveUpdate>(
            new BoundedChannelOptions(BufferedUpdates) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        _watchers[id] = channel;
        try
        {
            await foreach (var update in channel.Reader.ReadAllAsync(cancellationToken))
            {
                yield return update;
            }
        }
        finally
        {
            _watchers.TryRemove(id, out _);
        }
    }

    /// <summary>Announces committed changes: counts them and passes them on.</summary>
    public void Announce(IReadOnlyList<AuditEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        foreach (var change in events)
        {
            _changes.Add(1, new KeyValuePair<string, object?>("action", change.Action));
            Send(UpdateOf(change));
        }
    }

    /// <summary>What watchers are told of an audited change.</summary>
    internal static LiveUpdate UpdateOf(AuditEvent change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return new LiveUpdate(change.Action, change.ObjectType, change.ObjectId, change.ProjectId);
    }

    /// <summary>Passes on progress, which is neither audited nor counted, and what other nodes tell.</summary>
    public void Send(LiveUpdate update)
    {
        foreach (var watcher in _watchers.Values)
        {
            watcher.Writer.TryWrite(update);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();
}
