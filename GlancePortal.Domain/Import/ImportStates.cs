using System.Text.Json;
using GlancePortal.Domain.Access;
using GlancePortal.Domain.Audit;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Images;
using GlancePortal.Domain.Jobs;
using GlancePortal.Domain.Uploads;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Import;

/// <summary>The changes of state on the way of an import: to importing, copy by copy to active, or back to queued. All of them are conditional on the
/// job's lease and on the image's lock: a process that lost the one, or a job that lost the other, changes nothing.</summary>
/// <param name="db">The records.</param>
/// <param name="changes">Saves and announces.</param>
/// <param name="leases">What rows of this process carry.</param>
/// <param name="options">How long bytes wait for another attempt.</param>
public sealed class ImportStates(PortalDb db, StateChanges changes, UploadLeases leases, IOptionsMonitor<UploadOptions> options)
{
    /// <summary>Makes sure that the image is the job's: it is already, or it waits again for what the job has.</summary>
    /// <exception cref="ConflictException">It has other data, or other data comes.</exception>
    /// <exception cref="ImageDeletedException">There is no image any more.</exception>
    public Task<Image> EnterAsync(Caller caller, Job job, ImportPlan plan, CancellationToken cancellationToken) => changes.WriteAsync(
        caller,
        async set =>
        {
            var imageId = job.ImageId!.Value;
            await db.LockImageAsync(imageId, cancellationToken);
            var image = await db.Images.AsNoTracking().SingleOrDefaultAsync(row => row.Id == imageId && row.DeletedAt == null, cancellationToken)
                ?? throw new ImageDeletedException(imageId);
            if (image.OwnerId != job.ProjectId && image.OwnerId is not null)
            {
                // Given to another project since: what this one began is no business of its own any more.
                throw new ConflictException($"Image {imageId} belongs to another project now.", "import.owner_changed");
            }

            var holder = await db.MarkAsync(imageId, ImportMarks.Lock, cancellationToken);
            if (holder == job.Id.ToString())
            {
                if (image.Status == ImageStatus.Queued && !plan.StaysActive)
                {
                    // Deleted and restored meanwhile.
                    await db.Images.Where(row => row.Id == imageId && row.Status == ImageStatus.Queued)
                        .MoveAsync(ImageStatus.Importing, reason: null, set, cancellationToken);
                }

                return image;
            }

            // Tried again after it had failed, or after somebody took the lock from a job that was silent for too long.
            // One that got some of its copies before is active with them.
            var isActive = plan.StaysActive || (plan.Outcome.Stored.Count > 0 && image.Status == ImageStatus.Active);
            var from = isActive ? ImageStatus.Active : ImageStatus.Queued;
            if (holder is not null || image.Status != from)
            {
                throw holder is null ? ImageSaving.NotQueued(imageId) : ImportRefusals.Locked(imageId);
            }

            await db.MarkAsync(imageId, job.Id, plan.Remaining, [], cancellationToken);
            await db.Images.Where(row => row.Id == imageId && row.Status == from)
                .MoveAsync(isActive ? from : ImageStatus.Importing, reason: null, set, cancellationToken);
            await db.Uploads.Where(row => row.JobId == job.Id && row.Kind != UploadKind.Resumable && row.Kind != UploadKind.Final)
                .ExecuteUpdateAsync(row => row.SetProperty(x => x.ExpiresAt, (DateTimeOffset?)null), cancellationToken);
            set.Record(ImportEvents.Started, "image", imageId.ToString(), image.OwnerId);
            return image;
        },
        cancellationToken);

