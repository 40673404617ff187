using System.Runtime.ExceptionServices;
using GlancePortal.Domain.Access;
using GlancePortal.Domain.Audit;
using GlancePortal.Domain.Content;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Images;
using GlancePortal.Domain.Stores;
using Microsoft.EntityFrameworkCore;

namespace GlancePortal.Domain.Uploads;

/// <content>Bytes that come.</content>
public sealed partial class ResumableUploads
{
    private const int BufferBytes = 256 * 1024;

    // A kill loses at most this much of a running request, and others see it move.
    private static readonly TimeSpan CheckpointEvery = TimeSpan.FromSeconds(1);

    // This process lets a stalled writer go as soon as another one asks; the other nodes learn of it only by its lease.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(30);

    /// <summary>Takes the bytes of one request. When this returns, every byte up to the new offset is on disk.</summary>
    /// <returns>The upload with its new offset; complete when that is its length.</returns>
    /// <exception cref="NotFoundException">There is no upload that the caller may know of. 404.</exception>
    /// <exception cref="ForbiddenException">The caller may not upload, or the upload is a concatenation. 403.</exception>
    /// <exception cref="UploadBusyException">Another request writes it. 423.</exception>
    /// <exception cref="UploadOffsetException">It goes on at another byte. 409.</exception>
    /// <exception cref="ConflictException">Its image is not queued any more. 409.</exception>
    /// <exception cref="ImageDeletedException">Its image was deleted. 410.</exception>
    /// <exception cref="UploadTooLongException">More bytes than it has. 413.</exception>
    /// <exception cref="LimitExceededException">More than the project may have. 413; none of the bytes is kept.</exception>
    /// <exception cref="PieceChecksumException">The bytes are not those that were sent. 460; none is kept.</exception>
    /// <exception cref="StoreFullException">The disk is full. 507.</exception>
    /// <exception cref="UploadInterruptedException">The bytes broke off; those that came are kept.</exception>
    public async Task<Upload> AppendAsync(Caller caller, Guid id, UploadPiece piece, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(piece);
        var known = await FindAsync(caller, id, cancellationToken);
        access.RequireUploader(caller);
        if (known.Kind == UploadKind.Final)
        {
            throw new ForbiddenException("The concatenation of uploads takes no bytes of its own.", "upload.final");
        }

        using var writer = await sessions.BeginAsync(id, cancellationToken);
        var upload = await TakeAsync(caller, known, piece, cancellationToken);
        if (upload.CompletedAt is not null)
        {
            return upload;
        }

        var isMetered = upload.Length is null && piece.Bytes is null && await quotas.IsLimitedAsync(upload.ProjectId, cancellationToken);
        return await WriteAsync(caller, upload, isMetered ? piece with { Body = growing.Through(piece.Body, upload) } : piece, writer, cancellationToken);
    }

    /// <summary>Checks the piece against the upload and takes the lease of its row.</summary>
    private Task<Upload> TakeAsync(Caller caller, Upload known, UploadPiece piece, CancellationToken cancellationToken) => db.WriteAsync(
        async token =>
        {
            var now = time.GetUtcNow();
            var upload = await FindAsync(caller, known.Id, token);
            if (upload.LeaseOwner is not null && upload.LeaseUntil > now && upload.LeaseOwner != leases.Owner)
            {
                throw new UploadBusyException(upload.Id);
            }

            RequireFits(upload, piece);
            if (upload.CompletedAt is not null)
            {
                return upload;
            }

            await RequireImageAsync(upload, token);
            upload.Length ??= piece.UploadLength;
            var isTakenOver = upload.LeaseOwner is not null && upload.LeaseOwner != leases.Owner;
            upload.HasLostWriter |= isTakenOver;
            await ReserveAsync(upload, piece, token);
            upload.LeaseOwner = leases.Owner;
            var taken = await db.Uploads
                .Where(row => row.Id == upload.Id && (row.LeaseOwner == null || row.LeaseUntil < now || row.LeaseOwner == leases.Owner))
                .ExecuteUpdateAsync(
                    row => row.SetProperty(x => x.LeaseOwner, leases.Owner)
                        .SetProperty(x => x.LeaseUntil, leases.UntilFromNow)
                        .SetProperty(x => x.Length, upload.Length)
                        .SetProperty(x => x.HasLostWriter, x => x.HasLostWriter || isTakenOver)
                        .SetProperty(x => x.ReservedBytes, upload.ReservedBytes),
                    token);
            return taken == 0 ? throw new UploadBusyException(upload.Id) : upload;
        },
        cancellationToken);

