using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace GlancePortal.Domain.Data;

/// <summary>Tells a database that is away from a statement that is wrong.</summary>
public static class DatabaseFaults
{
    /// <summary>Whether the database was unreachable, full, busy or shutting down, so that the same work may succeed later.</summary>
    /// <remarks>The frameworks in between wrap such a fault in exceptions of several types; what counts lies within. A broken
    /// constraint or statement is a bug of ours, not the database's state.</remarks>
    public static bool IsAway(Exception fault)
    {
        for (var at = fault; at is not null; at = at.InnerException)
        {
            if (at is SqliteException sqlite)
            {
                return sqlite.SqliteErrorCode is not (1 or 19 or 20 or 25);
            }

            if (at is DbException database)
            {
                return database.SqlState is null || !(database.SqlState.StartsWith("22", StringComparison.Ordinal)
                    || database.SqlState.StartsWith("23", StringComparison.Ordinal) || database.SqlState.StartsWith("42", StringComparison.Ordinal));
            }
        }

        return false;
    }
}