    /// <summary>A store has a copy: the image becomes active with it, gets one more, or waits for the others.</summary>
    /// <param name="caller">For the audit.</param>
    /// <param name="job">The job.</param>
    /// <param name="image">The image as it was when the job entered.</param>
    /// <param name="upload">The upload; null for a copy between stores.</param>
    /// <param name="plan">What is wanted; the copy is among its <see cref="ImportPlan.Outcome"/>.</param>
    /// <param name="copies">The copies that the image gets now.</param>
    /// <param name="cancellationToken">Rolls back.</param>
    /// <exception cref="ImageDeletedException">It was deleted meanwhile.</exception>
    /// <exception cref="UploadInterruptedException">Another process has the job.</exception>
    internal Task TakeAsync(
        Caller caller, Job job, Image image, Upload? upload, ImportPlan plan, IReadOnlyList<ImageCopy> copies, CancellationToken cancellationToken) =>
        changes.WriteAsync(
            caller,
            async set =>
            {
                var isActive = await RequireOursAsync(job, image, upload, cancellationToken);
                for (var number = 0; number < copies.Count; number++)
                {
                    var (storeId, dataId) = (copies[number].StoreId, copies[number].DataId);
                    if (await db.ImageLocations.AnyAsync(
                        row => row.ImageId == image.Id && row.StoreId == storeId && row.DataId == dataId && row.Status == LocationStatus.Active, cancellationToken))
                    {
                        // An earlier attempt got this far.
                        continue;
                    }

                    if (!isActive)
                    {
                        isActive = await db.ActivateAsync(set, image, ImageStatus.Importing, copies[number], plan.Outcome, cancellationToken)
                            ? true
                            : throw new ImageDeletedException(image.Id);
                    }
                    else
                    {
                        db.AddCopy(set, image.Id, copies[number]);
                        set.Record(ImportEvents.CopyAdded, "image", image.Id.ToString(), image.OwnerId, detail: Facts.Of(("store", copies[number].StoreId)));
                    }
                }

                await db.MarkAsync(image.Id, ImportMarks.ImportingTo, string.Join(',', plan.Remaining), cancellationToken);
                await db.MarkAsync(image.Id, ImportMarks.Failed, string.Join(',', plan.Outcome.FailedStores), cancellationToken);
                await BumpAsync(image.Id, set, cancellationToken);
                await SaveAsync(upload, plan.Outcome, cancellationToken);
                if (upload is not null && copies.Count > 0)
                {
                    // From here on the image's own size counts for these.
                    await db.Uploads.Where(row => row.Id == upload.Id)
                        .ExecuteUpdateAsync(row => row.SetProperty(x => x.Copies, x => x.Copies > copies.Count ? x.Copies - copies.Count : 0), cancellationToken);
                }
            },
            cancellationToken);

    /// <summary>The new data takes the place of the old, all at once; the old copies go with the next sweep.</summary>
    /// <inheritdoc cref="TakeAsync"/>
    internal Task ReplaceAsync(
        Caller caller, Job job, Image image, Upload upload, ImportPlan plan, IReadOnlyList<ImageCopy> copies, CancellationToken cancellationToken) =>
        changes.WriteAsync(
            caller,
            async set =>
            {
                await RequireOursAsync(job, image, upload: null, cancellationToken);
                if (await db.ImageLocations.AnyAsync(location => location.ImageId == image.Id && location.DataId == copies[0].DataId, cancellationToken))
                {
                    // An earlier attempt got this far.
                    return;
                }

                await db.ImageLocations.Where(location => location.ImageId == image.Id)
                    .ExecuteUpdateAsync(location => location.SetProperty(x => x.Status, LocationStatus.PendingDelete), cancellationToken);
                if (!await db.ActivateAsync(set, image, ImageStatus.Active, copies[0], plan.Outcome, cancellationToken))
                {
                    throw new ImageDeletedException(image.Id);
                }

                foreach (var copy in copies.Skip(1))
                {
                    db.AddCopy(set, image.Id, copy);
                }

                await db.MarkAsync(image.Id, ImportMarks.ImportingTo, "", cancellationToken);
                set.Record(ImportEvents.Replaced, "image", image.Id.ToString(), image.OwnerId, detail: Facts.Of(("from", image.DiskFormat), ("to", plan.Outcome.DiskFormat)));
                await db.Uploads.Where(row => row.Id == upload.Id).ExecuteUpdateAsync(row => row.SetProperty(x => x.Copies, 0), cancellationToken);
            },
            cancellationToken);

