using GlancePortal.Domain.Access;
using GlancePortal.Domain.Audit;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Images;
using GlancePortal.Domain.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace GlancePortal.Domain.Uploads;

/// <content>The ends of uploads that make no image: by a person, by a refusal, by time.</content>
public sealed partial class ResumableUploads
{
    /// <summary>Ends an upload and removes what had come. Its image stays queued.</summary>
    /// <exception cref="NotFoundException">There is none that the caller may know of. 404.</exception>
    /// <exception cref="ForbiddenException">The caller may not upload. 403.</exception>
    public async Task TerminateAsync(Caller caller, Guid id, CancellationToken cancellationToken)
    {
        var upload = await FindAsync(caller, id, cancellationToken);
        access.RequireUploader(caller);
        await changes.WriteAsync(
            caller,
            async set =>
            {
                // One that is being finished is ended by its job, which knows what it has made.
                if (upload.JobId is { } jobId
                    && await db.Jobs.AnyAsync(job => job.Id == jobId && job.State == JobState.Running, cancellationToken))
                {
                    await db.Jobs.Where(job => job.Id == jobId)
                        .ExecuteUpdateAsync(job => job.SetProperty(x => x.CancelRequested, true), cancellationToken);
                    set.Record(JobEvents.CancelRequested, JobEvents.ObjectType, jobId.ToString(), upload.ProjectId);
                    return;
                }

                await EndJobAsync(upload, JobState.Cancelled, JobEvents.Cancelled, refusal: null, set, cancellationToken);
                await DeleteRowsAsync(upload, cancellationToken);
                set.Record(UploadEvents.Terminated, UploadEvents.ObjectType, id.ToString(), upload.ProjectId);
            },
            cancellationToken);
        await RemoveOrphanedFilesAsync(upload, cancellationToken);
    }

    /// <summary>Drops an upload whose job has ended without an image: the bytes are of no use any more. Its image is told why.</summary>
    /// <param name="caller">For the audit.</param>
    /// <param name="upload">The upload; nothing happens when it is gone already.</param>
    /// <param name="cause">Code of the refusal; null when a person ended it.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task DropAsync(Caller caller, Upload upload, string? cause, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(upload);
        await changes.WriteAsync(
            caller,
            async set =>
            {
                await DeleteRowsAsync(upload, cancellationToken);
                set.Record(UploadEvents.Terminated, UploadEvents.ObjectType, upload.Id.ToString(), upload.ProjectId, cause);
                await TellImageAsync(upload, cause, set, cancellationToken);
            },
            cancellationToken);
        await RemoveOrphanedFilesAsync(upload, cancellationToken);
    }

    /// <summary>Drops uploads whose time is over or whose image is gone for good; one bounded pass.</summary>
    /// <returns>How many were dropped.</returns>
    public async Task<int> ExpireAsync(int take, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var due = await db.Uploads.AsNoTracking()
            .Where(upload => (upload.ExpiresAt < now || db.Images.Any(image => image.Id == upload.ImageId && image.Status == ImageStatus.Deleted))
                && upload.Kind != UploadKind.Direct && upload.QuarantinedAt == null && (upload.LeaseOwner == null || upload.LeaseUntil < now)
                && !db.Jobs.Any(job => job.Id == upload.JobId && (job.State == JobState.Running || job.State == JobState.Queued)))
            .OrderBy(upload => upload.ExpiresAt).Take(take).ToListAsync(cancellationToken);
        foreach (var upload in due)
        {
            await ExpireAsync(upload, cancellationToken);
        }

        return due.Count;
    }

    private async Task ExpireAsync(Upload upload, CancellationToken cancellationToken)
    {
        var isExpired = upload.ExpiresAt < time.GetUtcNow();
        DomainException refusal = isExpired ? new UploadExpiredException(upload.Id) : new ImageDeletedException(upload.ImageId!.Value);
        await changes.WriteAsync(
            Caller.System,
            async set =>
            {
                // Bytes that came a moment ago give it a new term.
                if (isExpired && !await db.Uploads.AnyAsync(row => row.Id == upload.Id && row.ExpiresAt < set.At, cancellationToken))
                {
                    return;
                }

                await EndJobAsync(upload, JobState.Failed, JobEvents.Failed, refusal, set, cancellationToken);
                await DeleteRowsAsync(upload, cancellationToken);
                if (upload.CompletedAt is null)
                {
                    set.Record(UploadEvents.Expired, UploadEvents.ObjectType, upload.Id.ToString(), upload.ProjectId, refusal.Code);
                    await TellImageAsync(upload, refusal.Code, set, cancellationToken);
                }
            },
            cancellationToken);
        await RemoveOrphanedFilesAsync(upload, cancellationToken);
    }

    private async Task EndJobAsync(
        Upload upload, JobState state, string action, DomainException? refusal, ChangeSet set, CancellationToken cancellationToken)
    {
        var ended = await db.Jobs
            .Where(job => job.Id == upload.JobId && (job.State == JobState.Waiting || job.State == JobState.Queued || job.State == JobState.Failed))
            .ExecuteUpdateAsync(
                job => job.SetProperty(x => x.State, state)
                    .SetProperty(x => x.EndedAt, set.At)
                    .SetProperty(x => x.CauseCode, x => refusal == null ? x.CauseCode : refusal.Code)
                    .SetProperty(x => x.CauseMessage, x => refusal == null ? x.CauseMessage : refusal.Message),
                cancellationToken);
        if (ended > 0)
        {
            set.Record(action, JobEvents.ObjectType, upload.JobId.ToString()!, upload.ProjectId, refusal?.Code);
        }
    }

    private async Task TellImageAsync(Upload upload, string? cause, ChangeSet set, CancellationToken cancellationToken)
    {
        if (cause is null || upload.ImageId is not { } imageId)
        {
            return;
        }

        var told = await db.Images.Where(image => image.Id == imageId && image.Status == ImageStatus.Queued).ExecuteUpdateAsync(
            image => image.SetProperty(x => x.StatusReason, cause)
                .SetProperty(x => x.UpdatedAt, set.At)
                .SetProperty(x => x.Version, x => x.Version + 1),
            cancellationToken);
        if (told > 0)
        {
            set.Record(UploadEvents.ImageUploadFailed, "image", imageId.ToString(), upload.ProjectId, cause);
        }
    }

    private async Task DeleteRowsAsync(Upload upload, CancellationToken cancellationToken)
    {
        // The parts of a final upload are its own: nobody else can use them.
        await db.Uploads.Where(row => row.Id == upload.Id || (upload.JobId != null && row.JobId == upload.JobId)).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Removes the files of an upload and its parts, once no row names them.</summary>
    private async Task RemoveOrphanedFilesAsync(Upload upload, CancellationToken cancellationToken)
    {
        foreach (var id in PartsOf(upload).Prepend(upload.Id))
        {
            if (await db.Uploads.AnyAsync(row => row.Id == id, cancellationToken))
            {
                continue;
            }

            sessions.Drop(id);
            try
            {
                staging.Delete(id);
            }
            catch (IOException fault)
            {
                // No row names the file: the sweep comes back to it.
                LogLeftBehind(fault, id);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Staged bytes of upload {UploadId} could not be removed")]
    private partial void LogLeftBehind(Exception fault, Guid uploadId);
}
