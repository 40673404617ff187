using GlancePortal.Domain.Access;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Images;
using GlancePortal.Domain.Jobs;
using Microsoft.EntityFrameworkCore;

namespace GlancePortal.Domain.Uploads;

/// <summary>What goes on with an upload.</summary>
public enum UploadActivity
{
    /// <summary>Bytes come now.</summary>
    Receiving,

    /// <summary>Nobody sends; it can be continued.</summary>
    WaitingForSender,

    /// <summary>All bytes are in; <see cref="UploadSummary.Phase"/> names the step.</summary>
    Finishing,

    /// <summary>Finishing failed; <see cref="UploadSummary.CauseCode"/> says why. The bytes are kept for another try.</summary>
    Failed,
}

/// <summary>An upload as people see it.</summary>
/// <param name="Upload">The row; do not change it.</param>
/// <param name="Activity">What goes on.</param>
/// <param name="Phase">Step of the job; null without one.</param>
/// <param name="CauseCode">Why it failed; null unless it did.</param>
public sealed record UploadSummary(Upload Upload, UploadActivity Activity, string? Phase, string? CauseCode);

/// <summary>The uploads that are not over yet.</summary>
/// <param name="db">The records.</param>
/// <param name="access">Says who may look.</param>
/// <param name="time">Tells which leases live.</param>
public sealed class UploadQueries(PortalDb db, ImageAccess access, TimeProvider time)
{
    /// <summary>Uploads of the caller's project, newest first.</summary>
    public Task<IReadOnlyList<UploadSummary>> OfProjectAsync(Caller caller, int take, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return ReadAsync(Open().Where(upload => upload.ProjectId != null && upload.ProjectId == caller.ProjectId), take, cancellationToken);
    }

    /// <summary>Uploads into an image, newest first; only those that the caller may know of.</summary>
    public Task<IReadOnlyList<UploadSummary>> OfImageAsync(Caller caller, Guid imageId, int take, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var uploads = Open().Where(upload => upload.ImageId == imageId);
        return ReadAsync(
            access.IsAdmin(caller) ? uploads : uploads.Where(upload => upload.ProjectId != null && upload.ProjectId == caller.ProjectId), take, cancellationToken);
    }

    private IQueryable<Upload> Open() => db.Uploads.AsNoTracking().Where(upload => upload.Kind != UploadKind.Partial
        && (upload.JobId == null || db.Jobs.Any(job => job.Id == upload.JobId
            && job.State != JobState.Succeeded && job.State != JobState.Cancelled)));

    private async Task<IReadOnlyList<UploadSummary>> ReadAsync(IQueryable<Upload> uploads, int take, CancellationToken cancellationToken)
    {
        var rows = await uploads.OrderByDescending(upload => upload.CreatedAt).Take(take)
            .Select(upload => new { upload, job = db.Jobs.FirstOrDefault(job => job.Id == upload.JobId) }).ToListAsync(cancellationToken);
        var now = time.GetUtcNow();
        return [.. rows.Select(row => new UploadSummary(row.upload, ActivityOf(row.upload, row.job, now), row.job?.Phase, row.job?.CauseCode))];
    }

    private static UploadActivity ActivityOf(Upload upload, Job? job, DateTimeOffset now) =>
        job?.State == JobState.Failed ? UploadActivity.Failed
        : upload.CompletedAt is not null ? UploadActivity.Finishing
        : upload.LeaseOwner is not null && upload.LeaseUntil > now ? UploadActivity.Receiving
        : UploadActivity.WaitingForSender;
}
