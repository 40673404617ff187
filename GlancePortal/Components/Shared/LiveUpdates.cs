using System.Collections.Concurrent;
using System.Threading.Channels;
using GlancePortal.Domain.Audit;

namespace GlancePortal.Components.Shared;

/// <summary>Brings what others change to an open page: at once when it is quiet, merged to one message a second when it is not.</summary>
internal sealed class LiveUpdates(ChangeBroadcast broadcast, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Watches until cancelled.</summary>
    /// <param name="concerns">Whether the page shows something that the update is about.</param>
    /// <param name="act">Takes what came since the last time, each once.</param>
    /// <param name="cancellationToken">The page was left.</param>
    public async Task WatchAsync(
        Func<LiveUpdate, bool> concerns, Func<IReadOnlyCollection<LiveUpdate>, Task> act, CancellationToken cancellationToken)
    {
        var pending = new ConcurrentDictionary<LiveUpdate, bool>();
        var bell = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        var listening = ListenAsync(concerns, pending, bell.Writer, cancellationToken);
        try
        {
            while (await bell.Reader.WaitToReadAsync(cancellationToken))
            {
                bell.Reader.TryRead(out _);
                var batch = pending.Keys.ToList();
                batch.ForEach(update => pending.TryRemove(update, out _));
                if (batch.Count > 0)
                {
                    await act(batch);
                }

                await Task.Delay(Pause, time, cancellationToken);
            }

            await listening;
        }
        catch (OperationCanceledException)
        {
            // The page was left.
        }
    }

    private async Task ListenAsync(
        Func<LiveUpdate, bool> concerns, ConcurrentDictionary<LiveUpdate, bool> pending, ChannelWriter<bool> bell, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var update in broadcast.WatchAsync(cancellationToken))
            {
                if (concerns(update) && pending.TryAdd(update, true))
                {
                    bell.TryWrite(true);
                }
            }
        }
        finally
        {
            bell.TryComplete();
        }
    }
}
