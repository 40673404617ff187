using System.Globalization;
using GlancePortal.Domain.Access;
using GlancePortal.Domain.Audit;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Images;
using GlancePortal.Domain.Import;
using GlancePortal.Domain.Jobs;
using GlancePortal.Domain.Uploads;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Scanning;

/// <summary>Content that a scanner found malicious: it stays in staging, out of everybody's reach, until an administrator decides.</summary>
/// <remarks>It goes on counting for its project's quotas, so that nobody can fill the disk with it.</remarks>
/// <param name="db">The records.</param>
/// <param name="changes">Saves and announces.</param>
/// <param name="access">Says who administers.</param>
/// <param name="staging">Where the bytes lie.</param>
/// <param name="options">How long an upload that can be continued is kept once it is released.</param>
public sealed class Quarantine(PortalDb db, StateChanges changes, ImageAccess access, StagingFolder staging, IOptionsMonitor<UploadOptions> options)
{
    /// <summary>Puts an upload's content aside. Its image is told why it gets no data.</summary>
    /// <param name="caller">Who sent it, for the audit.</param>
    /// <param name="upload">The upload.</param>
    /// <param name="refusal">What was found.</param>
    /// <param name="cancellationToken">Rolls back.</param>
    public Task PutAsync(Caller caller, Upload upload, InfectedContentException refusal, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(upload);
        ArgumentNullException.ThrowIfNull(refusal);
        return changes.WriteAsync(
            caller,
            async set =>
            {
                var put = await db.Uploads.Where(row => row.Id == upload.Id).ExecuteUpdateAsync(
                    row => row.SetProperty(x => x.QuarantinedAt, set.At)
                        .SetProperty(x => x.LeaseOwner, (string?)null)
                        .SetProperty(x => x.LeaseUntil, (DateTimeOffset?)null),
                    cancellationToken);
                if (put == 0)
                {
                    return;
                }

                set.Record(QuarantineEvents.Put, UploadEvents.ObjectType, upload.Id.ToString(), upload.ProjectId, refusal.Code);
                var told = await db.Images.Where(image => image.Id == upload.ImageId && image.Status == ImageStatus.Queued).ExecuteUpdateAsync(
                    image => image.SetProperty(x => x.StatusReason, refusal.Code)
                        .SetProperty(x => x.UpdatedAt, set.At)
                        .SetProperty(x => x.Version, x => x.Version + 1),
                    cancellationToken);
                if (told > 0)
                {
                    set.Record(UploadEvents.ImageUploadFailed, "image", upload.ImageId.ToString()!, upload.ProjectId, refusal.Code);
                }
            },
            cancellationToken);
    }

    /// <summary>A page of what is in quarantine, newest first.</summary>
    /// <exception cref="ForbiddenException">No administrator. Answered 403.</exception>
    public async Task<QuarantinePage> ListAsync(Caller caller, QuarantineRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        RequireAdmin(caller);
        var uploads = db.Uploads.AsNoTracking().Where(upload => upload.QuarantinedAt != null
            && (request.ProjectId == null || upload.ProjectId == request.ProjectId)
            && (request.ImageId == null || upload.ImageId == request.ImageId));
        var total = await uploads.CountAsync(cancellationToken);
        var page = await uploads.OrderByDescending(upload => upload.QuarantinedAt).ThenBy(upload => upload.Id).Skip(request.Offset).Take(request.Limit)
            .Select(upload => new
            {
                upload,
                image = db.Images.Where(image => image.Id == upload.ImageId && image.DeletedAt == null)
                    .Select(image => new { image.Name, Status = (ImageStatus?)image.Status }).FirstOrDefault(),
                project = db.Projects.Where(project => project.Id == upload.ProjectId).Select(project => project.Name).FirstOrDefault(),
            })
            .ToListAsync(cancellationToken);
        return new QuarantinePage(
            [.. page.Select(row => new QuarantinedContent(row.upload, row.image?.Name, row.image?.Status, row.project, ImportOutcome.Read(row.upload.Outcome)))], total);
    }

    /// <summary>What is known of an image's content that is in quarantine now; null when there is none. Whoever asks has checked that the caller may
    /// know of the image's history.</summary>
    public async Task<ImportOutcome?> OfImageAsync(Guid imageId, CancellationToken cancellationToken) =>
        await db.Uploads.AsNoTracking().Where(upload => upload.ImageId == imageId && upload.QuarantinedAt != null)
            .OrderByDescending(upload => upload.QuarantinedAt).FirstOrDefaultAsync(cancellationToken) is { } upload
            ? ImportOutcome.Read(upload.Outcome)
            : null;

