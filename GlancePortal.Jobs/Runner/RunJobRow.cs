using Quartz;

namespace GlancePortal.Jobs.Runner;

/// <summary>What the engine runs: the job row that the trigger names.</summary>
internal sealed class RunJobRow(JobExecutor executor) : IJob
{
    public const string RowKey = "row";

    public static JobKey Key { get; } = new("run");

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) =>
        await executor.RunAsync(Guid.Parse(context.MergedJobDataMap.GetString(RowKey)!), cancellationToken);
}
