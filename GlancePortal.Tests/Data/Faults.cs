using GlancePortal.Domain.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Xunit;

namespace GlancePortal.Tests.Data;

[Trait("Suite", "unit")]
public sealed class Faults
{
    public static TheoryData<Exception, bool> Cases() => new()
    {
        { new NpgsqlException("connection refused"), true },
        { new InvalidOperationException("likely transient", new NpgsqlException("time-out", new TimeoutException())), true },
        { new DbUpdateException("saving", new SqliteException("disk is full", 13)), true },
        { new DbUpdateException("saving", new SqliteException("constraint", 19)), false },
        { new PostgresException("duplicate key", "ERROR", "ERROR", "23505"), false },
        { new PostgresException("shutting down", "FATAL", "FATAL", "57P01"), true },
        { new InvalidOperationException("a bug of ours"), false },
    };

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void A_database_that_is_away_is_told_from_a_wrong_statement(Exception fault, bool away) =>
        Assert.Equal(away, DatabaseFaults.IsAway(fault));
}
