using Microsoft.Extensions.Hosting;

namespace GlancePortal.Domain.Access;

/// <summary>Looks every second whether the files of the rules have changed. Asking the file system works on every mount; being told by it does not.</summary>
/// <param name="rules">What is read again.</param>
/// <param name="time">Clock of the looks.</param>
internal sealed class WatchRules(RulesInForce rules, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!rules.HasFiles)
        {
            return;
        }

        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            rules.Refresh();
        }
    }
}
