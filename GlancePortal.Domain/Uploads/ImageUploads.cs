using GlancePortal.Domain.Access;
using GlancePortal.Domain.Audit;
using GlancePortal.Domain.Content;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Formats;
using GlancePortal.Domain.Images;
using GlancePortal.Domain.Import;
using GlancePortal.Domain.Quotas;
using GlancePortal.Domain.Signatures;
using GlancePortal.Domain.Stores;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Uploads;

/// <summary>How data comes into an image, through whatever door: all of it and its facts are stored, or nothing stays behind.</summary>
/// <param name="db">The records.</param>
/// <param name="changes">Saves and announces.</param>
/// <param name="leases">Keeps the lease while the bytes flow.</param>
/// <param name="targets">Finds the image and asks whether it takes data.</param>
/// <param name="quotas">What the projects may have.</param>
/// <param name="growing">Reserves for data of unknown length.</param>
/// <param name="stores">Where the data goes.</param>
/// <param name="staging">Where staged data lies.</param>
/// <param name="copies">Puts staged data into stores.</param>
/// <param name="inspection">Refuses what is not as declared.</param>
/// <param name="signatures">Verifies signatures of the data.</param>
/// <param name="options">What an image may be.</param>
/// <param name="logger">Told of what could not be undone.</param>
public sealed partial class ImageUploads(
    PortalDb db, StateChanges changes, UploadLeases leases, UploadTargets targets, QuotaReservations quotas, GrowingReservations growing,
    StoreRegistry stores, StagingFolder staging, StagedCopies copies, ContentInspection inspection, SignatureCheck signatures,
    IOptionsMonitor<ImageOptions> options, ILogger<ImageUploads> logger)
{
    private readonly ImageSaving _saving = new(db, changes, leases, quotas);

    /// <summary>Stores the data of a queued image in one go; it is active when this returns.</summary>
    /// <param name="caller">Who sends it.</param>
    /// <param name="imageId">The image.</param>
    /// <param name="body">All of the data; read once, to its end.</param>
    /// <param name="declaredBytes">Length the client declared; null when it did not.</param>
    /// <param name="storeId">Store the client asked for; null takes the default.</param>
    /// <param name="cancellationToken">Ends the transfer; nothing stays behind.</param>
    /// <exception cref="NotFoundException">There is no image that the caller may know of. 404.</exception>
    /// <exception cref="ForbiddenException">The caller may not fill it. 403.</exception>
    /// <exception cref="InvalidInputException">Its formats are not set. 400.</exception>
    /// <exception cref="ConflictException">It is not queued. 409.</exception>
    /// <exception cref="ContentSizeMismatchException">Fewer or more bytes came than were declared. 400.</exception>
    /// <exception cref="ContentTooLargeException">More than an image may have. 413.</exception>
    /// <exception cref="LimitExceededException">More than the project may have. 413.</exception>
    /// <exception cref="ContentMismatchException">The content is not what the image declares. 415.</exception>
    /// <exception cref="UnsafeContentException">The content refers to other files or is damaged. 415.</exception>
    /// <exception cref="CompressionNotAcceptedException">The content's compression is not taken. 415.</exception>
    /// <exception cref="SignatureException">The content does not have the signature that the image names, or it cannot be verified. 400.</exception>
    /// <exception cref="ImageDeletedException">The image was deleted meanwhile. 410.</exception>
    /// <exception cref="StoreFullException">No room. 413.</exception>
    public async Task StoreAsync(
        Caller caller, Guid imageId, Stream body, long? declaredBytes, string? storeId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var image = await targets.FindAsync(caller, imageId, cancellationToken);
        var store = stores.ForNewData(storeId);
        var limits = options.CurrentValue;
        if (declaredBytes > limits.SizeCap)
        {
            throw new ContentTooLargeException(limits.SizeCap);
        }

        using var signature = await signatures.FindAsync(imageId, cancellationToken);
        var upload = new Upload
        {
            Id = Guid.NewGuid(),
            Kind = UploadKind.Direct,
            ProjectId = image.OwnerId ?? caller.ProjectId,
            UserId = caller.UserId,
            UserName = caller.UserName,
            ImageId = imageId,
            Length = declaredBytes,
            StoreId = store.Id,
        };
        var source = declaredBytes is null && await quotas.IsLimitedAsync(upload.ProjectId, cancellationToken) ? growing.Through(body, upload) : body;
        await _saving.BeginAsync(caller, image, upload, cancellationToken);
        using var pass = new ContentPass(limits.HashAlgorithm, signature is null ? [] : [signature.Digest])
        {
            ExpectedBytes = declaredBytes,
            MaxBytes = limits.SizeCap,
        };
        ContentFacts? facts = null;
        await using var data = pass.Through(source, found =>
        {
            inspection.Require(image, found.Format);
            signature?.Verify(found);
            facts = found;
        });
        await SaveAsync(
            caller, image, upload, store, () => pass.Bytes, token => AddAsync(store, image, data, pass, declaredBytes, token), () => facts!,
            signature is null ? null : new ImportOutcome { Method = "upload", SignatureVerified = true }, cancellationToken);
    }

    /// <summary>Stores the data of a queued image that a finished upload has staged; it is active when this returns.</summary>
    /// <param name="caller">Who sent it, for the audit; what they may was asked when the upload began.</param>
    /// <param name="content">The finished upload's content.</param>
    /// <param name="outcome">What the steps on its way have decided; null when there were none.</param>
    /// <param name="cancellationToken">Ends the work where it can still be undone.</param>
    /// <exception cref="ImageDeletedException">The image was deleted meanwhile.</exception>
    /// <exception cref="ConflictException">It is not queued.</exception>
    /// <exception cref="SignatureException">The content does not have the signature that the image names, or it cannot be verified.</exception>
    /// <exception cref="UploadBusyException">Another process works on it.</exception>
    /// <exception cref="StoreFullException">No room; the staged bytes stay.</exception>
    public async Task AcceptStagedAsync(Caller caller, StagedContent content, ImportOutcome? outcome, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        var upload = content.Upload;
        var image = await targets.FindStagedAsync(upload, cancellationToken);
        if (outcome?.Fits(image) == false)
        {
            // Declared otherwise since the steps looked: the next attempt takes them again.
            throw new UploadBusyException(upload.Id);
        }

        inspection.Require(image, content.Facts.Format, outcome?.DiskFormat, outcome?.ContainerFormat);
        outcome ??= new ImportOutcome();
        await signatures.VerifyAsync(image.Id, content, outcome, cancellationToken);
        var store = stores.ForNewData(upload.StoreId);
        await _saving.BeginStagedAsync(caller, image, upload, cancellationToken);
        await SaveAsync(
            caller, image, upload, store, bytes: null, token => copies.AddAsync(store, image.Id, content, isLast: true, progress: null, token),
            () => content.Facts, outcome, cancellationToken);
        staging.Delete(upload.Id);
    }

    /// <summary>The part that all doors share: the image is saving; the bytes go to the store and it becomes active, or it is queued again.</summary>
    private async Task SaveAsync(
        Caller caller, Image image, Upload upload, IImageStore store, Func<long>? bytes, Func<CancellationToken, Task<StoredData>> add,
        Func<ContentFacts> facts, ImportOutcome? outcome, CancellationToken cancellationToken)
    {
        StoredData? stored = null;
        var lease = leases.Keep(upload, bytes, cancellationToken);
        try
        {
            stored = await add(lease.Token);
            await lease.DisposeAsync();
            await _saving.ActivateAsync(
                caller, image, upload, new ImageCopy(store.Id, image.Id, stored.Location, facts()), outcome, cancellationToken);
        }
        catch (Exception fault)
        {
            await lease.DisposeAsync();
            var cause = CauseOf(fault, lease.State, image.Id);
            if (stored is not null && MustRemove(upload, cause) && await IsOursAsync(upload))
            {
                await copies.RemoveAsync(store, stored.Location, image.Id);
            }

            await FailAsync(caller, image, upload, (cause as DomainException)?.Code ?? "unknown");
            if (ReferenceEquals(cause, fault))
            {
                throw;
            }

            throw cause;
        }
    }

    private async Task<StoredData> AddAsync(
        IImageStore store, Image image, Stream data, ContentPass pass, long? declaredBytes, CancellationToken cancellationToken)
    {
        try
        {
            return await store.AddAsync(image.Id, data, declaredBytes, cancellationToken);
        }
        catch (DuplicateDataException) when (pass.Bytes == 0)
        {
            await copies.RemoveOrphanAsync(store, image.Id, cancellationToken);
            return await store.AddAsync(image.Id, data, declaredBytes, cancellationToken);
        }
    }

    // Staged bytes wait for another attempt, unless there is no image any more. Whoever took the lease over owns what is in the store.
    private static bool MustRemove(Upload upload, Exception cause) =>
        cause is ImageDeletedException || (upload.Kind == UploadKind.Direct && cause is not UploadInterruptedException);

    // A database that fails while it commits leaves open whether the image is active: then the bytes are only the sweep's to remove.
    private async Task<bool> IsOursAsync(Upload upload)
    {
        try
        {
            return await db.Uploads.AnyAsync(row => row.Id == upload.Id && row.LeaseOwner == leases.Owner, CancellationToken.None);
        }
        catch (Exception fault)
        {
            LogNotUndone(fault, upload.ImageId ?? Guid.Empty);
            return false;
        }
    }

    private async Task FailAsync(Caller caller, Image image, Upload upload, string cause)
    {
        try
        {
            await _saving.FailAsync(caller, image, upload, cause);
        }
        catch (Exception fault)
        {
            // The lease runs out, and the image is queued again by whoever finds it.
            LogNotUndone(fault, image.Id);
        }
    }

    internal static Exception CauseOf(Exception fault, LeaseState lease, Guid imageId) => fault switch
    {
        DomainException => fault,
        OperationCanceledException when lease == LeaseState.ImageGone => new ImageDeletedException(imageId),
        OperationCanceledException or IOException => new UploadInterruptedException(fault),
        _ => fault,
    };

    [LoggerMessage(Level = LogLevel.Error, Message = "The failed upload of image {ImageId} could not be undone; it is when its lease has run out")]
    private partial void LogNotUndone(Exception fault, Guid imageId);
}