    /// <summary>Saves what the steps have decided so far.</summary>
    public Task SaveOutcomeAsync(Upload upload, ImportOutcome outcome, CancellationToken cancellationToken) =>
        db.WriteAsync(token => SaveAsync(upload, outcome, token), cancellationToken);

    /// <summary>The import has ended well: the image has all that was wanted, and is free.</summary>
    public Task FinishAsync(Caller caller, Job job, Image image, Upload? upload, CancellationToken cancellationToken) => changes.WriteAsync(
        caller,
        async set =>
        {
            await RequireHeldAsync(job, cancellationToken);
            await db.LockImageAsync(image.Id, cancellationToken);
            await FreeAsync(image.Id, job, cancellationToken);
            await BumpAsync(image.Id, set, cancellationToken);
            await DropAsync(upload, cancellationToken);
            await ForgetSecretsAsync(job, cancellationToken);
            await db.JobPhases.Where(phase => phase.JobId == job.Id && phase.Name == JobPhases.Store).ExecuteUpdateAsync(
                phase => phase.SetProperty(x => x.State, JobState.Succeeded).SetProperty(x => x.EndedAt, set.At), cancellationToken);
            set.Record(ImportEvents.Finished, "image", image.Id.ToString(), image.OwnerId);
        },
        cancellationToken);

    /// <summary>The import has failed or was ended: an image that has no data is queued again, one that has keeps what it has.</summary>
    /// <param name="caller">For the audit.</param>
    /// <param name="job">The job.</param>
    /// <param name="upload">The upload; null for a copy between stores.</param>
    /// <param name="cause">Code of the refusal; null when a person ended it.</param>
    /// <param name="failed">Stores that got no copy.</param>
    /// <param name="keepsBytes">Whether staged bytes wait for another attempt.</param>
    /// <param name="cancellationToken">Rolls back.</param>
    public Task FailAsync(
        Caller caller, Job job, Upload? upload, string? cause, IEnumerable<string> failed, bool keepsBytes, CancellationToken cancellationToken) =>
        changes.WriteAsync(
            caller,
            async set =>
            {
                await RequireHeldAsync(job, cancellationToken);
                if (job.ImageId is { } locked)
                {
                    await db.LockImageAsync(locked, cancellationToken);
                }

                if (!keepsBytes)
                {
                    await DropAsync(upload, cancellationToken);
                }
                else if (upload is { QuarantinedAt: null })
                {
                    // They wait for another attempt, and not for ever.
                    var until = set.At + options.CurrentValue.Expiry;
                    await db.Uploads.Where(row => row.Id == upload.Id && row.QuarantinedAt == null)
                        .ExecuteUpdateAsync(row => row.SetProperty(x => x.ExpiresAt, until), cancellationToken);
                }

                if (cause is null)
                {
                    await ForgetSecretsAsync(job, cancellationToken);
                }

                if (job.ImageId is not { } imageId || await db.MarkAsync(imageId, ImportMarks.Lock, cancellationToken) != job.Id.ToString())
                {
                    return;
                }

                await db.MarkAsync(imageId, jobId: null, [], failed, cancellationToken);
                await db.MarkAsync(imageId, ImportMarks.StageHost, value: null, cancellationToken);
                await BumpAsync(imageId, set, cancellationToken);
                if (await db.Images.Where(image => image.Id == imageId && image.Status == ImageStatus.Importing).QueueAsync(cause, set, cancellationToken))
                {
                    set.Record(UploadEvents.ImageUploadFailed, "image", imageId.ToString(), job.ProjectId, cause);
                }
            },
            cancellationToken);

