using GlancePortal.Domain.Access;
using GlancePortal.Domain.Audit;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Images;
using GlancePortal.Domain.Import;
using GlancePortal.Domain.Jobs;
using GlancePortal.Domain.Quotas;
using Microsoft.EntityFrameworkCore;

namespace GlancePortal.Domain.Uploads;

/// <summary>The changes of state on the way of an image's data: queued → saving → active, and back to queued.</summary>
/// <param name="db">The records.</param>
/// <param name="changes">Saves and announces.</param>
/// <param name="leases">What the rows of this process carry.</param>
/// <param name="quotas">What the projects may have.</param>
internal sealed class ImageSaving(PortalDb db, StateChanges changes, UploadLeases leases, QuotaReservations quotas)
{
    /// <summary>queued → saving, for a transfer that has no row yet.</summary>
    /// <exception cref="LimitExceededException">It does not fit into what the project may have.</exception>
    /// <exception cref="ConflictException">The image is not queued: another upload was first, or it has data.</exception>
    public Task BeginAsync(Caller caller, Image image, Upload upload, CancellationToken cancellationToken) => changes.WriteAsync(
        caller,
        async set =>
        {
            upload.ReservedBytes = upload.Length ?? 0;
            await quotas.RequireAsync(
                upload.ProjectId,
                new QuotaRequest { BeginsUpload = true, ImageId = image.Id, Bytes = upload.ReservedBytes },
                cancellationToken);
            await ToSavingAsync(image, upload, set, cancellationToken);
            upload.LeaseOwner = leases.Owner;
            upload.LeaseUntil = leases.UntilFromNow;
            upload.CreatedAt = upload.UpdatedAt = set.At;
            db.Uploads.Add(upload);
            await db.SaveChangesAsync(cancellationToken);
            db.ChangeTracker.Clear();
        },
        cancellationToken);

    /// <summary>queued → saving, for a staged upload.</summary>
    /// <exception cref="UploadBusyException">Another process works on it.</exception>
    /// <exception cref="ConflictException">The image is not queued.</exception>
    public Task BeginStagedAsync(Caller caller, Image image, Upload upload, CancellationToken cancellationToken) => changes.WriteAsync(
        caller,
        async set =>
        {
            var taken = await db.Uploads
                .Where(row => row.Id == upload.Id && (row.LeaseOwner == null || row.LeaseUntil < set.At || row.LeaseOwner == leases.Owner))
                .ExecuteUpdateAsync(
                    row => row.SetProperty(x => x.LeaseOwner, leases.Owner).SetProperty(x => x.LeaseUntil, leases.UntilFromNow), cancellationToken);
            if (taken == 0)
            {
                throw new UploadBusyException(upload.Id);
            }

            await ToSavingAsync(image, upload, set, cancellationToken);
        },
        cancellationToken);

    /// <summary>saving → active: size, hashes, location and checksums in one transaction.</summary>
    /// <exception cref="ImageDeletedException">It was deleted meanwhile.</exception>
    /// <exception cref="UploadInterruptedException">This process had lost its lease, and somebody else took over.</exception>
    public Task ActivateAsync(
        Caller caller, Image image, Upload upload, ImageCopy copy, ImportOutcome? outcome, CancellationToken cancellationToken) =>
        changes.WriteAsync(
            caller,
            async set =>
            {
                await ReleaseAsync(upload, isStored: true, cancellationToken);

                // What an import that failed has left is of no use any more; its files go with the sweep.
                await ImageStaging.DropLeftoversAsync(db, image.Id, cancellationToken);
                if (!await db.ActivateAsync(set, image, ImageStatus.Saving, copy, outcome, cancellationToken))
                {
                    throw new ImageDeletedException(image.Id);
                }

                // A job that is begun again after this must find that there is nothing left to do.
                await db.JobPhases.Where(phase => phase.JobId == upload.JobId && phase.Name == JobPhases.Store).ExecuteUpdateAsync(
                    phase => phase.SetProperty(x => x.State, JobState.Succeeded).SetProperty(x => x.EndedAt, set.At), cancellationToken);
            },
            cancellationToken);

