using GlancePortal.Domain.Access;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Images;
using GlancePortal.Domain.Jobs;
using GlancePortal.Domain.Quotas;
using GlancePortal.Domain.Uploads;
using Microsoft.EntityFrameworkCore;

namespace GlancePortal.Domain.Import;

/// <summary>Brings a source's data into the staging area.</summary>
/// <param name="db">The records.</param>
/// <param name="sources">Opens the source.</param>
/// <param name="downloads">Opens images here.</param>
/// <param name="writing">Writes the bytes.</param>
/// <param name="staging">Where they lie.</param>
/// <param name="quotas">What the projects may have.</param>
/// <param name="growing">Reserves for data of unknown length.</param>
/// <param name="time">Clock of the records.</param>
public sealed class StagedFetching(
    PortalDb db, ImportSources sources, ImageDownloads downloads, StagedWriting writing, StagingFolder staging, QuotaReservations quotas, GrowingReservations growing,
    TimeProvider time)
{
    /// <summary>The row of the bytes that a job fetches or takes from staging; null when it is gone.</summary>
    public Task<Upload?> FindAsync(Job job, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(job);
        return db.Uploads.AsNoTracking().SingleOrDefaultAsync(upload => upload.JobId == job.Id && upload.Kind != UploadKind.Partial, cancellationToken);
    }

    /// <summary>Fetches what is missing of the source's data; all of it lies in staging when this returns.</summary>
    /// <param name="caller">Who asked: they must still be allowed to have what is here.</param>
    /// <param name="request">Which source.</param>
    /// <param name="upload">The row; it gets its length and grows.</param>
    /// <param name="progress">Told the bytes that are there and, once it is known, how many there will be.</param>
    /// <param name="cancellationToken">Ends the work; what came is kept for another attempt.</param>
    public async Task FetchAsync(Caller caller, ImportRequest request, Upload upload, Action<long, long?> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(upload);
        if (upload.CompletedAt is not null)
        {
            return;
        }

        upload.Offset = Math.Min(upload.Offset, staging.LengthOf(upload.Id) ?? 0);
        await using var stored = request.SourceImageId is { } imageId ? await OpenStoredAsync(caller, imageId, upload, cancellationToken) : null;
        await using var source = stored?.Body ?? await sources.OpenAsync(request, upload, cancellationToken);
        progress(upload.Offset, upload.Length);
        await ReserveAsync(upload, cancellationToken);
        var isMetered = upload.Length is null && await quotas.IsLimitedAsync(upload.ProjectId, cancellationToken);
        await using var counted = isMetered ? growing.Through(source, upload) : source;
        await writing.WriteRestAsync(upload, counted, done => progress(done, upload.Length), cancellationToken);
        await CompleteAsync(upload, cancellationToken);
    }

    private async Task<ImageDataStream> OpenStoredAsync(Caller caller, Guid imageId, Upload upload, CancellationToken cancellationToken)
    {
        var download = await downloads.FindAsync(caller, imageId, cancellationToken);
        if (!download.HasData)
        {
            throw new ConflictException($"Image {imageId} has no data any more.", "convert.source_gone");
        }

        // Only whole: what another process fetched may be of data that was replaced meanwhile.
        upload.Offset = 0;
        upload.Length = download.Bytes;
        upload.ExpectedDigests = download.Image is { HashAlgorithm: { } algorithm, HashValue: { } value } ? $"{algorithm}:{value}" : null;
        return await ImageDataStream.OpenAsync(download, upload.Offset, cancellationToken);
    }

    private Task ReserveAsync(Upload upload, CancellationToken cancellationToken) => db.WriteAsync(
        async token =>
        {
            if (upload.Length is { } length && length > upload.ReservedBytes)
            {
                staging.RequireRoom(length - upload.Offset);
                await quotas.GrowAsync(upload, length, length, token);
            }

            await db.Uploads.Where(row => row.Id == upload.Id).ExecuteUpdateAsync(
                row => row.SetProperty(x => x.Length, upload.Length)
                    .SetProperty(x => x.Offset, upload.Offset)
                    .SetProperty(x => x.SourceVersion, upload.SourceVersion)
                    .SetProperty(x => x.ExpectedDigests, upload.ExpectedDigests)
                    .SetProperty(x => x.Outcome, upload.Outcome)
                    .SetProperty(x => x.ReservedBytes, upload.ReservedBytes),
                token);
        },
        cancellationToken);

    private Task CompleteAsync(Upload upload, CancellationToken cancellationToken) => db.WriteAsync(
        async token =>
        {
            var now = time.GetUtcNow();
            upload.CompletedAt = now;
            upload.Length = upload.ReservedBytes = upload.Offset;
            await db.Uploads.Where(row => row.Id == upload.Id).ExecuteUpdateAsync(
                row => row.SetProperty(x => x.CompletedAt, now)
                    .SetProperty(x => x.Length, upload.Offset)
                    .SetProperty(x => x.ReservedBytes, upload.Offset)
                    .SetProperty(x => x.UpdatedAt, now),
                token);
            await db.Images.Where(image => image.Id == upload.ImageId && image.Status == Images.ImageStatus.Importing)
                .ExecuteUpdateAsync(
                    image => image.SetProperty(x => x.Size, upload.Offset).SetProperty(x => x.Version, x => x.Version + 1), token);
        },
        cancellationToken);
}
