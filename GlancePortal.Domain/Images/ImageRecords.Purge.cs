using System.Linq.Expressions;
using GlancePortal.Domain.Access;
using GlancePortal.Domain.Audit;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Stores;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace GlancePortal.Domain.Images;

/// <content>The end of deleted images.</content>
public sealed partial class ImageRecords
{
    private const int PurgedPerPass = 50;

    /// <summary>One bounded pass: ends the images whose time to be restored is over, and removes data that nothing needs any more.</summary>
    /// <returns>How many images ended; <see cref="PurgedPerPass"/> or more means that another pass may find some.</returns>
    public async Task<int> PurgeDueAsync(CancellationToken cancellationToken)
    {
        var dueSince = time.GetUtcNow() - options.CurrentValue.RestoreWindow;
        var due = await db.Images.Where(image => image.Status == ImageStatus.PendingDelete && image.DeletedAt <= dueSince)
            .OrderBy(image => image.DeletedAt).Select(image => new { image.Id, image.OwnerId }).Take(PurgedPerPass).ToListAsync(cancellationToken);
        foreach (var image in due)
        {
            await changes.WriteAsync(Caller.System, set => PurgeAsync(set, image.Id, image.OwnerId, dueSince, cancellationToken), cancellationToken);
        }

        await RemoveReleasedDataAsync(location => true, cancellationToken);
        return due.Count;
    }

    private async Task PurgeAsync(ChangeSet set, Guid id, string? ownerId, DateTimeOffset dueSince, CancellationToken cancellationToken)
    {
        // Asked again: it may have been restored and deleted anew since the pass began, and has its whole time then.
        var ended = await db.Images
            .Where(image => image.Id == id && image.Status == ImageStatus.PendingDelete && image.DeletedAt <= dueSince)
            .ExecuteUpdateAsync(
                image => image.SetProperty(row => row.Status, ImageStatus.Deleted).SetProperty(row => row.Version, row => row.Version + 1),
                cancellationToken);
        if (ended > 0)
        {
            await ReleaseContentsAsync(id, cancellationToken);
            set.Record("image.purge", "image", id.ToString(), ownerId);
        }
    }

    // What the record said goes with the transaction that ends it; the row stays, for its id is burnt. The bytes are marked, and go after it:
    // a process that dies in between leaves marks that the next pass finds.
    private async Task ReleaseContentsAsync(Guid id, CancellationToken cancellationToken)
    {
        await db.ImageProperties.Where(property => property.ImageId == id).ExecuteDeleteAsync(cancellationToken);
        await db.ImageTags.Where(tag => tag.ImageId == id).ExecuteDeleteAsync(cancellationToken);
        await db.ImageMembers.Where(member => member.ImageId == id).ExecuteDeleteAsync(cancellationToken);
        await db.Images.Where(image => image.Id == id).ExecuteUpdateAsync(
            image => image.SetProperty(row => row.Name, (string?)null)
                .SetProperty(row => row.SearchText, "")
                .SetProperty(row => row.TagSet, (string?)null)
                .SetProperty(row => row.OsDistro, (string?)null)
                .SetProperty(row => row.StatusReason, (string?)null)
                .SetProperty(row => row.Size, (long?)null)
                .SetProperty(row => row.VirtualSize, (long?)null)
                .SetProperty(row => row.Checksum, (string?)null)
                .SetProperty(row => row.HashAlgorithm, (string?)null)
                .SetProperty(row => row.HashValue, (string?)null),
            cancellationToken);
        await db.ImageLocations.Where(location => location.ImageId == id)
            .ExecuteUpdateAsync(location => location.SetProperty(row => row.Status, LocationStatus.PendingDelete), cancellationToken);
    }

    // The bytes first, the row after: a row whose bytes are gone is found again, bytes without a row are not.
    private async Task RemoveReleasedDataAsync(Expression<Func<ImageLocation, bool>> which, CancellationToken cancellationToken)
    {
        var released = await db.ImageLocations.Where(location => location.Status == LocationStatus.PendingDelete).Where(which)
            .Select(location => new { location.Id, location.ImageId, location.StoreId, location.Url }).ToListAsync(cancellationToken);
        foreach (var location in released)
        {
            // Another pass may have removed it since, and a new copy may lie at the same address.
            if (await db.ImageLocations.AnyAsync(row => row.Id == location.Id, cancellationToken)
                && !await db.ImageLocations.AnyAsync(
                    row => row.StoreId == location.StoreId && row.Url == location.Url && row.Status == LocationStatus.Active, cancellationToken)
                && await RemoveFromStoreAsync(location.ImageId, location.StoreId, location.Url, cancellationToken))
            {
                await db.WriteAsync(
                    async token =>
                    {
                        await db.LocationChecksums.Where(checksums => checksums.LocationId == location.Id).ExecuteDeleteAsync(token);
                        await db.ImageLocations.Where(row => row.Id == location.Id).ExecuteDeleteAsync(token);
                    },
                    cancellationToken);
            }
        }
    }

    private async Task<bool> RemoveFromStoreAsync(Guid imageId, string storeId, string url, CancellationToken cancellationToken)
    {
        try
        {
            await stores.Get(storeId).DeleteAsync(new StoreLocation(url), cancellationToken);
            return true;
        }
        catch (DataNotFoundException)
        {
            // An earlier pass got this far before it was stopped.
            return true;
        }
        catch (DomainException refusal)
        {
            // One store that is away must not keep the others' data; the next pass comes back to it.
            LogNotRemoved(refusal, imageId, storeId, refusal.Code);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Data of image {ImageId} stays in store {StoreId} for now: {Code}")]
    private partial void LogNotRemoved(Exception refusal, Guid imageId, string storeId, string code);
}
