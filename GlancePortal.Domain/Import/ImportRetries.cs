using System.Text.Json;
using GlancePortal.Domain.Audit;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Jobs;
using GlancePortal.Domain.Quotas;
using GlancePortal.Domain.Uploads;
using Microsoft.EntityFrameworkCore;

namespace GlancePortal.Domain.Import;

/// <summary>Lets a failed import be tried again: from the failed phase where its bytes are here, else from the first.</summary>
/// <param name="db">The records.</param>
/// <param name="quotas">What the projects may have.</param>
/// <param name="sources">Names the source.</param>
public sealed class ImportRetries(PortalDb db, QuotaReservations quotas, ImportSources sources)
{
    /// <summary>Makes sure that the job finds what it works on; inside of a write.</summary>
    /// <exception cref="ConflictException">The staged bytes, or the image, are gone.</exception>
    /// <exception cref="LimitExceededException">The project has no room to fetch again.</exception>
    internal async Task PrepareAsync(ChangeSet set, Job job, CancellationToken cancellationToken)
    {
        var request = ImportJobs.RequestOf(job);
        if (request.Method == ImportMethods.CopyImage
            || await db.Uploads.AnyAsync(upload => upload.JobId == job.Id && upload.Kind != UploadKind.Partial, cancellationToken))
        {
            return;
        }

        var image = await db.Images.AsNoTracking().SingleOrDefaultAsync(row => row.Id == job.ImageId && row.DeletedAt == null, cancellationToken);
        if (image is null || request.Method == ImportMethods.GlanceDirect)
        {
            throw new ConflictException("What this import worked on is gone: begin another one.", "job.data_gone");
        }

        await quotas.LockAsync(image.OwnerId, cancellationToken);
        var outcome = new ImportOutcome { Method = request.Method, Source = sources.NameOf(request) };
        await FetchedUploads.AddAsync(
            db, quotas, job, image,
            new FetchedUpload(Math.Max(1, request.Stores.Count), JsonSerializer.Serialize(outcome, ImportJson.Default.ImportOutcome)), set.At, cancellationToken);
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
