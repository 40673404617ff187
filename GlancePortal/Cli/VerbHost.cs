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
    public async Task<int> RunAsync<TService>(Func<TService, CancellationToken, Task<int>> work, CancellationToken cancellationToken)
        where TService : notnull
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
        if (!app.CheckConfiguration() || !await app.PrepareDataAsync())
        {
            return PortalHost.ConfigurationFault;
        }

        try
        {
            await using var scope = app.Services.CreateAsyncScope();
            return await work(scope.ServiceProvider.GetRequiredService<TService>(), cancellationToken);
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
