using GlancePortal.Domain.Jobs;
using GlancePortal.Domain.Uploads;
using GlancePortal.Jobs.Runner;
using Microsoft.Extensions.Options;

namespace GlancePortal.Jobs.Uploads;

/// <summary>Removes the bytes that no record owns: what killed processes left.</summary>
internal sealed class SweepStaging(StagingSweep sweep, IOptionsMonitor<ScrubberOptions> options) : IRecurringJob
{
    public string Type => JobTypes.StagingSweep;

    public TimeSpan Every => options.CurrentValue.Interval;

    public Task RunAsync(JobRun run, CancellationToken cancellationToken) => sweep.RunAsync(cancellationToken);
}