    // Nobody needs them any more: a job that has succeeded or was cancelled is not tried again.
    private async Task ForgetSecretsAsync(Job job, CancellationToken cancellationToken)
    {
        var request = ImportJobs.RequestOf(job);
        if (request.HasSecrets)
        {
            var text = JsonSerializer.Serialize(request with { SealedToken = null, SealedUri = null, SealedChecksum = null }, ImportJson.Default.ImportRequest);
            await db.Jobs.Where(row => row.Id == job.Id).ExecuteUpdateAsync(row => row.SetProperty(x => x.Input, text), cancellationToken);
        }
    }

    /// <summary>Whether this process still has the job.</summary>
    public Task<bool> IsHeldAsync(Job job, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(job);
        return db.Jobs.AnyAsync(row => row.Id == job.Id && row.State == JobState.Running && row.LeaseOwner == leases.Owner, cancellationToken);
    }

    // By a change of the row: until the end of this transaction nobody else can take the job.
    private async Task RequireHeldAsync(Job job, CancellationToken cancellationToken)
    {
        var held = await db.Jobs.Where(row => row.Id == job.Id && row.State == JobState.Running && row.LeaseOwner == leases.Owner)
            .ExecuteUpdateAsync(row => row.SetProperty(x => x.LeaseUntil, x => x.LeaseUntil), cancellationToken);
        if (held == 0)
        {
            throw new UploadInterruptedException();
        }
    }

    /// <summary>Holds job and image for this transaction.</summary>
    /// <returns>Whether the image has data already.</returns>
    private async Task<bool> RequireOursAsync(Job job, Image image, Upload? upload, CancellationToken cancellationToken)
    {
        await RequireHeldAsync(job, cancellationToken);
        await db.LockImageAsync(image.Id, cancellationToken);
        var now = await db.Images.AsNoTracking().SingleOrDefaultAsync(row => row.Id == image.Id && row.DeletedAt == null, cancellationToken)
            ?? throw new ImageDeletedException(image.Id);
        if (await db.MarkAsync(image.Id, ImportMarks.Lock, cancellationToken) != job.Id.ToString())
        {
            throw new ConflictException($"Other work has taken image {image.Id} from this import.", "import.lock_lost");
        }

        var isActive = now.Status is ImageStatus.Active or ImageStatus.Deactivated;
        return isActive || upload is null || (now.DiskFormat == image.DiskFormat && now.ContainerFormat == image.ContainerFormat)
            ? isActive
            // Declared otherwise since the steps looked: the next attempt takes them again.
            : throw new UploadBusyException(upload.Id);
    }

    private async Task FreeAsync(Guid imageId, Job job, CancellationToken cancellationToken)
    {
        if (await db.MarkAsync(imageId, ImportMarks.Lock, cancellationToken) == job.Id.ToString())
        {
            await db.MarkAsync(imageId, ImportMarks.Lock, value: null, cancellationToken);
            await db.MarkAsync(imageId, ImportMarks.StageHost, value: null, cancellationToken);
        }
    }

    private async Task DropAsync(Upload? upload, CancellationToken cancellationToken)
    {
        if (upload is not null)
        {
            await db.Uploads.Where(row => row.Id == upload.Id).ExecuteDeleteAsync(cancellationToken);
        }
    }

    private async Task SaveAsync(Upload? upload, ImportOutcome outcome, CancellationToken cancellationToken)
    {
        if (upload is not null)
        {
            var text = outcome.ToJson();
            await db.Uploads.Where(row => row.Id == upload.Id).ExecuteUpdateAsync(row => row.SetProperty(x => x.Outcome, text), cancellationToken);
        }
    }

    private Task<int> BumpAsync(Guid imageId, ChangeSet set, CancellationToken cancellationToken) =>
        db.Images.Where(image => image.Id == imageId).ExecuteUpdateAsync(
            image => image.SetProperty(x => x.UpdatedAt, set.At).SetProperty(x => x.Version, x => x.Version + 1), cancellationToken);
}