    /// <summary>saving → queued with a cause; nothing of the attempt stays in the records.</summary>
    public Task FailAsync(Caller caller, Image image, Upload upload, string cause) => changes.WriteAsync(
        caller,
        async set =>
        {
            await ReleaseAsync(upload, isStored: false, CancellationToken.None);
            await ToQueuedAsync(db, image.Id, image.OwnerId, cause, set, CancellationToken.None);
        },
        CancellationToken.None);

    /// <summary>Uploads whose holder saves or stages their image; another that still receives its bytes holds a lease too, of its bytes alone.</summary>
    public static IQueryable<Upload> Savers(PortalDb db) => db.Uploads.Where(upload =>
        upload.LeaseOwner != null && (upload.Kind == UploadKind.Direct || upload.Kind == UploadKind.Staged
            || (upload.Kind != UploadKind.Partial && upload.CompletedAt != null)));

    /// <summary>saving or uploading → queued with a cause; nothing happens to an image in another state, or to one that somebody else fills.</summary>
    public static async Task ToQueuedAsync(
        PortalDb db, Guid imageId, string? ownerId, string cause, ChangeSet set, CancellationToken cancellationToken)
    {
        var forsaken = db.Images.Where(row =>
            row.Id == imageId && (row.Status == ImageStatus.Saving || row.Status == ImageStatus.Uploading)
            && !Savers(db).Any(upload => upload.ImageId == imageId));
        if (await forsaken.QueueAsync(cause, set, cancellationToken))
        {
            set.Record(UploadEvents.ImageUploadFailed, "image", imageId.ToString(), ownerId, cause);
        }
    }

    private async Task ToSavingAsync(Image image, Upload upload, ChangeSet set, CancellationToken cancellationToken)
    {
        // What the content is held against must be what the image declares when it becomes active: from here on it cannot change.
        // An image that was restored while its data still came is queued, and yet somebody else's.
        var claimed = await db.Images
            .Where(row => row.Id == image.Id && row.DiskFormat == image.DiskFormat && row.ContainerFormat == image.ContainerFormat
                && !Savers(db).Any(other => other.ImageId == image.Id && other.Id != upload.Id)
                && (row.Status == ImageStatus.Queued || (upload.Kind != UploadKind.Direct && row.Status == ImageStatus.Saving)))
            .MoveAsync(ImageStatus.Saving, reason: null, set, cancellationToken);
        if (!claimed)
        {
            throw await RefusalAsync(image, upload, cancellationToken);
        }

        set.Record(UploadEvents.ImageSaving, "image", image.Id.ToString(), image.OwnerId);
    }

    private async Task<DomainException> RefusalAsync(Image image, Upload upload, CancellationToken cancellationToken)
    {
        var now = await db.Images.AsNoTracking().SingleOrDefaultAsync(row => row.Id == image.Id && row.DeletedAt == null, cancellationToken);
        var isRedeclared = now is { Status: ImageStatus.Queued } && (now.DiskFormat != image.DiskFormat || now.ContainerFormat != image.ContainerFormat);
        return now is null ? new ImageDeletedException(image.Id)
            // Staged bytes are held against the new declaration by the next attempt.
            : isRedeclared && upload.Kind != UploadKind.Direct ? new UploadBusyException(upload.Id)
            : NotQueued(image.Id);
    }

    /// <summary>The image is in a state that takes no data. Answered 409.</summary>
    public static ConflictException NotQueued(Guid imageId) =>
        new($"Image {imageId} is not queued: it has data, or another upload into it runs.", "image.not_queued");

    // From here on the image's own size counts; staged bytes that are still of use go on counting.
    private async Task ReleaseAsync(Upload upload, bool isStored, CancellationToken cancellationToken)
    {
        var held = db.Uploads.Where(row => row.Id == upload.Id && row.LeaseOwner == leases.Owner);
        var released = upload.Kind == UploadKind.Direct
            ? await held.ExecuteDeleteAsync(cancellationToken)
            : await held.ExecuteUpdateAsync(
                row => row.SetProperty(x => x.LeaseOwner, (string?)null)
                    .SetProperty(x => x.LeaseUntil, (DateTimeOffset?)null)
                    .SetProperty(x => x.ReservedBytes, x => isStored ? 0 : x.ReservedBytes),
                cancellationToken);
        if (released == 0)
        {
            throw new UploadInterruptedException();
        }
    }
}
