using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;

namespace GlancePortal.Domain.Data;

/// <summary>The records in the embedded database.</summary>
/// <param name="options">Options with the file's connection string.</param>
public sealed class SqlitePortalDb(DbContextOptions<SqlitePortalDb> options) : PortalDb(options)
{
    // SQLite has one writer; those of one process queue here, by file, instead of polling the file's lock.
    private static readonly ConcurrentDictionary<string, SemaphoreSlim> Turns = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, WalFlush> Flushes = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    protected override async ValueTask<IDisposable?> TakeTurnAsync(CancellationToken cancellationToken)
    {
        var free = Turns.GetOrAdd(Database.GetConnectionString() ?? "", _ => new SemaphoreSlim(1, 1));
        await free.WaitAsync(cancellationToken);
        return new Turn(free);
    }

    /// <inheritdoc/>
    protected override Task FlushAsync() =>
        Flushes.GetOrAdd(Database.GetDbConnection().DataSource, file => new WalFlush(file + "-wal")).FlushAsync();

    private sealed class Turn(SemaphoreSlim free) : IDisposable
    {
        public void Dispose() => free.Release();
    }
}
