using GlancePortal.Domain;
using GlancePortal.Domain.Data;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace GlancePortal.Tests.Support;

/// <summary>The domain on an empty database of its own. A fixture: the tests of a class share it and keep apart by project.</summary>
public abstract class TestDatabase : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private ServiceProvider? _services;

    /// <summary>The clock of everything below; starts at 2026-01-01.</summary>
    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public IServiceProvider Services => _services ?? throw new InvalidOperationException("Not initialised yet.");

    protected string Folder => _folder.Path;

    public async ValueTask InitializeAsync()
    {
        var settings = new Dictionary<string, string?> { ["DataDirectory"] = Folder };
        await ConfigureAsync(settings);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        _services = new ServiceCollection().AddLogging().AddMetrics().AddSingleton<IConfiguration>(configuration)
            .AddPortalDomain(configuration).AddSingleton<TimeProvider>(Time).BuildServiceProvider();
        await _services.GetRequiredService<DatabaseSchema>().UpgradeAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (_services is not null)
        {
            await _services.DisposeAsync();
        }

        await DropAsync();
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Runs in a scope of its own, as a request does.</summary>
    public async Task<T> InScopeAsync<TService, T>(Func<TService, Task<T>> work)
        where TService : notnull
    {
        await using var scope = Services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<TService>());
    }

    /// <inheritdoc cref="InScopeAsync{TService, T}"/>
    public Task InScopeAsync<TService>(Func<TService, Task> work)
        where TService : notnull =>
        InScopeAsync(async (TService service) =>
        {
            await work(service);
            return true;
        });

    protected abstract Task ConfigureAsync(Dictionary<string, string?> settings);

    protected abstract Task DropAsync();
}

public sealed class SqliteDatabase : TestDatabase
{
    protected override Task ConfigureAsync(Dictionary<string, string?> settings) => Task.CompletedTask;

    protected override Task DropAsync()
    {
        SqliteConnection.ClearAllPools();
        return Task.CompletedTask;
    }
}

/// <summary>A database of its own on the tests' PostgreSQL.</summary>
public sealed class PostgresDatabase : TestDatabase
{
    private string? _connectionString;

    protected override async Task ConfigureAsync(Dictionary<string, string?> settings)
    {
        _connectionString = await PostgresServer.CreateDatabaseAsync();
        settings["Database:Provider"] = "PostgreSql";
        settings["Database:ConnectionString"] = _connectionString;
    }

    protected override Task DropAsync() => _connectionString is null ? Task.CompletedTask : PostgresServer.DropDatabaseAsync(_connectionString);
}
