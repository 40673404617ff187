using GlancePortal.Domain.Access;
using GlancePortal.Domain.Content;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Formats;
using GlancePortal.Domain.Images;
using GlancePortal.Domain.Jobs;
using GlancePortal.Domain.Signatures;
using GlancePortal.Domain.Stores;
using GlancePortal.Domain.Uploads;
using Microsoft.EntityFrameworkCore;

namespace GlancePortal.Domain.Import;

/// <summary>The last phase of an import: a copy for each store that was asked for.</summary>
/// <param name="db">The records.</param>
/// <param name="states">Changes the image.</param>
/// <param name="copies">Puts content into stores.</param>
/// <param name="downloads">Reads an image for a copy.</param>
/// <param name="stores">Where to.</param>
/// <param name="inspection">Refuses what is not as declared.</param>
/// <param name="signatures">Verifies signatures of the content.</param>
/// <param name="time">Clock of the progress.</param>
public sealed class ImportStoring(
    PortalDb db, ImportStates states, StagedCopies copies, ImageDownloads downloads, StoreRegistry stores, ContentInspection inspection,
    SignatureCheck signatures, TimeProvider time)
{
    /// <summary>Stores staged content. The image is active with the first copy, or with the last one where all must succeed.</summary>
    /// <param name="caller">For the audit.</param>
    /// <param name="job">The job.</param>
    /// <param name="image">The image.</param>
    /// <param name="content">What is stored.</param>
    /// <param name="plan">Where to; its outcome says which copies there are already.</param>
    /// <param name="progress">Told the bytes that stores have taken, of all copies together.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="DomainException">A store refused where all must succeed, or every store did.</exception>
    public async Task StoreAsync(
        Caller caller, Job job, Image image, StagedContent content, ImportPlan plan, Action<long> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(image);
        inspection.Require(image, content.Facts.Format, plan.Outcome.DiskFormat, plan.Outcome.ContainerFormat);
        await signatures.VerifyAsync(image.Id, content, plan.Outcome, cancellationToken);
        plan.Outcome.FailedStores.Clear();
        DomainException? last = null;
        var left = plan.Remaining.ToList();
        foreach (var id in left)
        {
            var done = (plan.Request.Stores.Count - plan.Remaining.Count()) * content.Facts.Bytes;
            try
            {
                var store = stores.ForNewData(id);
                var isLast = id == left[^1] && plan.Outcome.FailedStores.Count == 0;
                var stored = await copies.AddAsync(store, plan.DataId(image.Id, content.Upload.Id), content, isLast, bytes => progress(done + bytes), cancellationToken);
                plan.Outcome.Stored[id] = stored.Location.Url;
            }
            catch (DomainException refusal) when (!plan.Request.AllStoresMustSucceed && refusal is not UploadInterruptedException)
            {
                plan.Outcome.FailedStores.Add(id);
                last = refusal;
            }

            if (!plan.Request.AllStoresMustSucceed)
            {
                var got = plan.Outcome.Stored.ContainsKey(id) ? new[] { CopyIn(plan, id, plan.DataId(image.Id, content.Upload.Id), content.Facts) } : [];
                await states.TakeAsync(caller, job, image, content.Upload, plan, got, cancellationToken);
            }
            else if (plan.Remaining.Any())
            {
                await states.TakeAsync(caller, job, image, content.Upload, plan, [], cancellationToken);
            }
        }

        if (plan.Request.Replaces)
        {
            await states.ReplaceAsync(
                caller, job, image, content.Upload, plan, [.. plan.Request.Stores.Select(id => CopyIn(plan, id, plan.DataId(image.Id, content.Upload.Id), content.Facts))],
                cancellationToken);
        }
        else if (plan.Request.AllStoresMustSucceed)
        {
            await states.TakeAsync(
                caller, job, image, content.Upload, plan, [.. plan.Request.Stores.Select(id => CopyIn(plan, id, plan.DataId(image.Id, content.Upload.Id), content.Facts))], cancellationToken);
        }
        else if (plan.Outcome.Stored.Count == 0 && last is not null)
        {
            throw last;
        }
    }

    /// <summary>Copies an active image's data to further stores.</summary>
    /// <inheritdoc cref="StoreAsync"/>
    public async Task CopyAsync(Caller caller, Job job, Image image, ImportPlan plan, Action<long> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(plan);
        plan.Outcome.FailedStores.Clear();
        DomainException? last = null;
        var holding = await db.ImageLocations.Where(location => location.ImageId == image.Id && location.Status == LocationStatus.Active)
            .Select(location => location.StoreId).ToListAsync(cancellationToken);
        holding.ForEach(id => plan.Outcome.Stored[id] = "");
        foreach (var id in plan.Remaining.ToList())
        {
            var done = (plan.Request.Stores.Count - plan.Remaining.Count()) * (image.Size ?? 0);
            try
            {
                var copy = await CopyToAsync(stores.ForNewData(id), image, bytes => progress(done + bytes), cancellationToken);
                plan.Outcome.Stored[id] = copy.Location.Url;
                await states.TakeAsync(caller, job, image, upload: null, plan, [copy], cancellationToken);
            }
            catch (DomainException refusal) when (!plan.Request.AllStoresMustSucceed && refusal is not (UploadInterruptedException or ImageDeletedException))
            {
                plan.Outcome.FailedStores.Add(id);
                await states.TakeAsync(caller, job, image, upload: null, plan, [], cancellationToken);
                last = refusal;
            }
        }

        if (last is not null && plan.Missing.Count() == plan.Request.Stores.Count)
        {
            throw last;
        }
    }

    /// <summary>Takes copies out of their stores again that no record names.</summary>
    public async Task RemoveUnrecordedAsync(Guid imageId, ImportPlan plan, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        foreach (var (id, url) in plan.Outcome.Stored.Where(stored => stored.Value.Length > 0).ToList())
        {
            if (!await db.ImageLocations.AnyAsync(location => location.StoreId == id && location.Url == url, cancellationToken)
                && stores.All.FirstOrDefault(store => store.Id == id) is { } store)
            {
                await copies.RemoveAsync(store.Store, new StoreLocation(url), imageId);
                plan.Outcome.Stored.Remove(id);
            }
        }
    }

    private async Task<ImageCopy> CopyToAsync(IImageStore store, Image image, Action<long> progress, CancellationToken cancellationToken)
    {
        await copies.RemoveOrphanAsync(store, image.Id, cancellationToken);
        var download = await downloads.FindAsync(Caller.System, image.Id, cancellationToken);
        await using var source = download.HasData
            ? await ImageDataStream.OpenAsync(download, offset: 0, cancellationToken)
            : throw new ImageDeletedException(image.Id);
        using var pass = new ContentPass(image.HashAlgorithm ?? "sha512") { ExpectedBytes = image.Size };
        ContentFacts? facts = null;
        await using var data = pass.Through(source.Body, found => facts = found.HashValue == image.HashValue || image.HashValue is null
            ? found
            : throw new UploadInterruptedException());
        var adding = store.AddAsync(image.Id, data, image.Size, cancellationToken);
        await adding.WatchAsync(() => progress(pass.Bytes), time);
        return new ImageCopy(store.Id, image.Id, (await adding).Location, facts!);
    }

    private static ImageCopy CopyIn(ImportPlan plan, string storeId, Guid dataId, ContentFacts facts) =>
        new(storeId, dataId, new StoreLocation(plan.Outcome.Stored[storeId]), facts);
}
