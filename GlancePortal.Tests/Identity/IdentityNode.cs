using GlancePortal.Domain;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Identity;
using GlancePortal.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace GlancePortal.Tests.Identity;

/// <summary>One more process on the database of a test, as far as identity goes. Shares its clock.</summary>
internal sealed class IdentityNode : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public IdentityNode(TestDatabase database, params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddConfiguration(database.Services.GetRequiredService<IConfiguration>())
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)))
            .Build();
        _services = new ServiceCollection().AddLogging().AddMetrics().AddSingleton<IConfiguration>(configuration)
            .AddPortalDomain(configuration).AddSingleton<TimeProvider>(database.Time).BuildServiceProvider();
    }

    public Tokens Tokens => Get<Tokens>();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>What a start does.</summary>
    public Task StartAsync() => Get<IdentityStart>().RunAsync(Cancellation);

    /// <summary>What happens every two seconds.</summary>
    public Task RefreshAsync() => Get<RevocationFeed>().ReadAsync(Cancellation);

    public async Task<T> InScopeAsync<TService, T>(Func<TService, Task<T>> work)
        where TService : notnull
    {
        await using var scope = _services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<TService>());
    }

    public Task InScopeAsync<TService>(Func<TService, Task> work)
        where TService : notnull =>
        InScopeAsync(async (TService service) =>
        {
            await work(service);
            return true;
        });

    public Task<T> InDatabaseAsync<T>(Func<PortalDb, Task<T>> work) => InScopeAsync(work);

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
