using GlancePortal.Domain.Data;
using GlancePortal.Domain.Errors;
using GlancePortal.Hosting;

namespace GlancePortal.Cli;

/// <summary>The program's services for a verb, without anything that serves or runs by itself.</summary>
/// <param name="settings">`--Section:Key=value` of the command line.</param>
internal sealed class VerbHost(string[] settings)
{
    /// <summary>Runs a verb on the configured database, which is brought up to date first as at a start.</summary>
    /// <param name="work">The verb; its result is the exit status.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task<int> RunAsync<TService>(Func<TService, CancellationToken, Task<int>> work, CancellationToken cancellationToken)
        where TService : notnull =>
        RunAsync((services, token) => work(services.GetRequiredService<TService>(), token), needsData: true, cancellationToken);

    /// <summary>Runs a verb that needs neither the database nor the data directory.</summary>
    /// <param name="work">The verb; its result is the exit status.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task<int> RunAloneAsync(Func<IServiceProvider, CancellationToken, Task<int>> work, CancellationToken cancellationToken) =>
        RunAsync(work, needsData: false, cancellationToken);

    private async Task<int> RunAsync(Func<IServiceProvider, CancellationToken, Task<int>> work, bool needsData, CancellationToken cancellationToken)
    {
        if (PortalHost.CreateBuilder(settings) is not { } builder)
        {
            return PortalHost.ConfigurationFault;
        }

        // Standard output belongs to the verb, and what the database refuses is told below.
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Warning).AddFilter("Microsoft.EntityFrameworkCore", LogLevel.None)
            .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.AddPortal();
        await using var app = builder.Build();
        if (!app.CheckConfiguration() || (needsData && !await app.PrepareDataAsync()))
        {
            return PortalHost.ConfigurationFault;
        }

        try
        {
            await using var scope = app.Services.CreateAsyncScope();
            return await work(scope.ServiceProvider, cancellationToken);
        }
        catch (DomainException refusal)
        {
            await Console.Error.WriteLineAsync(refusal.Message);
            return PortalHost.ConfigurationFault;
        }
        catch (Exception fault) when (DatabaseFaults.IsAway(fault))
        {
            await Console.Error.WriteLineAsync($"Database: it cannot be used: {fault.GetBaseException().Message}");
            return PortalHost.ConfigurationFault;
        }
    }
}
