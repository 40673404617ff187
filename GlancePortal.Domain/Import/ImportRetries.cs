using GlancePortal.Domain.Audit;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Jobs;
using GlancePortal.Domain.Quotas;
using GlancePortal.Domain.Uploads;
using Microsoft.EntityFrameworkCore;

namespace GlancePortal.Domain.Import;

/// <summary>Lets a failed import be tried again: from the failed phase where its bytes are here, else from the first.</summary>
/// <param name="db">The records.</param>
/// <param name="quotas">What the projects may have.</param>
public sealed class ImportRetries(PortalDb db, QuotaReservations quotas)
{
    /// <summary>Makes a new row of bytes for a job that fetches from elsewhere and has none; inside of a write. For any other nothing happens.</summary>
    /// <exception cref="Errors.LimitExceededException">The project has no room to fetch again.</exception>
    internal async Task PrepareAsync(ChangeSet set, Job job, CancellationToken cancellationToken)
    {
        var request = ImportJobs.RequestOf(job);
        if (request.Method is not (ImportMethods.WebDownload or ImportMethods.GlanceDownload)
            || await db.Uploads.AnyAsync(upload => upload.JobId == job.Id && upload.Kind != UploadKind.Partial, cancellationToken)
            || await db.Images.AsNoTracking().SingleOrDefaultAsync(row => row.Id == job.ImageId && row.DeletedAt == null, cancellationToken) is not { } image)
        {
            return;
        }

        await quotas.LockAsync(image.OwnerId, cancellationToken);
        var outcome = new ImportOutcome { Method = request.Method, Source = ImportSources.NameOf(request) };
        await FetchedUploads.AddAsync(
            db, quotas, job, image,
            new FetchedUpload(Math.Max(1, request.Stores.Count), outcome.ToJson()), set.At, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        db.ChangeTracker.Clear();
        await db.Jobs.Where(row => row.Id == job.Id).ExecuteUpdateAsync(row => row.SetProperty(x => x.ObjectId, job.ObjectId), cancellationToken);
        await db.JobPhases.Where(phase => phase.JobId == job.Id).ExecuteUpdateAsync(
            phase => phase.SetProperty(x => x.State, JobState.Waiting)
                .SetProperty(x => x.BytesDone, 0L)
                .SetProperty(x => x.BytesTotal, (long?)null)
                .SetProperty(x => x.StartedAt, (DateTimeOffset?)null)
                .SetProperty(x => x.EndedAt, (DateTimeOffset?)null),
            cancellationToken);
    }
}
