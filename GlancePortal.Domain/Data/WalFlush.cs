namespace GlancePortal.Domain.Data;

/// <summary>Brings commits in SQLite's write-ahead log to disk, one flush for all that wait.</summary>
/// <remarks>With `synchronous=FULL` SQLite flushes inside each commit, while it holds the only writer's place: some 400 commits a
/// second at best. Here a commit leaves the place at once and is acknowledged after the next flush of the log, which it
/// shares with every commit made meanwhile. The log is never locked by file locks of its own, so a second handle on it is safe.</remarks>
/// <param name="path">Path of the log.</param>
internal sealed class WalFlush(string path)
{
    private readonly Lock _gate = new();
    private Task? _running;
    private Task? _next;

    /// <summary>Completes when everything committed before the call is on disk.</summary>
    public Task FlushAsync()
    {
        lock (_gate)
        {
            if (_running is null || _running.IsCompleted)
            {
                return _running = Task.Run(Flush);
            }

            // The one under way may have begun before the caller's commit; the one after it has not.
            return _next ??= FlushAfterAsync(_running);
        }
    }

    private async Task FlushAfterAsync(Task running)
    {
        await running.ContinueWith(_ => { }, TaskScheduler.Default);
        lock (_gate)
        {
            _running = _next;
            _next = null;
        }

        Flush();
    }

    private void Flush()
    {
        try
        {
            using var log = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            RandomAccess.FlushToDisk(log);
        }
        catch (FileNotFoundException)
        {
            // Folded into the database file, and flushed by that, since the commit.
        }
    }
}
