using GlancePortal.Domain.Access;
using GlancePortal.Domain.Audit;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Import;
using GlancePortal.Domain.Quotas;
using GlancePortal.Domain.Stores;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Images;

/// <summary>Makes, changes, deletes and restores the records of images.</summary>
/// <param name="db">The records.</param>
/// <param name="changes">Saves and announces.</param>
/// <param name="permits">What the operator allows.</param>
/// <param name="quotas">What the projects may have.</param>
/// <param name="stores">Where data is removed from.</param>
/// <param name="options">What an image may be.</param>
/// <param name="time">Tells what is due.</param>
/// <param name="logger">Told of data that a store would not remove.</param>
public sealed partial class ImageRecords(
    PortalDb db, StateChanges changes, ImagePermits permits, QuotaReservations quotas, StoreRegistry stores, IOptionsMonitor<ImageOptions> options,
    TimeProvider time, ILogger<ImageRecords> logger)
{
    // Those who change an image take turns; only a status that changes by itself can come between.
    private const int Attempts = 5;

    /// <summary>Makes a record without data, in status queued.</summary>
    /// <returns>The image with its properties and tags, also those that the caller will not see; do not change it.</returns>
    /// <exception cref="InvalidInputException">A field breaks a rule. Answered 400.</exception>
    /// <exception cref="ForbiddenException">The caller may not create, or not with this owner, visibility or property. Answered 403.</exception>
    /// <exception cref="ConflictException">The id is in use, or was. Answered 409.</exception>
    /// <exception cref="LimitExceededException">Too many properties or tags, or images of the project. Answered 413.</exception>
    public async Task<Image> CreateAsync(Caller caller, ImageDraft draft, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(draft);
        var image = Make(caller, draft);
        if (draft.Id is { } id && await db.Images.AnyAsync(existing => existing.Id == id, cancellationToken))
        {
            throw Taken(id);
        }

        // Another request may take the id between the look and the insert.
        var taken = Taken(image.Id);
        return await changes.WriteAsync(
            caller,
            async set =>
            {
                await AddAsync(set, image, cancellationToken);
                return image;
            },
            cancellationToken).OrConflictAsync(taken.Message, taken.Code);
    }

    /// <summary>The record that a draft asks for, not saved yet. Refuses as <see cref="CreateAsync"/> does.</summary>
    internal Image Make(Caller caller, ImageDraft draft)
    {
        ArgumentNullException.ThrowIfNull(caller);
        permits.RequireCreate(caller, draft);
        return ImageFactory.Make(caller, draft, options.CurrentValue);
    }

    /// <summary>Saves a new record in a transaction of others.</summary>
    internal async Task AddAsync(ChangeSet set, Image image, CancellationToken cancellationToken)
    {
        await quotas.RequireAsync(image.OwnerId, new QuotaRequest { Images = 1 }, cancellationToken);
        image.CreatedAt = image.UpdatedAt = set.At;
        db.Images.Add(image);
        Record(set, "image.create", image);
    }

    /// <summary>Applies a list of changes to one copy and saves it once; any refusal leaves the image as it was.</summary>
    /// <param name="caller">Who changes.</param>
    /// <param name="id">Which image.</param>
    /// <param name="edits">Applied in order; an empty list saves nothing.</param>
    /// <param name="cancellationToken">Rolls back.</param>
    /// <returns>The image with its properties, also those that the caller does not see, tags and locations; do not change it.</returns>
    /// <exception cref="NotFoundException">No such image that the caller sees. Answered 404.</exception>
    /// <exception cref="ForbiddenException">The caller sees it but may not make this change. Answered 403.</exception>
    /// <exception cref="InvalidInputException">A value breaks a rule. Answered 400.</exception>
    /// <exception cref="ConflictException">A property is there, or not there, against what was said. Answered 409.</exception>
    /// <exception cref="LimitExceededException">Too many properties or tags. Answered 413.</exception>
    public Task<Image> UpdateAsync(Caller caller, Guid id, IReadOnlyList<ImageChange> edits, CancellationToken cancellationToken) =>
        UpdateAsync(caller, id, edits, expectedVersion: null, cancellationToken);

    /// <summary>As the other, but only to the version that the caller has seen.</summary>
    /// <param name="caller">Who changes.</param>
    /// <param name="id">Which image.</param>
    /// <param name="edits">Applied in order; an empty list saves nothing.</param>
    /// <param name="expectedVersion">The version they were made for; null means any.</param>
    /// <param name="cancellationToken">Rolls back.</param>
    /// <exception cref="ConflictException">Somebody else changed it since, beside what the other refuses. Answered 409.</exception>
    public Task<Image> UpdateAsync(
        Caller caller, Guid id, IReadOnlyList<ImageChange> edits, long? expectedVersion, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(edits);
        return AgainAfterLostRace(
            () => changes.WriteAsync(
                caller,
                async set =>
                {
                    var image = await db.FindForChangeAsync(permits.Access, caller, id, cancellationToken);
                    if (expectedVersion is { } expected && expected != image.Version)
                    {
                        throw new ConflictException($"Image {id} was changed by somebody else meanwhile.", "image.changed");
                    }

                    await db.LoadPartsAsync(image, cancellationToken);
                    if (edits.Count > 0)
                    {
                        var owner = image.OwnerId;
                        image.TakeFieldsAndPartsOf(Edited(image, edits, caller));
                        Touch(image, set);
                        Record(set, "image.update", image, ChangedFields.Of(edits));
                        if (owner != image.OwnerId)
                        {
                            // Who had it learns that it is gone.
                            set.Record("image.give_away", "image", image.Id.ToString(), owner);
                        }
                    }

                    return image;
                },
                cancellationToken),
            id);
    }

    /// <summary>Deletes the image: gone for every door at once; its data stays for <see cref="ImageOptions.RestoreWindow"/>.</summary>
    /// <exception cref="NotFoundException">No such image that the caller sees. Answered 404.</exception>
    /// <exception cref="ForbiddenException">The image is protected, or the caller may not delete it. Answered 403.</exception>
    public Task DeleteAsync(Caller caller, Guid id, CancellationToken cancellationToken) =>
        DeleteAsync(caller, id, isDiscarded: false, cancellationToken);

    /// <summary>Deletes a record that never came to be: at once, and neither its own protection nor anybody's roles keep it.</summary>
    internal Task DiscardAsync(Guid id, CancellationToken cancellationToken) => DeleteAsync(Caller.System, id, isDiscarded: true, cancellationToken);

    private async Task DeleteAsync(Caller caller, Guid id, bool isDiscarded, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var keepsData = !isDiscarded && options.CurrentValue.RestoreWindow > TimeSpan.Zero;
        await AgainAfterLostRace(
            () => changes.WriteAsync(
                caller,
                async set =>
                {
                    var image = await db.FindForAsync(permits.Access, PolicyNames.DeleteImage, caller, id, cancellationToken);
                    if (!isDiscarded)
                    {
                        RequireUnprotected(image);
                    }

                    image.DeletedFrom = image.Status;
                    image.Status = keepsData ? ImageStatus.PendingDelete : ImageStatus.Deleted;
                    image.DeletedAt = set.At;
                    Touch(image, set);
                    Record(set, "image.delete", image);
                    await quotas.KeepReceivedAsync(image, cancellationToken);
                    if (!keepsData)
                    {
                        await ReleaseContentsAsync(id, cancellationToken);
                    }

                    return image;
                },
                cancellationToken),
            id);
        if (!keepsData)
        {
            await RemoveReleasedDataAsync(location => location.ImageId == id, cancellationToken);
        }
    }

    /// <summary>Takes a deletion back while the data is still kept.</summary>
    /// <exception cref="NotFoundException">No such image of the caller's. Answered 404.</exception>
    /// <exception cref="ForbiddenException">The caller may not delete it, and so not restore it. Answered 403.</exception>
    /// <exception cref="ConflictException">It is not deleted (409), or its data is gone (410).</exception>
    /// <exception cref="LimitExceededException">The project has as many images as it may have. Answered 413.</exception>
    public async Task<Image> RestoreAsync(Caller caller, Guid id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var ownerId = await db.Images.Where(image => image.Id == id).Select(image => image.OwnerId).FirstOrDefaultAsync(cancellationToken);
        return await AgainAfterLostRace(
            () => changes.WriteAsync(
                caller,
                async set =>
                {
                    await quotas.LockAsync(ownerId, cancellationToken);
                    await db.LockImageAsync(id, cancellationToken);
                    var image = await db.Images.AsTracking().FirstOrDefaultAsync(image => image.Id == id, cancellationToken);
                    await RequireRestorableAsync(caller, image, id, set.At, cancellationToken);
                    await RequireRoomForRestoredAsync(image!, cancellationToken);
                    image!.Status = image.DeletedFrom is ImageStatus.Active or ImageStatus.Deactivated ? image.DeletedFrom.Value : ImageStatus.Queued;
                    image.DeletedFrom = null;
                    image.DeletedAt = null;
                    await db.MarkAsync(id, ImportMarks.Lock, value: null, cancellationToken);
                    await db.MarkAsync(id, ImportMarks.ImportingTo, value: null, cancellationToken);
                    Touch(image, set);
                    Record(set, "image.restore", image);
                    return image;
                },
                cancellationToken),
            id);
    }

    /// <summary>Which custom properties the caller sees of the images that this gives.</summary>
    public PropertyView ViewOf(Caller caller) => permits.ViewOf(caller);

    private static ConflictException Taken(Guid id) => new($"Image ID {id} already exists!", "image.id_taken");

    private static void Touch(Image image, ChangeSet set)
    {
        image.UpdatedAt = set.At;
        image.Version++;
    }

    private static void Record(ChangeSet set, string action, Image image, IReadOnlyDictionary<string, string?>? detail = null) =>
        set.Record(action, "image", image.Id.ToString(), image.OwnerId, detail: detail);

    private static void RequireUnprotected(Image image)
    {
        if (image.Protected)
        {
            throw new ForbiddenException($"Image {image.Id} is protected and cannot be deleted.", "image.protected");
        }
    }

    private async Task RequireRestorableAsync(
        Caller caller, Image? image, Guid id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (image is null || !await db.KnowsDeletedAsync(permits.Access, caller, image, cancellationToken))
        {
            throw new NotFoundException("image", id.ToString());
        }

        permits.Access.Require(caller, image, PolicyNames.DeleteImage);
        if (image.DeletedAt is null)
        {
            throw new ConflictException($"Image {image.Id} is not deleted.", "image.not_deleted");
        }

        if (!ImageRestoring.IsPossible(image, options.CurrentValue.RestoreWindow, now))
        {
            throw new ConflictException($"Image {image.Id} was deleted for good.", "image.restore_over");
        }
    }

    // Its bytes have counted all the time; as an image, and with data on its way, it counts again from now on.
    private async Task RequireRoomForRestoredAsync(Image image, CancellationToken cancellationToken)
    {
        var isFilled = await db.Uploads.AnyAsync(upload => upload.ImageId == image.Id && upload.ReservedBytes > 0, cancellationToken);
        await quotas.RequireAsync(
            image.OwnerId, new QuotaRequest { Images = 1, BeginsUpload = isFilled, ImageId = image.Id }, cancellationToken);
    }

    // A refusal in the middle must leave nothing behind, and a property may be removed and set again in one list:
    // the changes are made on a copy, and the rows get the difference.
    private Image Edited(Image image, IReadOnlyList<ImageChange> edits, Caller caller)
    {
        var copy = image.Copy();
        var hidden = HideFrom(caller, copy);
        foreach (var edit in edits)
        {
            edit.Require(copy, caller, permits);
            edit.Apply(copy, options.CurrentValue);
        }

        copy.Properties.AddRange(hidden.Where(property => !copy.Properties.Exists(other => other.Name == property.Name)));
        if (copy.Properties.Count > image.Properties.Count)
        {
            PropertyChange.CheckQuota(copy.Properties.Count, options.CurrentValue);
        }

        return copy;
    }

    // For who may not see a property it is not there, and setting it makes it.
    private List<ImageProperty> HideFrom(Caller caller, Image copy)
    {
        var view = permits.ViewOf(caller);
        var hidden = copy.Properties.Where(property => !view.Shows(property.Name)).ToList();
        copy.Properties.RemoveAll(hidden.Contains);
        return hidden;
    }

    private async Task<Image> AgainAfterLostRace(Func<Task<Image>> work, Guid id)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await work();
            }
            catch (DbUpdateConcurrencyException) when (db.Database.CurrentTransaction is null)
            {
                db.ChangeTracker.Clear();
                if (attempt == Attempts)
                {
                    throw new ConflictException($"Image {id} is being changed by others. Please try again.", "image.busy");
                }
            }
        }
    }
}
