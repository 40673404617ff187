using GlancePortal.Domain.Images;
using GlancePortal.Domain.Jobs;
using GlancePortal.Jobs.Runner;

namespace GlancePortal.Jobs.Images;

/// <summary>Removes deleted images that can no longer be restored, with their data.</summary>
internal sealed class PurgeImages(ImageRecords images) : IRecurringJob
{
    public string Type => JobTypes.ImagesPurge;

    public TimeSpan Every => TimeSpan.FromMinutes(1);

    public async Task RunAsync(JobRun run, CancellationToken cancellationToken)
    {
        while (await images.PurgeDueAsync(cancellationToken) > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }
}
