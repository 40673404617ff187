using System.Threading.Channels;
using GlancePortal.Access;
using GlancePortal.Domain.Audit;
using GlancePortal.Domain.Uploads;

namespace GlancePortal.Api.Native.Events;

/// <summary>Sends the changes of a project to one who watches: at most one event per object and second, read from the records of all nodes.
/// A change on this node is sent at once, one of another within two seconds. Nothing piles up for a slow reader.</summary>
internal sealed class EventStream(
    IServiceScopeFactory scopes, ChangeBroadcast broadcast, CallerCheck callers, IHostApplicationLifetime lifetime, TimeProvider time)
{
    // Together they bound how long a watcher who may no longer watch goes on: session and roles are remembered for two seconds more.
    private static readonly TimeSpan BetweenEvents = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(12);

    /// <summary>Runs until the reader is gone, may no longer watch, or the process stops.</summary>
    /// <param name="context">The request.</param>
    /// <param name="watch">What of.</param>
    /// <param name="since">Number of the last event that the reader has seen; null begins now.</param>
    public async Task RunAsync(HttpContext context, EventWatch watch, long? since)
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        var bell = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        var listening = ListenAsync(watch.ProjectId, bell.Writer, leaving.Token);
        try
        {
            await SendAsync(context, watch, since, bell.Reader, leaving.Token);
        }
        catch (OperationCanceledException) when (leaving.IsCancellationRequested)
        {
            // The reader is gone, or the process stops; a reader connects again and goes on from the last id.
        }
        finally
        {
            await leaving.CancelAsync();
            await listening;
        }
    }

    private async Task SendAsync(HttpContext context, EventWatch watch, long? since, ChannelReader<bool> bell, CancellationToken cancellationToken)
    {
        var writer = new EventWriter(context.Response);
        var mark = await BeginAsync(writer, watch.ProjectId, since, cancellationToken);
        var moving = new Dictionary<Guid, (string Phase, long Done)>();
        var sentAt = time.GetTimestamp();
        var ringing = bell.WaitToReadAsync(cancellationToken).AsTask();
        while (await callers.IsStillAsync(context))
        {
            if (ringing.IsCompleted)
            {
                // Before the look: what rings during it is seen by the next one.
                bell.TryRead(out _);
                ringing = bell.WaitToReadAsync(cancellationToken).AsTask();
            }

            await using (var scope = scopes.CreateAsyncScope())
            {
                var changes = scope.ServiceProvider.GetRequiredService<ProjectChanges>();
                WriteChanges(writer, (await changes.NextAsync(mark, cancellationToken)).Where(watch.Concerns));
                WriteProgress(writer, watch.Concerning(await changes.MovingAsync(watch.ProjectId, cancellationToken)), moving);
            }

            if (!writer.IsEmpty || time.GetElapsedTime(sentAt) >= Heartbeat)
            {
                writer.Beat();
                await writer.SendAsync(cancellationToken);
                sentAt = time.GetTimestamp();
            }

            await Task.Delay(BetweenEvents, time, cancellationToken);
            // Nothing may have rung here; another node may have something all the same.
            await Task.WhenAny(ringing, Task.Delay(LongestWait, time, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private async Task<ChangeMark> BeginAsync(EventWriter writer, string? projectId, long? since, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var changes = scope.ServiceProvider.GetRequiredService<ProjectChanges>();
        var latest = await changes.LatestAsync(projectId, cancellationToken);
        // A number from the future is one of another database.
        var isLost = since is { } seen && (seen > latest || await changes.IsFarBehindAsync(projectId, seen, cancellationToken));
        var start = isLost ? latest : since ?? latest;
        writer.Begin();
        writer.WriteMark(isLost ? EventWriter.Reset : EventWriter.Ready, start);
        await writer.SendAsync(cancellationToken);
        return new ChangeMark(projectId, start);
    }

    private static void WriteChanges(EventWriter writer, IEnumerable<ObjectChange> changes)
    {
        foreach (var change in changes)
        {
            writer.Write(change);
        }
    }

    private static void WriteProgress(
        EventWriter writer, IReadOnlyDictionary<Guid, BytesOnTheWay> now, Dictionary<Guid, (string Phase, long Done)> before)
    {
        foreach (var (id, bytes) in now)
        {
            if (!before.TryGetValue(id, out var last) || last != (bytes.Phase, bytes.Done))
            {
                before[id] = (bytes.Phase, bytes.Done);
                writer.Write(id, bytes);
            }
        }

        foreach (var ended in before.Keys.Where(id => !now.ContainsKey(id)).ToList())
        {
            before.Remove(ended);
        }
    }

    private async Task ListenAsync(string? projectId, ChannelWriter<bool> bell, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var update in broadcast.WatchAsync(cancellationToken))
            {
                if (projectId is null || update.ProjectId == projectId)
                {
                    bell.TryWrite(true);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Nobody watches any more.
        }
    }
}
