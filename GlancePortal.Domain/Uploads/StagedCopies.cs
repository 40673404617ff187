using GlancePortal.Domain.Content;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Stores;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace GlancePortal.Domain.Uploads;

/// <summary>Puts staged content into stores, and takes it out again.</summary>
/// <param name="db">Says which data belongs to somebody.</param>
/// <param name="staging">Where the content lies.</param>
/// <param name="time">Clock of the progress.</param>
/// <param name="logger">Told of what could not be removed.</param>
public sealed partial class StagedCopies(PortalDb db, StagingFolder staging, TimeProvider time, ILogger<StagedCopies> logger)
{
    /// <summary>Stores the content.</summary>
    /// <param name="store">Where to.</param>
    /// <param name="dataId">Id that the data gets there; nobody else stores under it now.</param>
    /// <param name="content">What is stored.</param>
    /// <param name="isLast">Whether the staged file is not needed afterwards: a store on its file system may take it over.</param>
    /// <param name="progress">Told the bytes that the store has taken; null when nobody asks.</param>
    /// <param name="cancellationToken">Ends the work; nothing stays in the store.</param>
    public async Task<StoredData> AddAsync(
        IImageStore store, Guid dataId, StagedContent content, bool isLast, Action<long>? progress, CancellationToken cancellationToken)
    {
        try
        {
            return await AddOnceAsync(store, dataId, content, isLast, progress, cancellationToken);
        }
        catch (DuplicateDataException)
        {
            await RemoveOrphanAsync(store, dataId, cancellationToken);
            return await AddOnceAsync(store, dataId, content, isLast, progress, cancellationToken);
        }
    }

    /// <summary>Removes data from a store that no record names and that nobody else writes now: what a killed process left.</summary>
    public async Task RemoveOrphanAsync(IImageStore store, Guid dataId, CancellationToken cancellationToken)
    {
        if (store.As<IListsData>() is not { } lister
            || await db.ImageLocations.AnyAsync(location => location.DataId == dataId && location.StoreId == store.Id, cancellationToken))
        {
            return;
        }

        await foreach (var entry in lister.ListAsync(cancellationToken))
        {
            if (entry.ImageId == dataId && !entry.IsTemporary)
            {
                await store.DeleteAsync(entry.Location, cancellationToken);
                return;
            }
        }
    }

    /// <summary>Removes what was stored by mistake; what a store will not remove the sweep comes back to.</summary>
    public async Task RemoveAsync(IImageStore store, StoreLocation location, Guid imageId)
    {
        try
        {
            await store.DeleteAsync(location, CancellationToken.None);
        }
        catch (DataNotFoundException)
        {
            // An earlier attempt got this far.
        }
        catch (DomainException fault)
        {
            LogLeftBehind(fault, imageId, store.Id);
        }
    }

    private async Task<StoredData> AddOnceAsync(
        IImageStore store, Guid dataId, StagedContent content, bool isLast, Action<long>? progress, CancellationToken cancellationToken)
    {
        if (isLast && !content.MayChange && store.As<IAdoptsFiles>() is { } adopter)
        {
            return await adopter.AdoptAsync(dataId, content.Path, cancellationToken);
        }

        // Exactly the bytes that were looked at: a copy is held against their hash while it is made.
        await using var staged = StoreFaults.Translate("staging", () => new FileStream(
            content.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan));
        using var pass = new ContentPass(content.Facts.HashAlgorithm) { ExpectedBytes = content.Facts.Bytes };
        await using var data = pass.Through(staged, found =>
        {
            if (found.HashValue != content.Facts.HashValue)
            {
                // The next attempt verifies what lies there now.
                staging.ForgetFacts(content.Upload.Id, content.Step);
                throw new UploadInterruptedException();
            }
        });
        var adding = store.AddAsync(dataId, data, content.Facts.Bytes, cancellationToken);
        await adding.WatchAsync(() => progress?.Invoke(pass.Bytes), time);
        return await adding;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Data of image {ImageId} was left in store {StoreId}")]
    private partial void LogLeftBehind(Exception fault, Guid imageId, string storeId);
}
