using Npgsql;

namespace GlancePortal.Tests.Support;

/// <summary>The server that ./test.sh starts and names in GLANCEPORTAL_TEST_POSTGRES.</summary>
internal static class PostgresServer
{
    private static string Superuser => Environment.GetEnvironmentVariable("GLANCEPORTAL_TEST_POSTGRES")
        ?? throw new InvalidOperationException("GLANCEPORTAL_TEST_POSTGRES is not set: run ./test.sh, or start test/services/postgres.sh and export its env.");

    /// <summary>The connection string of a new and empty database.</summary>
    public static async Task<string> CreateDatabaseAsync()
    {
        var name = $"test_{Guid.NewGuid():N}";
        await RunAsync($"CREATE DATABASE {name}");
        return new NpgsqlConnectionStringBuilder(Superuser) { Database = name }.ToString();
    }

    /// <summary>Drops it, whoever uses it; again is fine.</summary>
    public static async Task DropDatabaseAsync(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        NpgsqlConnection.ClearPool(connection);
        await RunAsync($"DROP DATABASE IF EXISTS {new NpgsqlConnectionStringBuilder(connectionString).Database} WITH (FORCE)");
    }

    /// <summary>Cuts every connection to the database on which somebody waits for notifications.</summary>
    public static Task EndListenersAsync(string connectionString) => RunAsync(
        $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{new NpgsqlConnectionStringBuilder(connectionString).Database}' AND query LIKE 'LISTEN%'");

    private static async Task RunAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(Superuser);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the names are our own
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
