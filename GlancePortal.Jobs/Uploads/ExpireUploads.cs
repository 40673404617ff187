using GlancePortal.Domain.Jobs;
using GlancePortal.Domain.Uploads;
using GlancePortal.Jobs.Runner;

namespace GlancePortal.Jobs.Uploads;

/// <summary>Drops uploads whose time is over, with their bytes.</summary>
internal sealed class ExpireUploads(ResumableUploads uploads) : IRecurringJob
{
    private const int PerPass = 100;

    public string Type => JobTypes.UploadsExpire;

    public TimeSpan Every => TimeSpan.FromMinutes(1);

    public async Task RunAsync(JobRun run, CancellationToken cancellationToken)
    {
        while (await uploads.ExpireAsync(PerPass, cancellationToken) == PerPass)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }
}
