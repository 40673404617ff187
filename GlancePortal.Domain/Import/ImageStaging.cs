using GlancePortal.Domain.Access;
using GlancePortal.Domain.Audit;
using GlancePortal.Domain.Content;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Hosting;
using GlancePortal.Domain.Images;
using GlancePortal.Domain.Jobs;
using GlancePortal.Domain.Quotas;
using GlancePortal.Domain.Uploads;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Import;

/// <summary>Takes data of a queued image into the staging area, from where an import gets it.</summary>
/// <param name="db">The records.</param>
/// <param name="changes">Saves and announces.</param>
/// <param name="leases">Keeps the lease while the bytes flow.</param>
/// <param name="targets">Finds the image and asks whether it takes data.</param>
/// <param name="writing">Writes the bytes.</param>
/// <param name="staging">Where they lie.</param>
/// <param name="quotas">What the projects may have.</param>
/// <param name="growing">Reserves for data of unknown length.</param>
/// <param name="node">This process.</param>
/// <param name="options">What an image may be.</param>
/// <param name="imports">Says whether there is a staging area.</param>
public sealed class ImageStaging(
    PortalDb db, StateChanges changes, UploadLeases leases, UploadTargets targets, StagedWriting writing, StagingFolder staging, QuotaReservations quotas,
    GrowingReservations growing, NodeIdentity node, IOptionsMonitor<ImageOptions> options, IOptionsMonitor<ImportOptions> imports)
{
    /// <summary>Refuses whoever asks for a staging area where there is none.</summary>
    /// <exception cref="NotFoundException">Method `glance-direct` is not enabled. 404.</exception>
    public void RequireOn()
    {
        if (!imports.CurrentValue.Methods.Contains(ImportMethods.GlanceDirect))
        {
            throw ImportRefusals.NoStaging();
        }
    }

    /// <summary>Stages the data of a queued image; the image is `uploading` from the first byte on, and stays so when this returns.</summary>
    /// <param name="caller">Who sends it.</param>
    /// <param name="imageId">The image.</param>
    /// <param name="body">All of the data; read once, to its end.</param>
    /// <param name="declaredBytes">Length the client declared; null when it did not.</param>
    /// <param name="cancellationToken">Ends the transfer; nothing stays behind.</param>
    /// <exception cref="NotFoundException">There is no image that the caller may know of. 404.</exception>
    /// <exception cref="ForbiddenException">The caller may not change it. 403.</exception>
    /// <exception cref="InvalidInputException">Its formats are not set. 400.</exception>
    /// <exception cref="ConflictException">It is not queued, or has staged data already. 409.</exception>
    /// <exception cref="ContentSizeMismatchException">Fewer or more bytes came than were declared. 400.</exception>
    /// <exception cref="ContentTooLargeException">More than an image may have. 413.</exception>
    /// <exception cref="LimitExceededException">More than the project may stage. 413.</exception>
    public async Task StageAsync(Caller caller, Guid imageId, Stream body, long? declaredBytes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        RequireOn();
        var image = await targets.FindAsync(caller, imageId, PolicyNames.ModifyImage, cancellationToken);
        await TakeAsync(caller, image, body, declaredBytes, copies: 0, cancellationToken);
    }

    /// <summary>The same for an image that was found for the caller, by whatever door.</summary>
    internal async Task<Upload> TakeAsync(
        Caller caller, Image image, Stream body, long? declaredBytes, int copies, CancellationToken cancellationToken)
    {
        var imageId = image.Id;
        if (declaredBytes > options.CurrentValue.SizeCap)
        {
            throw new ContentTooLargeException(options.CurrentValue.SizeCap);
        }

        staging.RequireRoom(declaredBytes ?? 0);
        var upload = new Upload
        {
            Id = Guid.NewGuid(),
            Kind = UploadKind.Staged,
            ProjectId = image.OwnerId ?? caller.ProjectId,
            UserId = caller.UserId,
            UserName = caller.UserName,
            ImageId = imageId,
            Length = declaredBytes,
            Copies = copies,
        };
        var source = declaredBytes is null && await quotas.IsLimitedAsync(upload.ProjectId, cancellationToken) ? growing.Through(body, upload) : body;
        await BeginAsync(caller, image, upload, cancellationToken);
        await using var lease = leases.Keep(upload, bytes: null, cancellationToken);
        try
        {
            await writing.WriteAllAsync(upload, source, lease.Token);
            await lease.DisposeAsync();
            await CompleteAsync(caller, image, upload);
            return upload;
        }
        catch (Exception fault)
        {
            await lease.DisposeAsync();
            var cause = ImageUploads.CauseOf(fault, lease.State, imageId);
            await UndoAsync(caller, image, upload, (cause as DomainException)?.Code ?? "unknown");
            if (ReferenceEquals(cause, fault))
            {
                throw;
            }

            throw cause;
        }
    }

    /// <summary>Drops staged data of an image that no job will finish; inside of a write.</summary>
    /// <returns>The uploads whose files can go once the transaction is committed.</returns>
    internal static async Task<IReadOnlyList<Guid>> DropLeftoversAsync(PortalDb db, Guid imageId, CancellationToken cancellationToken)
    {
        // What a failed import kept for another try gives way to new data.
        var left = await db.Uploads
            .Where(upload => upload.ImageId == imageId && (upload.Kind == UploadKind.Staged || upload.Kind == UploadKind.Fetched)
                && upload.LeaseOwner == null && upload.QuarantinedAt == null
                && !db.Jobs.Any(job => job.Id == upload.JobId && (job.State == JobState.Running || job.State == JobState.Queued)))
            .Select(upload => upload.Id).ToListAsync(cancellationToken);
        await db.Uploads.Where(upload => left.Contains(upload.Id)).ExecuteDeleteAsync(cancellationToken);
        return left;
    }

    private async Task BeginAsync(Caller caller, Image image, Upload upload, CancellationToken cancellationToken)
    {
        var dropped = await changes.WriteAsync(
            caller,
            async set =>
            {
                upload.ReservedBytes = upload.Length ?? 0;
                await quotas.RequireAsync(
                    upload.ProjectId,
                    new QuotaRequest { BeginsUpload = true, ImageId = image.Id, Bytes = upload.ReservedBytes * upload.Copies, StagedBytes = upload.ReservedBytes },
                    cancellationToken);
                var leftovers = await DropLeftoversAsync(db, image.Id, cancellationToken);
                var claimed = await db.Images
                    .Where(row => row.Id == image.Id && row.Status == ImageStatus.Queued && !ImageSaving.Savers(db).Any(other => other.ImageId == image.Id))
                    .MoveAsync(ImageStatus.Uploading, reason: null, set, cancellationToken);
                if (!claimed)
                {
                    throw ImageSaving.NotQueued(image.Id);
                }

                upload.LeaseOwner = leases.Owner;
                upload.LeaseUntil = leases.UntilFromNow;
                upload.CreatedAt = upload.UpdatedAt = set.At;
                db.Uploads.Add(upload);
                await db.SaveChangesAsync(cancellationToken);
                db.ChangeTracker.Clear();
                set.Record(ImportEvents.Staging, "image", image.Id.ToString(), image.OwnerId);
                return leftovers;
            },
            cancellationToken);
        foreach (var id in dropped)
        {
            staging.Delete(id);
        }
    }

    private Task CompleteAsync(Caller caller, Image image, Upload upload) => changes.WriteAsync(
        caller,
        async set =>
        {
            var held = await db.Uploads.Where(row => row.Id == upload.Id && row.LeaseOwner == leases.Owner).ExecuteUpdateAsync(
                row => row.SetProperty(x => x.LeaseOwner, (string?)null)
                    .SetProperty(x => x.LeaseUntil, (DateTimeOffset?)null)
                    .SetProperty(x => x.Length, upload.Offset)
                    .SetProperty(x => x.Offset, upload.Offset)
                    .SetProperty(x => x.ReservedBytes, upload.Offset)
                    .SetProperty(x => x.UpdatedAt, set.At)
                    .SetProperty(x => x.CompletedAt, set.At),
                CancellationToken.None);
            var staged = await db.Images.Where(row => row.Id == image.Id && row.Status == ImageStatus.Uploading).ExecuteUpdateAsync(
                row => row.SetProperty(x => x.Size, upload.Offset)
                    .SetProperty(x => x.UpdatedAt, set.At)
                    .SetProperty(x => x.Version, x => x.Version + 1),
                CancellationToken.None);
            if (held == 0 || staged == 0)
            {
                throw staged == 0 ? new ImageDeletedException(image.Id) : new UploadInterruptedException();
            }

            await db.MarkAsync(image.Id, ImportMarks.StageHost, node.Name, CancellationToken.None);
            set.Record(UploadEvents.Completed, UploadEvents.ObjectType, upload.Id.ToString(), upload.ProjectId);
        },
        CancellationToken.None);

    /// <summary>Takes the staging back: the image is queued again, with a cause.</summary>
    internal async Task UndoAsync(Caller caller, Image image, Upload upload, string cause)
    {
        var ours = await changes.WriteAsync(
            caller,
            async set =>
            {
                var dropped = await db.Uploads.Where(row => row.Id == upload.Id && row.JobId == null && (row.LeaseOwner == leases.Owner || row.CompletedAt != null))
                    .ExecuteDeleteAsync(CancellationToken.None);
                if (dropped > 0)
                {
                    await ImageSaving.ToQueuedAsync(db, image.Id, image.OwnerId, cause, set, CancellationToken.None);
                }

                return dropped > 0;
            },
            CancellationToken.None);
        if (ours)
        {
            staging.Delete(upload.Id);
        }
    }
}