    /// <summary>Lets the job of the content go on as if the scan had passed.</summary>
    /// <exception cref="ForbiddenException">No administrator. Answered 403.</exception>
    /// <exception cref="NotFoundException">There is no such content in quarantine. Answered 404.</exception>
    /// <exception cref="ConflictException">Its image or job is gone, or the image has other data. Answered 409.</exception>
    public Task ReleaseAsync(Caller caller, Guid uploadId, CancellationToken cancellationToken)
    {
        RequireAdmin(caller);
        return changes.WriteAsync(
            caller,
            async set =>
            {
                var upload = await FindAsync(uploadId, cancellationToken);
                await RequireImageAsync(upload, cancellationToken);
                await RunAgainAsync(upload, cancellationToken);
                var outcome = ImportOutcome.Read(upload.Outcome);
                outcome.Steps.Add(new ImportStep("release", new Dictionary<string, string>
                {
                    ["by"] = caller.UserName ?? caller.UserId ?? "",
                    ["at"] = set.At.ToString("O", CultureInfo.InvariantCulture),
                }));
                var text = outcome.ToJson();
                var until = upload.ExpiresAt is null ? (DateTimeOffset?)null : set.At + options.CurrentValue.Expiry;
                await db.Uploads.Where(row => row.Id == uploadId).ExecuteUpdateAsync(
                    row => row.SetProperty(x => x.QuarantinedAt, (DateTimeOffset?)null)
                        .SetProperty(x => x.Outcome, text)
                        .SetProperty(x => x.ExpiresAt, until),
                    cancellationToken);
                set.Record(QuarantineEvents.Released, UploadEvents.ObjectType, uploadId.ToString(), upload.ProjectId, detail: Found(outcome));
            },
            cancellationToken);
    }

    /// <summary>Removes the content for good.</summary>
    /// <exception cref="ForbiddenException">No administrator. Answered 403.</exception>
    /// <exception cref="NotFoundException">There is no such content in quarantine. Answered 404.</exception>
    public async Task DiscardAsync(Caller caller, Guid uploadId, CancellationToken cancellationToken)
    {
        RequireAdmin(caller);
        await changes.WriteAsync(
            caller,
            async set =>
            {
                var upload = await FindAsync(uploadId, cancellationToken);
                await db.Uploads.Where(row => row.Id == uploadId || (upload.JobId != null && row.JobId == upload.JobId)).ExecuteDeleteAsync(cancellationToken);
                set.Record(QuarantineEvents.Discarded, UploadEvents.ObjectType, uploadId.ToString(), upload.ProjectId, detail: Found(ImportOutcome.Read(upload.Outcome)));
            },
            cancellationToken);
        staging.Delete(uploadId);
    }

    private async Task<Upload> FindAsync(Guid uploadId, CancellationToken cancellationToken) =>
        await db.Uploads.AsNoTracking().SingleOrDefaultAsync(row => row.Id == uploadId && row.QuarantinedAt != null, cancellationToken)
            ?? throw new NotFoundException("quarantine", uploadId.ToString());

    private async Task RequireImageAsync(Upload upload, CancellationToken cancellationToken)
    {
        var status = await db.Images.Where(image => image.Id == upload.ImageId && image.DeletedAt == null)
            .Select(image => (ImageStatus?)image.Status).SingleOrDefaultAsync(cancellationToken);
        if (status != ImageStatus.Queued)
        {
            throw status is null
                ? new ConflictException($"Image {upload.ImageId} is gone; the content can only be discarded.", "quarantine.image_gone")
                : new ConflictException($"Image {upload.ImageId} has other data by now; the content can only be discarded.", "quarantine.image_taken");
        }
    }

    private async Task RunAgainAsync(Upload upload, CancellationToken cancellationToken)
    {
        if (upload.JobId is not { } jobId || !await db.QueueAgainAsync(jobId, cancellationToken))
        {
            throw new ConflictException("The job of this content cannot go on any more; it can only be discarded.", "quarantine.job_gone");
        }

        await db.JobPhases.Where(phase => phase.JobId == upload.JobId && phase.Name == ScanContent.PhaseName)
            .ExecuteUpdateAsync(phase => phase.SetProperty(x => x.State, JobState.Succeeded), cancellationToken);
    }

    private void RequireAdmin(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (!access.IsAdmin(caller))
        {
            throw new ForbiddenException("The quarantine needs the role admin.");
        }
    }

    private static IReadOnlyDictionary<string, string?>? Found(ImportOutcome outcome) =>
        outcome.Scan?.Signature is { } signature ? Facts.Of(("signature", signature)) : null;
}
