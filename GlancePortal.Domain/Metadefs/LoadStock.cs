using GlancePortal.Domain.Data;
using Microsoft.Extensions.Hosting;

namespace GlancePortal.Domain.Metadefs;

/// <summary>Loads the stock definitions once the program serves, so that the first who asks need not wait for them.</summary>
internal sealed class LoadStock(MetadefStock stock, IHostApplicationLifetime lifetime) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
        try
        {
            await stock.EnsureLoadedAsync(stoppingToken);
        }
        catch (Exception fault) when (DatabaseFaults.IsAway(fault))
        {
            // The first who asks tries again.
        }
    }
}
