using System.Threading.Channels;
using GlancePortal.Domain.Audit;
using GlancePortal.Domain.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Quartz;

namespace GlancePortal.Jobs.Runner;

/// <summary>Makes the engine's triggers from the rows: at start, when a row is announced, and by a look at the table now and then.</summary>
internal sealed partial class JobPlanner(
    ISchedulerFactory schedulers, IServiceScopeFactory scopes, JobRows rows, JobExecutor executor, ChangeBroadcast broadcast, TimeProvider time,
    ILogger<JobPlanner> logger)
    : BackgroundService
{
    // What this process announces is planned at once; the look finds what other nodes queued and what dead ones left.
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(1);
    private const int RowsPerLook = 200;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var scheduler = await schedulers.GetScheduler(stoppingToken);
        await scheduler.AddJob(
            JobBuilder.Create<RunJobRow>().WithIdentity(RunJobRow.Key).StoreDurably().Build(), AddJobOptions.Replacing, stoppingToken);
        var bell = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        await Task.WhenAll(WatchAsync(scheduler, bell.Writer, stoppingToken), LookAsync(scheduler, bell.Reader, stoppingToken));
    }

    private async Task WatchAsync(IScheduler scheduler, ChannelWriter<bool> bell, CancellationToken stopping)
    {
        await foreach (var update in broadcast.WatchAsync(stopping))
        {
            if (update.Action is JobEvents.Succeeded or JobEvents.Failed or JobEvents.Cancelled or JobEvents.LimitChanged)
            {
                // There may be room for the next of its kind.
                bell.TryWrite(true);
            }

            if (update.ObjectType != JobEvents.ObjectType || !Guid.TryParse(update.ObjectId, out var id))
            {
                continue;
            }

            if (update.Action == JobEvents.CancelRequested)
            {
                executor.Cancel(id);
            }

            // A node plans what it queued itself at once; what others queued it finds when it looks, should they be gone.
            if (update is { IsFromElsewhere: false, Action: JobEvents.Queued or JobEvents.Retried or JobEvents.CancelRequested })
            {
                await SurviveAsync(() => PlanAsync(scheduler, id, dueAt: null, stopping), stopping);
            }
        }
    }

    private async Task LookAsync(IScheduler scheduler, ChannelReader<bool> bell, CancellationToken stopping)
    {
        await SurviveAsync(() => StartAsync(stopping), stopping);
        var ringing = bell.WaitToReadAsync(stopping).AsTask();
        while (true)
        {
            await SurviveAsync(() => PlanDueAsync(scheduler, stopping), stopping);
            await Task.WhenAny(ringing, Task.Delay(LookEvery, time, stopping));
            stopping.ThrowIfCancellationRequested();
            if (ringing.IsCompleted)
            {
                // Before the look: what rings during it is seen by the next one.
                bell.TryRead(out _);
                ringing = bell.WaitToReadAsync(stopping).AsTask();
            }
        }

        async Task StartAsync(CancellationToken cancellationToken)
        {
            await rows.ReleaseDeadAsync(atStart: true, cancellationToken);
            await using var scope = scopes.CreateAsyncScope();
            foreach (var job in scope.ServiceProvider.GetServices<IJobHandler>().OfType<IRecurringJob>())
            {
                await rows.EnsureRecurringAsync(job.Type, cancellationToken);
            }
        }
    }

    private async Task PlanDueAsync(IScheduler scheduler, CancellationToken stopping)
    {
        await rows.ReleaseDeadAsync(atStart: false, stopping);
        foreach (var (id, dueAt) in await rows.DueAsync(time.GetUtcNow() + Ahead, RowsPerLook, stopping))
        {
            await PlanAsync(scheduler, id, dueAt, stopping);
        }
    }

    private async Task PlanAsync(IScheduler scheduler, Guid id, DateTimeOffset? dueAt, CancellationToken stopping)
    {
        var now = time.GetUtcNow();
        var trigger = TriggerBuilder.Create()
            .ForJob(RunJobRow.Key)
            .WithIdentity(id.ToString())
            .UsingJobData(RunJobRow.RowKey, id.ToString())
            .StartAt(dueAt > now ? dueAt.Value : now)
            .Build();
        await scheduler.ScheduleTrigger(trigger, TriggerConflict.KeepEarlier, stopping);
    }

    // A fault of one look, a database that is away for instance, must not end the planning.
    private async Task SurviveAsync(Func<Task> work, CancellationToken stopping)
    {
        try
        {
            await work();
        }
        catch (Exception fault) when (!stopping.IsCancellationRequested)
        {
            LogFault(fault);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Jobs could not be planned; the next look tries again")]
    private partial void LogFault(Exception fault);
}
