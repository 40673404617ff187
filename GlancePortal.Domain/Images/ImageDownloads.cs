using GlancePortal.Domain.Access;
using GlancePortal.Domain.Audit;
using GlancePortal.Domain.Content;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Stores;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace GlancePortal.Domain.Images;

/// <summary>Hands out the verified data of images.</summary>
/// <param name="db">The records.</param>
/// <param name="access">Says who may have the data.</param>
/// <param name="stores">Where the data is.</param>
/// <param name="changes">Reports damage.</param>
/// <param name="logger">Reports damage and stores that fail.</param>
public sealed partial class ImageDownloads(
    PortalDb db, ImageAccess access, StoreRegistry stores, StateChanges changes, ILogger<ImageDownloads> logger)
{
    /// <summary>Checks that the caller may have the image's data and finds its copies; opens none yet.</summary>
    /// <exception cref="NotFoundException">No such image that the caller sees. Answered 404.</exception>
    /// <exception cref="ForbiddenException">A reader, or the image is deactivated. Answered 403.</exception>
    public Task<ImageDownload> FindAsync(Caller caller, Guid id, CancellationToken cancellationToken) => FindAsync(caller, id, [], cancellationToken);

    /// <summary>As the other, and the copies in some stores are tried first.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="id">Which image.</param>
    /// <param name="preferred">Ids of stores, the best one first; empty leaves it to the weights.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="UnknownStoreException">There is no such store. Answered 400.</exception>
    public async Task<ImageDownload> FindAsync(Caller caller, Guid id, IReadOnlyList<string> preferred, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(preferred);
        var image = await db.FindVisibleAsync(access, caller, id, cancellationToken);
        access.RequireDownload(caller, image);
        RequirePreference(caller, image, preferred);
        var readable = image.Status is ImageStatus.Active or ImageStatus.Deactivated or ImageStatus.Importing;
        var locations = readable && image.Size is not null
            ? await db.ImageLocations.AsNoTracking().Include(location => location.Checksums)
                .Where(location => location.ImageId == id && location.Status == LocationStatus.Active)
                .OrderBy(location => location.Id).ToListAsync(cancellationToken)
            : [];
        return new ImageDownload(image, [.. locations.OrderBy(location => Place(preferred, location)).ThenBy(Rank)], this, caller);
    }

    internal async Task<(VerifiedReader Reader, ImageLocation Location)> OpenAsync(
        ImageDownload download, long offset, long length, CancellationToken cancellationToken)
    {
        DomainException? last = null;
        foreach (var location in download.Locations)
        {
            try
            {
                var content = new StoredContent(
                    download.Image.Id, stores.Get(location.StoreId), new StoreLocation(location.Url), download.Bytes, location.Checksums?.Blocks);
                return (await VerifiedReader.OpenAsync(content, offset, length, cancellationToken), location);
            }
            catch (DamagedDataException damage)
            {
                await ReportAsync(download, damage);
                last = damage;
            }
            catch (DomainException refusal) when (refusal is DataNotFoundException or StoreUnavailableException or UnknownStoreException)
            {
                LogCopyFailed(refusal, download.Image.Id, location.StoreId, refusal.Code);
                last = refusal;
            }
        }

        throw last is DamagedDataException or StoreUnavailableException ? last : new StoreUnavailableException(
            download.Locations[^1].StoreId, last);
    }

    // Whoever reads may have gone already; what was seen is reported all the same.
    internal async Task ReportAsync(ImageDownload download, DamagedDataException damage)
    {
        LogDamaged(download.Image.Id, damage.StoreId, damage.Block);
        await changes.WriteAsync(
            download.Caller,
            set =>
            {
                var detail = new Dictionary<string, string?>
                {
                    ["store"] = damage.StoreId,
                    ["block"] = damage.Block.ToString(System.Globalization.CultureInfo.InvariantCulture),
                };
                set.Record("image.damaged", "image", download.Image.Id.ToString(), download.Image.OwnerId, damage.Code, detail);
                return Task.CompletedTask;
            },
            CancellationToken.None);
    }

    private void RequirePreference(Caller caller, Image image, IReadOnlyList<string> preferred)
    {
        if (preferred.Count > 0)
        {
            access.Require(caller, image, PolicyNames.DownloadFromStore);
        }

        foreach (var store in preferred)
        {
            _ = stores.Get(store);
        }
    }

    private static int Place(IReadOnlyList<string> preferred, ImageLocation location) =>
        preferred.TakeWhile(store => store != location.StoreId).Count();

    // Stores by weight, high first; one that is no longer configured last.
    private int Rank(ImageLocation location)
    {
        for (var i = 0; i < stores.All.Count; i++)
        {
            if (stores.All[i].Id == location.StoreId)
            {
                return i;
            }
        }

        return int.MaxValue;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Data of image {ImageId} in store {StoreId} is damaged in block {Block}")]
    private partial void LogDamaged(Guid imageId, string storeId, long block);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Copy of image {ImageId} in store {StoreId} cannot be read: {Code}")]
    private partial void LogCopyFailed(Exception refusal, Guid imageId, string storeId, string code);
}