    // Nothing to do for one that told its length when it began, unless its image was deleted and restored meanwhile.
    private async Task ReserveAsync(Upload upload, UploadPiece piece, CancellationToken cancellationToken)
    {
        var bytes = upload.Length ?? upload.Offset + (piece.Bytes ?? 0);
        if (upload.ReservedBytes < bytes)
        {
            await quotas.GrowAsync(upload, bytes, bytes, cancellationToken);
        }
    }

    private void RequireFits(Upload upload, UploadPiece piece)
    {
        if (piece.Offset != upload.Offset)
        {
            throw new UploadOffsetException(upload.Offset, piece.Offset);
        }

        if (piece.UploadLength is { } length)
        {
            if (upload.Length is { } known && known != length)
            {
                throw new InvalidInputException("The length of an upload cannot be changed.", "upload.length_fixed");
            }

            if (length < upload.Offset)
            {
                throw new InvalidInputException("The upload already has more bytes than that.", "upload.length_invalid");
            }

            if (length > MaxBytes)
            {
                throw new UploadTooLongException(MaxBytes);
            }
        }

        var room = (upload.Length ?? piece.UploadLength ?? MaxBytes) - upload.Offset;
        if (piece.Bytes > room)
        {
            throw new UploadTooLongException(room);
        }
    }

    private async Task RequireImageAsync(Upload upload, CancellationToken cancellationToken)
    {
        if (upload.ImageId is { } imageId)
        {
            var status = await db.Images.Where(image => image.Id == imageId && image.DeletedAt == null)
                .Select(image => (ImageStatus?)image.Status).SingleOrDefaultAsync(cancellationToken);
            if (status != ImageStatus.Queued)
            {
                throw status is null ? new ImageDeletedException(imageId) : ImageSaving.NotQueued(imageId);
            }
        }
    }

    private async Task<Upload> WriteAsync(
        Caller caller, Upload upload, UploadPiece piece, UploadWriter writer, CancellationToken cancellationToken)
    {
        var room = (upload.Length ?? MaxBytes) - upload.Offset;
        var ofSignature = upload.Offset == 0 ? await signatures.DigestForAsync(upload.ImageId, cancellationToken) : null;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, writer.Stopped);
        await using var body = new PieceStream(piece.Body, room, writer, piece.Checksum);
        DurableFileStream? file = null;
        Exception? fault = null;
        try
        {
            file = staging.Open(upload.Id, upload.Offset);
            var pass = upload.Kind == UploadKind.Partial ? null : writer.Session.PassAt(upload.Offset, () => NewPass(upload, ofSignature));
            await PumpAsync(upload, body, file, pass, keepsPart: piece.Checksum is null, writer, stop);
            if (piece.Checksum is { } checksum && !body.Matches(checksum))
            {
                throw new PieceChecksumException(checksum.Algorithm);
            }
        }
        catch (Exception broken)
        {
            fault = broken;
        }

        // What came is saved although the sender is gone: nothing here may end with its request.
        await using (file)
        {
            await SettleAsync(caller, upload, piece, file, fault, writer);
        }

