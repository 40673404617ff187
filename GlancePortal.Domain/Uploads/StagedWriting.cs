using System.Runtime.ExceptionServices;
using GlancePortal.Domain.Content;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Images;
using GlancePortal.Domain.Signatures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Uploads;

/// <summary>Writes data that comes in one stream to the staging area, hashed on its way.</summary>
/// <param name="db">The records.</param>
/// <param name="staging">Where it lies.</param>
/// <param name="signatures">Knows which digest a signature is of.</param>
/// <param name="options">Which hash is wanted, and how much an image may have.</param>
/// <param name="time">Clock of the checkpoints.</param>
public sealed class StagedWriting(
    PortalDb db, StagingFolder staging, SignatureCheck signatures, IOptionsMonitor<ImageOptions> options, TimeProvider time)
{
    // A kill costs at most this much of the way.
    private static readonly TimeSpan CheckpointEvery = TimeSpan.FromSeconds(5);

    /// <summary>Writes all of it from byte 0; it and its facts are durable when this returns, and the upload has its length.</summary>
    /// <exception cref="ContentSizeMismatchException">Fewer or more bytes came than the upload has.</exception>
    /// <exception cref="ContentTooLargeException">More than an image may have.</exception>
    public async Task WriteAllAsync(Upload upload, Stream source, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(upload);
        using var pass = await NewPassAsync(upload, cancellationToken);
        await using var file = staging.Open(upload.Id, offset: 0);
        upload.Offset = await pass.CopyAsync(source, file, cancellationToken);
        var facts = await pass.CompleteAsync(cancellationToken);
        await file.CheckpointAsync(cancellationToken);
        await staging.SaveFactsAsync(upload.Id, facts, cancellationToken);
    }

    /// <summary>Writes what is missing, from the upload's offset on, and saves now and then how far it is; so a process that dies loses little.</summary>
    /// <param name="upload">The upload; its offset grows.</param>
    /// <param name="source">Its bytes from that offset on.</param>
    /// <param name="progress">Told the bytes that are there.</param>
    /// <param name="cancellationToken">Ends the writing; what came stays.</param>
    /// <exception cref="ContentSizeMismatchException">Fewer or more bytes came than the upload has.</exception>
    /// <exception cref="ContentTooLargeException">More than an image may have.</exception>
    public async Task WriteRestAsync(Upload upload, Stream source, Action<long> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(upload);
        ArgumentNullException.ThrowIfNull(progress);
        var before = upload.Offset;

        // The hashes of what an earlier process wrote are lost: then the phase after this one reads all of it once more.
        using var pass = before == 0 ? await NewPassAsync(upload, cancellationToken) : new ContentPass("md5");
        pass.ExpectedBytes = upload.Length - before;
        pass.MaxBytes = options.CurrentValue.SizeCap - before;
        await using var file = staging.Open(upload.Id, before);
        Exception? broken = null;
        try
        {
            var copying = pass.CopyAsync(source, file, cancellationToken);
            await CheckpointWhileAsync(copying, upload, file, progress);
            await copying;
        }
        catch (Exception fault)
        {
            broken = fault;
        }

        await SaveAsync(upload, await file.CheckpointAsync(CancellationToken.None));
        if (broken is not null)
        {
            ExceptionDispatchInfo.Throw(broken);
        }

        var facts = await pass.CompleteAsync(cancellationToken);
        if (before == 0)
        {
            await staging.SaveFactsAsync(upload.Id, facts, cancellationToken);
        }
    }

    private async Task CheckpointWhileAsync(Task copying, Upload upload, DurableFileStream file, Action<long> progress)
    {
        var savedAt = time.GetTimestamp();
        await copying.WatchAsync(
            async () =>
            {
                progress(file.Length);
                if (time.GetElapsedTime(savedAt) >= CheckpointEvery)
                {
                    savedAt = time.GetTimestamp();
                    await SaveAsync(upload, await file.CheckpointAsync(CancellationToken.None));
                }
            },
            time);
        progress(file.Length);
    }

    private Task<int> SaveAsync(Upload upload, long offset)
    {
        upload.Offset = offset;
        return db.WriteAsync(
            token => db.Uploads.Where(row => row.Id == upload.Id)
                .ExecuteUpdateAsync(row => row.SetProperty(x => x.Offset, offset).SetProperty(x => x.UpdatedAt, time.GetUtcNow()), token),
            CancellationToken.None);
    }

    private async Task<ContentPass> NewPassAsync(Upload upload, CancellationToken cancellationToken) =>
        new(options.CurrentValue.HashAlgorithm, upload.DigestsToCompute(await signatures.DigestForAsync(upload.ImageId, cancellationToken)))
        {
            ExpectedBytes = upload.Length,
            MaxBytes = options.CurrentValue.SizeCap,
        };
}
