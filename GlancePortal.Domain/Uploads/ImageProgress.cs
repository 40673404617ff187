using GlancePortal.Domain.Data;
using GlancePortal.Domain.Jobs;
using Microsoft.EntityFrameworkCore;

namespace GlancePortal.Domain.Uploads;

/// <summary>Tells how far the bytes of images are, from their uploads and jobs.</summary>
/// <param name="db">The records.</param>
/// <param name="time">Tells which leases live.</param>
public sealed class ImageProgress(PortalDb db, TimeProvider time)
{
    /// <summary>Progress by image; those to which no bytes are on their way are missing.</summary>
    public async Task<IReadOnlyDictionary<Guid, BytesOnTheWay>> OfAsync(IReadOnlyCollection<Guid> imageIds, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(imageIds);
        var now = time.GetUtcNow();
        var found = new Dictionary<Guid, BytesOnTheWay>();
        var uploads = await db.Uploads.AsNoTracking()
            .Where(upload => upload.ImageId != null && imageIds.Contains(upload.ImageId.Value) && upload.CompletedAt == null)
            .OrderBy(upload => upload.CreatedAt)
            .Select(upload => new { ImageId = upload.ImageId!.Value, upload.Offset, upload.Length, upload.UserName, upload.UpdatedAt, upload.LeaseOwner, upload.LeaseUntil, upload.ExpiresAt, upload.JobId })
            .ToListAsync(cancellationToken);
        foreach (var upload in uploads)
        {
            found[upload.ImageId] = new BytesOnTheWay(JobPhases.Send, upload.Offset, upload.Length, upload.UserName, upload.UpdatedAt)
            {
                JobId = upload.JobId,
                WaitsForSender = upload.ExpiresAt is not null && (upload.LeaseOwner is null || upload.LeaseUntil <= now),
            };
        }

        // Once a job runs, its phase says more than the upload, which is whole by then.
        var running = await db.JobPhases.AsNoTracking()
            .Where(phase => phase.State == JobState.Running && phase.Name != JobPhases.Send)
            .Join(
                db.Jobs.Where(job => job.ImageId != null && imageIds.Contains(job.ImageId.Value) && job.State == JobState.Running),
                phase => phase.JobId,
                job => job.Id,
                (phase, job) => new { JobId = job.Id, ImageId = job.ImageId!.Value, phase.Name, phase.BytesDone, phase.BytesTotal, job.UserName, phase.StartedAt, job.CreatedAt })
            .ToListAsync(cancellationToken);
        foreach (var phase in running)
        {
            found[phase.ImageId] = new BytesOnTheWay(phase.Name, phase.BytesDone, phase.BytesTotal, phase.UserName, phase.StartedAt ?? phase.CreatedAt) { JobId = phase.JobId };
        }

        return found;
    }
}

/// <summary>How far the bytes of an image are.</summary>
/// <param name="Phase">Phase they are in: Send, Verify, Inspect or Store.</param>
/// <param name="Done">Bytes done in it.</param>
/// <param name="Total">Bytes to do; null when unknown.</param>
/// <param name="By">Name of who sends them.</param>
/// <param name="UpdatedAt">When they last moved (UTC).</param>
public sealed record BytesOnTheWay(string Phase, long Done, long? Total, string? By, DateTimeOffset UpdatedAt)
{
    /// <summary>The job that they are part of; null for an upload in one request.</summary>
    public Guid? JobId { get; init; }

    /// <summary>Whether nobody sends at present; it can be continued.</summary>
    public bool WaitsForSender { get; init; }
}
