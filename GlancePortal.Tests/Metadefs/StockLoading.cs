using GlancePortal.Domain.Data;
using GlancePortal.Domain.Metadefs;
using GlancePortal.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace GlancePortal.Tests.Metadefs;

[Trait("Suite", "data")]
public sealed class StockOnSqlite : StockLoading<SqliteDatabase>;

[Trait("Suite", "data")]
public sealed class StockOnPostgres : StockLoading<PostgresDatabase>;

/// <summary>The stock definitions and an empty catalogue, on every database.</summary>
public abstract class StockLoading<TDatabase> : IAsyncLifetime
    where TDatabase : TestDatabase, new()
{
    private readonly TDatabase _database = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _database.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Nodes_that_start_together_load_them_once_and_unloading_leaves_nothing()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => StartAsync()));
        Assert.Equal(33, await InDatabaseAsync(db => db.MetadefNamespaces.CountAsync(Cancellation)));
        Assert.Equal(33, await InDatabaseAsync(db => db.AuditEvents.CountAsync(change => change.Action == "metadef_namespace.create", Cancellation)));

        Assert.Equal(33, await _database.InScopeAsync((MetadefCatalogue catalogue) => catalogue.UnloadAsync(Cancellation)));

        Assert.Equal(0, await InDatabaseAsync(db => db.Set<MetadefProperty>().CountAsync(Cancellation)));
        Assert.Equal(0, await InDatabaseAsync(db => db.MetadefResourceTypes.CountAsync(Cancellation)));
        await StartAsync();
        Assert.Equal(6, await InDatabaseAsync(db => db.MetadefResourceTypes.CountAsync(Cancellation)));
    }

    [Fact]
    public async Task A_catalogue_that_has_anything_gets_nothing()
    {
        await _database.InScopeAsync((MetadefNamespaces spaces) => spaces.CreateAsync(Callers.Admin(), new NamespaceDraft("own"), Cancellation));

        await StartAsync();

        Assert.Equal(1, await InDatabaseAsync(db => db.MetadefNamespaces.CountAsync(Cancellation)));
    }

    // As a process of its own does.
    private async Task StartAsync()
    {
        using var stock = ActivatorUtilities.CreateInstance<MetadefStock>(_database.Services);
        await stock.EnsureLoadedAsync(Cancellation);
    }

    private Task<int> InDatabaseAsync(Func<PortalDb, Task<int>> work) => _database.InScopeAsync(work);
}
