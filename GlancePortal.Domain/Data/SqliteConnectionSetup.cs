using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace GlancePortal.Domain.Data;

/// <summary>What each connection to the embedded database needs. The write-ahead log itself is a property of the file.</summary>
internal sealed class SqliteConnectionSetup : DbConnectionInterceptor
{
    // NORMAL: a commit is flushed by WalFlush before it is acknowledged, not while it holds the writer's place.
    // The busy time-out is for other processes (the administration verbs); writers of this one take turns.
    private const string Pragmas = "PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=30000; PRAGMA temp_store=MEMORY;";

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        command.ExecuteNonQuery();
    }

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        ConnectionOpened(connection, eventData);
        return Task.CompletedTask;
    }
}
