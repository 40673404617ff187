using GlancePortal.Domain.Jobs;

namespace GlancePortal.Jobs.Runner;

/// <summary>Forgets jobs that ended long ago.</summary>
internal sealed class PurgeJobs(EndedJobs jobs) : IRecurringJob
{
    public string Type => JobTypes.JobsPurge;

    public TimeSpan Every => TimeSpan.FromHours(1);

    public async Task RunAsync(JobRun run, CancellationToken cancellationToken)
    {
        while (await jobs.PurgeAsync(cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }
}
