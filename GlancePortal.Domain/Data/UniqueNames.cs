using System.Data.Common;
using GlancePortal.Domain.Errors;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace GlancePortal.Domain.Data;

/// <summary>Turns a broken unique index into a refusal: the index decides, also between nodes.</summary>
internal static class UniqueNames
{
    private const int SqliteConstraint = 19;
    private const string PostgresUniqueViolation = "23505";

    /// <exception cref="ConflictException">Another row has the name.</exception>
    public static async Task<T> OrConflictAsync<T>(this Task<T> write, string message, string code = "name.taken")
    {
        try
        {
            return await write;
        }
        catch (DbUpdateException fault) when (IsTaken(fault.InnerException))
        {
            throw new ConflictException(message, code);
        }
    }

    private static bool IsTaken(Exception? fault) =>
        fault is SqliteException { SqliteErrorCode: SqliteConstraint } or DbException { SqlState: PostgresUniqueViolation };
}
