using Xunit;

namespace GlancePortal.Tests.Support;

/// <summary>The program with trusted headers on a database of its own on the tests' PostgreSQL; one for all classes of the collection, or one of a class that needs other settings.</summary>
public class PostgresPortal : TrustingPortal, IAsyncLifetime
{
    private string? _connectionString;

    public async ValueTask InitializeAsync()
    {
        _connectionString = await PostgresServer.CreateDatabaseAsync();
        Settings["Database:Provider"] = "PostgreSql";
        Settings["Database:ConnectionString"] = _connectionString;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_connectionString is not null)
        {
            await PostgresServer.DropDatabaseAsync(_connectionString);
        }

        GC.SuppressFinalize(this);
    }
}

/// <summary>Classes of this collection share one <see cref="PostgresPortal"/> and keep apart by project.</summary>
[CollectionDefinition(Name)]
public class PostgresPortalTests : ICollectionFixture<PostgresPortal>
{
    public const string Name = "portal on PostgreSQL";
}
