using GlancePortal.Domain.Data;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Stores;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Uploads;

/// <summary>Removes bytes that no record owns, from staging and from the stores.</summary>
/// <param name="db">The records.</param>
/// <param name="staging">Where uploads wait.</param>
/// <param name="stores">Where data is kept.</param>
/// <param name="options">How old a file must be.</param>
/// <param name="time">Clock of the files' age.</param>
/// <param name="logger">Told what was removed.</param>
public sealed partial class StagingSweep(
    PortalDb db, StagingFolder staging, StoreRegistry stores, IOptionsMonitor<ScrubberOptions> options, TimeProvider time, ILogger<StagingSweep> logger)
{
    private const int EntriesPerQuery = 500;

    /// <summary>One pass over everything.</summary>
    /// <returns>How many files were removed.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow() - options.CurrentValue.Grace;
        var removed = await SweepStagingAsync(before, cancellationToken);
        foreach (var store in stores.All.Where(store => !store.ReadOnly))
        {
            if (store.Store.As<IListsData>() is { } lister)
            {
                removed += await TrySweepStoreAsync(store.Store, lister, before, cancellationToken);
            }
        }

        return removed;
    }

    private async Task<int> TrySweepStoreAsync(IImageStore store, IListsData lister, DateTimeOffset before, CancellationToken cancellationToken)
    {
        try
        {
            return await SweepStoreAsync(store, lister, before, cancellationToken);
        }
        catch (DomainException refusal)
        {
            // One store that is away must not keep the others unswept; the next pass comes back to it.
            LogNotSwept(refusal, store.Id, refusal.Code);
            return 0;
        }
    }

    private async Task<int> SweepStagingAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        // First the files, then the rows: a row is there before its file, so a file that none names has none.
        var removed = 0;
        foreach (var chunk in staging.FilesBefore(before).Chunk(EntriesPerQuery))
        {
            var ids = chunk.Select(file => file.UploadId).OfType<Guid>().ToList();
            var known = await db.Uploads.Where(upload => ids.Contains(upload.Id)).Select(upload => upload.Id).ToHashSetAsync(cancellationToken);
            foreach (var (path, id) in chunk.Where(file => file.UploadId is not { } owner || !known.Contains(owner)))
            {
                File.Delete(path);
                LogRemoved("staging", id);
                removed++;
            }
        }

        return removed;
    }

    private async Task<int> SweepStoreAsync(IImageStore store, IListsData lister, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var removed = 0;
        var batch = new List<ListedData>(EntriesPerQuery);
        await foreach (var entry in lister.ListAsync(cancellationToken))
        {
            if (entry.LastWriteAt < before)
            {
                batch.Add(entry);
            }

            if (batch.Count == EntriesPerQuery)
            {
                removed += await RemoveOrphansAsync(store, batch, cancellationToken);
                batch.Clear();
            }
        }

        return removed + await RemoveOrphansAsync(store, batch, cancellationToken);
    }

    private async Task<int> RemoveOrphansAsync(IImageStore store, List<ListedData> entries, CancellationToken cancellationToken)
    {
        var images = entries.Select(entry => entry.ImageId).Distinct().ToList();

        var filling = await FillingAsync(images, cancellationToken);
        var owned = await OwnedAsync(store, images, cancellationToken);
        var removed = 0;
        foreach (var entry in entries.Where(entry => (entry.IsTemporary || !owned.Contains(entry.ImageId)) && !filling.Contains(entry.ImageId)))
        {
            if (!await IsOrphanAsync(store, entry, cancellationToken))
            {
                continue;
            }

            try
            {
                await store.DeleteAsync(entry.Location, cancellationToken);
                LogRemoved(store.Id, entry.ImageId);
                removed++;
            }
            catch (DataNotFoundException)
            {
                // Its writer has removed it meanwhile.
            }
            catch (DomainException refusal)
            {
                LogNotRemoved(refusal, store.Id, entry.ImageId);
            }
        }

        return removed;
    }

    // Asked again right before the end: an upload to the same image may have replaced these bytes since the batch was looked up.
    private async Task<bool> IsOrphanAsync(IImageStore store, ListedData entry, CancellationToken cancellationToken) =>
        (await FillingAsync([entry.ImageId], cancellationToken)).Count == 0
        && (entry.IsTemporary || (await OwnedAsync(store, [entry.ImageId], cancellationToken)).Count == 0);

    /// <summary>Images that an upload is filling. To be asked before the owned ones: an upload that ends in between leaves its location.</summary>
    private async Task<HashSet<Guid>> FillingAsync(List<Guid> ids, CancellationToken cancellationToken)
    {
        // Data that takes the place of other data has the id of its upload.
        var filling = await db.Uploads
            .Where(upload => ((upload.ImageId != null && ids.Contains(upload.ImageId.Value)) || ids.Contains(upload.Id))
                && (upload.LeaseOwner != null || (upload.CompletedAt != null && upload.Kind != UploadKind.Partial)))
            .Select(upload => new { upload.Id, upload.ImageId }).ToListAsync(cancellationToken);
        return [.. filling.Select(upload => upload.Id), .. filling.Select(upload => upload.ImageId).OfType<Guid>()];
    }

    // By the data's id, not by the address: a store holds it once, and after a move of its folder no address would fit.
    private Task<HashSet<Guid>> OwnedAsync(IImageStore store, List<Guid> images, CancellationToken cancellationToken) =>
        db.ImageLocations.Where(location => location.StoreId == store.Id && images.Contains(location.DataId))
            .Select(location => location.DataId).ToHashSetAsync(cancellationToken);

    [LoggerMessage(Level = LogLevel.Information, Message = "Removed bytes in {Place} that no record owns; they were written for {Id}")]
    private partial void LogRemoved(string place, Guid? id);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Store {Place} could not be looked through for bytes that no record owns: {Code}")]
    private partial void LogNotSwept(Exception refusal, string place, string code);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Bytes in {Place} that no record owns, written for {Id}, could not be removed")]
    private partial void LogNotRemoved(Exception fault, string place, Guid id);
}
