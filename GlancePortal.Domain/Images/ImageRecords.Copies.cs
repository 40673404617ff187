using GlancePortal.Domain.Access;
using GlancePortal.Domain.Audit;
using GlancePortal.Domain.Errors;
using Microsoft.EntityFrameworkCore;

namespace GlancePortal.Domain.Images;

/// <content>Copies of an image's data in several stores.</content>
public sealed partial class ImageRecords
{
    /// <summary>Removes the copy in one store; never the last one.</summary>
    /// <exception cref="NotFoundException">No such image that the caller sees, or it has no data in that store. Answered 404.</exception>
    /// <exception cref="ForbiddenException">The caller may not do this, or there is no other copy. Answered 403.</exception>
    /// <exception cref="ConflictException">There is no such store, or the image is not active. Answered 409.</exception>
    public async Task RemoveCopyAsync(Caller caller, Guid id, string storeId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (!stores.All.Any(store => store.Id == storeId))
        {
            throw new ConflictException($"There is no store '{storeId}'.", "store.not_there");
        }

        await AgainAfterLostRace(
            () => changes.WriteAsync(caller, set => ReleaseCopyAsync(set, caller, id, storeId, cancellationToken), cancellationToken), id);
        await RemoveReleasedDataAsync(location => location.ImageId == id, cancellationToken);
    }

    private async Task<Image> ReleaseCopyAsync(ChangeSet set, Caller caller, Guid id, string storeId, CancellationToken cancellationToken)
    {
        // glance-behaviour.md, delete from a store: it tells where the copies are and removes one.
        var image = await db.FindForAsync(permits.Access, PolicyNames.GetImageLocation, caller, id, cancellationToken);
        permits.Access.Require(caller, image, PolicyNames.DeleteImageLocation);
        if (image.Status != ImageStatus.Active)
        {
            throw new ConflictException($"Image {id} is not active.", "image.copy_fixed");
        }

        var copies = await db.ImageLocations.AsTracking()
            .Where(location => location.ImageId == id && location.Status == LocationStatus.Active).ToListAsync(cancellationToken);
        var copy = copies.Find(location => location.StoreId == storeId) ?? throw new NotFoundException("copy", $"{storeId}/{id}");
        if (copies.Count == 1)
        {
            throw new ForbiddenException($"Store '{storeId}' has the only copy of image {id}. Delete the image instead.", "image.only_copy");
        }

        copy.Status = LocationStatus.PendingDelete;
        Touch(image, set);
        Record(set, "image.remove_copy", image, Facts.Of(("store", storeId)));
        return image;
    }
}
