using GlancePortal.Domain.Access;
using GlancePortal.Domain.Audit;
using GlancePortal.Domain.Content;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Formats;
using GlancePortal.Domain.Images;
using GlancePortal.Domain.Quotas;
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
/// <param name="inspection">Refuses what is not as declared.</param>
/// <param name="options">What an image may be.</param>
/// <param name="logger">Told of what could not be undone.</param>
public sealed partial class ImageUploads(
    PortalDb db, StateChanges changes, UploadLeases leases, UploadTargets targets, QuotaReservations quotas, GrowingReservations growing,
    StoreRegistry stores, StagingFolder staging, ContentInspection inspection, IOptionsMonitor<ImageOptions> options, ILogger<ImageUploads> logger)
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
        using var pass = new ContentPass(limits.HashAlgorithm) { ExpectedBytes = declaredBytes, MaxBytes = limits.SizeCap };
        ContentFacts? facts = null;
        await using var data = pass.Through(source, found =>
        {
            inspection.Require(image, found.Format);
            facts = found;
        });
        await SaveAsync(
            caller, image, upload, store, () => pass.Bytes, token => AddAsync(store, image, data, pass, declaredBytes, token), () => facts!, cancellationToken);
    }

    /// <summary>Stores the data of a queued image that a finished upload has staged; it is active when this returns.</summary>
    /// <param name="caller">Who sent it, for the audit; what they may was asked when the upload began.</param>
    /// <param name="upload">The finished upload.</param>
    /// <param name="facts">What was found about its bytes.</param>
    /// <param name="cancellationToken">Ends the work where it can still be undone.</param>
    /// <exception cref="ImageDeletedException">The image was deleted meanwhile.</exception>
    /// <exception cref="ConflictException">It is not queued.</exception>
    /// <exception cref="UploadBusyException">Another process works on it.</exception>
    /// <exception cref="StoreFullException">No room; the staged bytes stay.</exception>
    public async Task AcceptStagedAsync(Caller caller, Upload upload, ContentFacts facts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(upload);
        ArgumentNullException.ThrowIfNull(facts);
        var image = await targets.FindStagedAsync(upload, cancellationToken);
        inspection.Require(image, facts.Format);
        var store = stores.ForNewData(upload.StoreId);
        await _saving.BeginStagedAsync(caller, image, upload, cancellationToken);
        await SaveAsync(
            caller, image, upload, store, bytes: null, token => AddStagedAsync(store, image, upload, facts, token), () => facts, cancellationToken);
        staging.Delete(upload.Id);
    }

    /// <summary>The part that all doors share: the image is saving; the bytes go to the store and it becomes active, or it is queued again.</summary>
    private async Task SaveAsync(
        Caller caller, Image image, Upload upload, IImageStore store, Func<long>? bytes, Func<CancellationToken, Task<StoredData>> add,
        Func<ContentFacts> facts, CancellationToken cancellationToken)
    {
        StoredData? stored = null;
        var lease = leases.Keep(upload, bytes, cancellationToken);
        try
        {
            stored = await add(lease.Token);
            await lease.DisposeAsync();
            await _saving.ActivateAsync(caller, image, upload, store.Id, stored, facts(), cancellationToken);
        }
        catch (Exception fault)
        {
            await lease.DisposeAsync();
            var cause = CauseOf(fault, lease.State, image.Id);
            if (stored is not null && MustRemove(upload, cause) && await IsOursAsync(upload))
            {
                await RemoveAsync(image, store, stored);
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
            await RemoveOrphanAsync(store, image.Id, cancellationToken);
            return await store.AddAsync(image.Id, data, declaredBytes, cancellationToken);
        }
    }

    private async Task<StoredData> AddStagedAsync(
        IImageStore store, Image image, Upload upload, ContentFacts facts, CancellationToken cancellationToken)
    {
        try
        {
            return await AdoptAsync(store, image, upload, facts, cancellationToken);
        }
        catch (DuplicateDataException)
        {
            await RemoveOrphanAsync(store, image.Id, cancellationToken);
            return await AdoptAsync(store, image, upload, facts, cancellationToken);
        }
    }

    private async Task<StoredData> AdoptAsync(
        IImageStore store, Image image, Upload upload, ContentFacts facts, CancellationToken cancellationToken)
    {
        var path = staging.PathOf(upload.Id);
        if (upload.HasLostWriter)
        {
            return await CopyVerifiedAsync(store, image, upload, facts, cancellationToken);
        }

        if (store.As<IAdoptsFiles>() is { } adopter)
        {
            return await adopter.AdoptAsync(image.Id, path, cancellationToken);
        }

        await using var staged = File.OpenRead(path);
        return await store.AddAsync(image.Id, staged, staged.Length, cancellationToken);
    }

    /// <summary>Stores a file that somebody may still have open: a copy of its own, of exactly the bytes that were verified.</summary>
    private async Task<StoredData> CopyVerifiedAsync(
        IImageStore store, Image image, Upload upload, ContentFacts facts, CancellationToken cancellationToken)
    {
        await using var staged = staging.OpenRead(upload.Id);
        using var pass = new ContentPass(facts.HashAlgorithm) { ExpectedBytes = facts.Bytes };
        await using var data = pass.Through(staged, found =>
        {
            if (found.HashValue != facts.HashValue)
            {
                // The next attempt verifies what lies there now.
                staging.ForgetFacts(upload.Id);
                throw new UploadInterruptedException();
            }
        });
        return await store.AddAsync(image.Id, data, facts.Bytes, cancellationToken);
    }

    // This image is ours alone while it is saving: data that no record names is what a killed process left.
    private async Task RemoveOrphanAsync(IImageStore store, Guid imageId, CancellationToken cancellationToken)
    {
        if (store.As<IListsData>() is not { } lister
            || await db.ImageLocations.AnyAsync(location => location.ImageId == imageId && location.StoreId == store.Id, cancellationToken))
        {
            return;
        }

        await foreach (var entry in lister.ListAsync(cancellationToken))
        {
            if (entry.ImageId == imageId && !entry.IsTemporary)
            {
                await store.DeleteAsync(entry.Location, cancellationToken);
                return;
            }
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

    private async Task RemoveAsync(Image image, IImageStore store, StoredData stored)
    {
        try
        {
            await store.DeleteAsync(stored.Location, CancellationToken.None);
        }
        catch (DomainException fault)
        {
            // No record names it: the sweep removes it.
            LogLeftBehind(fault, image.Id, store.Id);
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

    private static Exception CauseOf(Exception fault, LeaseState lease, Guid imageId) => fault switch
    {
        DomainException => fault,
        OperationCanceledException when lease == LeaseState.ImageGone => new ImageDeletedException(imageId),
        OperationCanceledException or IOException => new UploadInterruptedException(fault),
        _ => fault,
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "Data of image {ImageId} was left in store {StoreId}")]
    private partial void LogLeftBehind(Exception fault, Guid imageId, string storeId);

    [LoggerMessage(Level = LogLevel.Error, Message = "The failed upload of image {ImageId} could not be undone; it is when its lease has run out")]
    private partial void LogNotUndone(Exception fault, Guid imageId);
}
