using System.Data.Common;
using GlancePortal.Domain.Data;
using Microsoft.EntityFrameworkCore;

namespace GlancePortal.Tests.Support;

/// <summary>How a database would answer a query.</summary>
internal static class QueryPlan
{
    /// <summary>The plan, a step in each line. PostgreSQL is told that its tests' few rows are many.</summary>
    public static async Task<string> PlanOfAsync<T>(this PortalDb db, IQueryable<T> query, CancellationToken cancellationToken)
    {
        var isSqlite = db is SqlitePortalDb;
        await using var command = query.CreateDbCommand();
        await db.Database.OpenConnectionAsync(cancellationToken);
        if (!isSqlite)
        {
            await db.Database.ExecuteSqlRawAsync("SET enable_seqscan = off", cancellationToken);
        }

#pragma warning disable CA2100 // the text is the framework's
        command.CommandText = (isSqlite ? "EXPLAIN QUERY PLAN " : "EXPLAIN (COSTS OFF) ") + command.CommandText;
#pragma warning restore CA2100
        var lines = new List<string>();
        await using (DbDataReader reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                lines.Add(reader.GetString(isSqlite ? 3 : 0));
            }
        }

        if (!isSqlite)
        {
            await db.Database.ExecuteSqlRawAsync("RESET ALL", cancellationToken);
        }

        return string.Join('\n', lines);
    }
}
