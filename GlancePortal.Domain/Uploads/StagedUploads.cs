using GlancePortal.Domain.Content;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Formats;
using Microsoft.EntityFrameworkCore;

namespace GlancePortal.Domain.Uploads;

/// <summary>What is found about an upload's bytes once they are all in staging.</summary>
/// <param name="db">The records.</param>
/// <param name="sessions">Has the hashes of an upload that came in one go.</param>
/// <param name="staging">Where the bytes lie.</param>
/// <param name="targets">Finds the image.</param>
/// <param name="uploads">Knows which hashes are wanted.</param>
/// <param name="inspection">Refuses what is not as declared.</param>
/// <param name="time">Clock of the progress.</param>
public sealed class StagedUploads(
    PortalDb db, UploadSessions sessions, StagingFolder staging, UploadTargets targets, ResumableUploads uploads, ContentInspection inspection,
    TimeProvider time)
{
    /// <summary>The upload that a job finishes; null when it is gone.</summary>
    public Task<Upload?> FindAsync(Guid jobId, CancellationToken cancellationToken) => db.Uploads.AsNoTracking()
        .SingleOrDefaultAsync(upload => upload.JobId == jobId && upload.Kind != UploadKind.Partial, cancellationToken);

    /// <summary>Hashes and format of the whole content: as they came along with the bytes, or from staging if those were lost.</summary>
    /// <param name="upload">Upload whose bytes are all in.</param>
    /// <param name="progress">Told the bytes that have been read.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="DigestMismatchException">The sender announced another digest.</exception>
    /// <exception cref="ContentSizeMismatchException">Staging has fewer or more bytes than came.</exception>
    public async Task<ContentFacts> VerifyAsync(Upload upload, Action<long> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(upload);
        ArgumentNullException.ThrowIfNull(progress);
        var facts = await staging.LoadFactsAsync(upload.Id, step: 0, cancellationToken);
        if (facts is null)
        {
            facts = await ComputeAsync(upload, progress, cancellationToken);
            await staging.SaveFactsAsync(upload.Id, facts, cancellationToken);
        }

        foreach (var expected in ExpectedDigest.ReadAll(upload.ExpectedDigests))
        {
            expected.Check(facts);
        }

        return facts;
    }

    /// <summary>Removes what staging still has of an upload whose image is active.</summary>
    public void Forget(Upload upload)
    {
        ArgumentNullException.ThrowIfNull(upload);
        staging.Delete(upload.Id);
    }

    /// <summary>Refuses content that is not what its image declares.</summary>
    /// <exception cref="ContentMismatchException">It is something else.</exception>
    /// <exception cref="UnsafeContentException">It refers to other files or is damaged.</exception>
    /// <exception cref="CompressionNotAcceptedException">Its compression is not taken.</exception>
    /// <exception cref="ImageDeletedException">There is no image any more.</exception>
    public async Task InspectAsync(Upload upload, ContentFacts facts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var image = await targets.FindStagedAsync(upload, cancellationToken);
        inspection.Require(image, facts.Format);
    }

    private async Task<ContentFacts> ComputeAsync(Upload upload, Action<long> progress, CancellationToken cancellationToken)
    {
        using var running = await sessions.TakePassAsync(upload.Id, upload.Offset, cancellationToken);
        if (running is not null && !upload.HasLostWriter)
        {
            return await running.CompleteAsync(cancellationToken);
        }

        // An upload without bytes has no file yet.
        await staging.Open(upload.Id, upload.Offset).DisposeAsync();
        using var pass = uploads.NewPass(upload);
        pass.ExpectedBytes = upload.Length;
        var reading = pass.ReadFileAsync(staging.PathOf(upload.Id), cancellationToken);
        await reading.WatchAsync(() => progress(pass.Bytes), time);
        await reading;
        return await pass.CompleteAsync(cancellationToken);
    }
}