        switch (fault)
        {
            case null:
                return upload;
            case OperationCanceledException when writer.Stopped.IsCancellationRequested:
                throw new UploadBusyException(upload.Id);
            case OperationCanceledException or IOException:
                throw new UploadInterruptedException(fault);
            default:
                ExceptionDispatchInfo.Throw(fault);
                return upload;
        }
    }

    /// <summary>The hashes of an upload from its first byte: what an image needs, and what the sender announced.</summary>
    internal ContentPass NewPass(Upload upload, string? ofSignature) =>
        new(imageOptions.CurrentValue.HashAlgorithm, upload.DigestsToCompute(ofSignature));

    private async Task PumpAsync(
        Upload upload, PieceStream body, DurableFileStream file, ContentPass? pass, bool keepsPart, UploadWriter writer, CancellationTokenSource stop)
    {
        var leaseKeptAt = time.GetTimestamp();
        var pump = pass is null ? body.CopyToAsync(file, BufferBytes, stop.Token) : pass.CopyAsync(body, file, stop.Token);
        try
        {
            while (await Task.WhenAny(pump, Task.Delay(CheckpointEvery, time, CancellationToken.None)) != pump)
            {
                if (writer.Idle >= LongestSilence)
                {
                    writer.Stop();
                    continue;
                }

                // Bytes under a checksum count together or not at all, and the last byte counts with the end of the request.
                var counts = keepsPart && file.Length > upload.Offset && file.Length != upload.Length;
                if (!counts && time.GetElapsedTime(leaseKeptAt) < leases.BeatEvery)
                {
                    continue;
                }

                leaseKeptAt = time.GetTimestamp();
                if (!await (counts ? CheckpointAsync(upload, await file.CheckpointAsync(CancellationToken.None)) : KeepLeaseAsync(upload)))
                {
                    await stop.CancelAsync();
                }
            }
        }
        catch
        {
            // The file is closed next: nobody may write it any more.
            await stop.CancelAsync();
            await pump.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            throw;
        }

        await pump;
    }

    /// <summary>Keeps the row this process's while its bytes come slowly or count only together; false when it is not any more.</summary>
    private Task<bool> KeepLeaseAsync(Upload upload) => db.WriteAsync(
        async token => await db.Uploads.Where(row => row.Id == upload.Id && row.LeaseOwner == leases.Owner)
            .ExecuteUpdateAsync(row => row.SetProperty(x => x.LeaseUntil, leases.UntilFromNow), token) > 0,
        CancellationToken.None);

    /// <summary>Acknowledges bytes that are on disk; false when the row is gone or another process has it.</summary>
    private async Task<bool> CheckpointAsync(Upload upload, long offset)
    {
        var saved = await db.WriteAsync(token => SaveOffsetAsync(upload, offset, release: false, token), CancellationToken.None);
        if (saved)
        {
            broadcast.Send(new LiveUpdate(UploadEvents.Progress, UploadEvents.ObjectType, upload.Id.ToString(), upload.ProjectId));
        }

        return saved;
    }

    private async Task<bool> SaveOffsetAsync(Upload upload, long offset, bool release, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        upload.ExpiresAt = now + options.CurrentValue.Expiry;
        var owner = release ? null : leases.Owner;
        DateTimeOffset? until = release ? null : leases.UntilFromNow;
        var saved = await db.Uploads.Where(row => row.Id == upload.Id && row.LeaseOwner == leases.Owner).ExecuteUpdateAsync(
            row => row.SetProperty(x => x.Offset, offset)
                .SetProperty(x => x.UpdatedAt, now)
                .SetProperty(x => x.ExpiresAt, upload.ExpiresAt)
                .SetProperty(x => x.LeaseOwner, owner)
                .SetProperty(x => x.LeaseUntil, until),
            cancellationToken);
        if (saved > 0)
        {
            upload.Offset = offset;
            await db.JobPhases.Where(phase => phase.JobId == upload.JobId && phase.Index == 0).ExecuteUpdateAsync(
                phase => phase.SetProperty(x => x.BytesDone, offset).SetProperty(x => x.BytesTotal, upload.Length), cancellationToken);
        }

        return saved > 0;
    }

    /// <summary>Saves what the request brought, gives the lease back, and hands a complete upload to its job.</summary>
    private async Task SettleAsync(
        Caller caller, Upload upload, UploadPiece piece, DurableFileStream? file, Exception? fault, UploadWriter writer)
    {
        var keeps = file is not null && (fault is null || (piece.Checksum is null && fault is OperationCanceledException or IOException));
        var offset = upload.Offset;
        if (keeps)
        {
            offset = await file!.CheckpointAsync(CancellationToken.None);
        }
        else if (file is not null && file.Length > offset)
        {
            // Frees the room at once; the hashes have seen more than is kept. Whoever took over has written there since.
            await file.DisposeAsync();
            writer.Session.DropPass();
            if (await KeepLeaseAsync(upload))
            {
                await staging.Open(upload.Id, offset).DisposeAsync();
            }
        }

        var held = await changes.WriteAsync(
            caller,
            async set =>
            {
                var saved = await SaveOffsetAsync(upload, offset, release: true, CancellationToken.None);
                if (saved && fault is null && upload.Offset == upload.Length)
                {
                    await CompleteAsync(upload, set, CancellationToken.None);
                }

                return saved;
            },
            CancellationToken.None);
        if (!held)
        {
            // Another process has it, as when a new one starts while this one still drains: the sender goes on there.
            throw await db.Uploads.AnyAsync(row => row.Id == upload.Id, CancellationToken.None)
                ? new UploadBusyException(upload.Id)
                : new NotFoundException("upload", upload.Id.ToString());
        }

        broadcast.Send(new LiveUpdate(UploadEvents.Progress, UploadEvents.ObjectType, upload.Id.ToString(), upload.ProjectId));
    }
}
