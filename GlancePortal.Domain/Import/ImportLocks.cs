using GlancePortal.Domain.Access;
using GlancePortal.Domain.Audit;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Images;
using GlancePortal.Domain.Jobs;
using GlancePortal.Domain.Uploads;
using Microsoft.EntityFrameworkCore;

namespace GlancePortal.Domain.Import;

/// <summary>Locks of imports that nobody holds any more. Inside of a write.</summary>
/// <remarks>glance-behaviour.md, import: 60 minutes after the task's last sign of life, 120 while it waits to be begun.</remarks>
/// <param name="db">The records.</param>
/// <param name="changes">Saves and announces.</param>
public sealed class ImportLocks(PortalDb db, StateChanges changes)
{
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(60);
    private static readonly TimeSpan Pending = TimeSpan.FromMinutes(120);

    /// <summary>Breaks the lock on an image whose job is gone, has ended, or was silent for too long; that job fails.</summary>
    public async Task BreakDeadAsync(ChangeSet set, Guid imageId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(set);
        if (await db.MarkAsync(imageId, ImportMarks.Lock, cancellationToken) is not { } holder)
        {
            return;
        }

        var job = Guid.TryParse(holder, out var id)
            ? await db.Jobs.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken)
            : null;
        if (job is not null && IsAlive(job, set.At))
        {
            return;
        }

        if (job is { State: JobState.Running or JobState.Queued or JobState.Waiting })
        {
            await db.Jobs.Where(row => row.Id == job.Id).ExecuteUpdateAsync(
                row => row.SetProperty(x => x.State, JobState.Failed)
                    .SetProperty(x => x.EndedAt, set.At)
                    .SetProperty(x => x.CauseCode, "import.lock_lost")
                    .SetProperty(x => x.CauseMessage, "The import gave no sign of life for too long, and another one took its image.")
                    .SetProperty(x => x.LeaseOwner, (string?)null)
                    .SetProperty(x => x.LeaseUntil, (DateTimeOffset?)null),
                cancellationToken);
            set.Record(JobEvents.Failed, JobEvents.ObjectType, job.Id.ToString(), job.ProjectId, "import.lock_lost");
        }

        await db.MarkAsync(imageId, ImportMarks.Lock, value: null, cancellationToken);
        await db.MarkAsync(imageId, ImportMarks.ImportingTo, value: null, cancellationToken);
    }

    /// <summary>Queues an image again, or leaves it with what is staged, whose import is dead.</summary>
    /// <returns>False when it is alive.</returns>
    public Task<bool> FreeAsync(Caller caller, Image image, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(image);
        return changes.WriteAsync(
            caller,
            async set =>
            {
                await db.LockImageAsync(image.Id, cancellationToken);
                await BreakDeadAsync(set, image.Id, cancellationToken);
                if (await db.MarkAsync(image.Id, ImportMarks.Lock, cancellationToken) is not null)
                {
                    return false;
                }

                // Staged bytes that the dead import had can be imported again.
                var staged = await db.Uploads.Where(upload => upload.ImageId == image.Id && upload.Kind == UploadKind.Staged && upload.QuarantinedAt == null)
                    .ExecuteUpdateAsync(upload => upload.SetProperty(x => x.JobId, (Guid?)null).SetProperty(x => x.Copies, 0), cancellationToken);
                var to = staged > 0 ? ImageStatus.Uploading : ImageStatus.Queued;
                await db.Images.Where(row => row.Id == image.Id && row.Status == ImageStatus.Importing)
                    .MoveAsync(to, "import.lock_lost", set, cancellationToken);
                set.Record(UploadEvents.ImageUploadFailed, "image", image.Id.ToString(), image.OwnerId, "import.lock_lost");
                return true;
            },
            cancellationToken);
    }

    private static bool IsAlive(Job job, DateTimeOffset now) => job.State switch
    {
        JobState.Running => job.LeaseUntil + Silence > now,
        JobState.Queued or JobState.Waiting => (job.StartedAt ?? job.CreatedAt) + Pending > now,
        _ => false,
    };
}
