using System.Security.Cryptography;
using GlancePortal.Domain.Access;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Images;
using GlancePortal.Domain.Jobs;
using Microsoft.EntityFrameworkCore;

namespace GlancePortal.Domain.Uploads;

/// <summary>How far an upload is.</summary>
/// <param name="Upload">The row; null when the upload is over, which its job outlives.</param>
/// <param name="Job">What carries it to its image, with its phases; null for a partial upload.</param>
/// <param name="Receiving">Whether bytes come now.</param>
public sealed record UploadProgress(Upload? Upload, Job? Job, bool Receiving);

/// <summary>Digest of a block that has been received.</summary>
/// <param name="Offset">Byte at which it begins.</param>
/// <param name="Length">Bytes it has.</param>
/// <param name="Sha256">Lower-case hex.</param>
public sealed record ReceivedBlock(long Offset, int Length, string Sha256);

/// <summary>What a sender, or who wants to become one, asks of an upload. Asking never disturbs who sends.</summary>
/// <param name="db">The records.</param>
/// <param name="access">Says who may look.</param>
/// <param name="staging">Where the bytes wait.</param>
/// <param name="time">Tells which leases live.</param>
public sealed class UploadProgressQueries(PortalDb db, ImageAccess access, StagingFolder staging, TimeProvider time)
{
    private const int Blocks = 8;
    private const int BlockBytes = 64 * 1024;

    /// <summary>How far an upload is, also after its end for as long as its job is remembered.</summary>
    /// <exception cref="NotFoundException">There is none that the caller may know of. 404.</exception>
    public async Task<UploadProgress> GetAsync(Caller caller, Guid id, CancellationToken cancellationToken)
    {
        var upload = await FindAsync(caller, id, cancellationToken);
        var jobs = db.Jobs.AsNoTracking().Include(job => job.Phases.OrderBy(phase => phase.Index));
        var name = id.ToString();
        var job = upload is null
            ? await jobs.SingleOrDefaultAsync(row => row.Type == JobTypes.UploadFinish && row.ObjectId == name, cancellationToken)
            : await jobs.SingleOrDefaultAsync(row => row.Id == upload.JobId, cancellationToken);
        return upload is not null || (job is not null && access.KnowsOf(caller, job.ProjectId))
            ? new UploadProgress(upload, job, upload?.LeaseOwner is not null && upload.LeaseUntil > time.GetUtcNow() && upload.CompletedAt is null)
            : throw new NotFoundException("upload", name);
    }

    /// <summary>
    /// Digests of blocks all over what has been received, its first and last bytes among them. Who has the file can tell by them
    /// whether it is the one that the upload began with.
    /// </summary>
    /// <exception cref="NotFoundException">There is none that the caller may know of. 404.</exception>
    public async Task<IReadOnlyList<ReceivedBlock>> SampleAsync(Caller caller, Guid id, CancellationToken cancellationToken)
    {
        var upload = await FindAsync(caller, id, cancellationToken) ?? throw new NotFoundException("upload", id.ToString());
        if (upload.Offset == 0 || upload.QuarantinedAt is not null)
        {
            return [];
        }

        var length = (int)Math.Min(BlockBytes, upload.Offset);
        var offsets = Enumerable.Range(0, Blocks).Select(block => (upload.Offset - length) * block / (Blocks - 1)).Distinct();
        await using var file = OpenStaged(id);
        var samples = new List<ReceivedBlock>();
        var buffer = new byte[length];
        foreach (var offset in offsets)
        {
            file.Position = offset;
            await file.ReadExactlyAsync(buffer, cancellationToken);
            samples.Add(new ReceivedBlock(offset, length, Convert.ToHexStringLower(SHA256.HashData(buffer))));
        }

        return samples;
    }

    private FileStream OpenStaged(Guid id)
    {
        try
        {
            return new FileStream(staging.PathOf(id), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (FileNotFoundException)
        {
            throw new NotFoundException("upload", id.ToString());
        }
    }

    private async Task<Upload?> FindAsync(Caller caller, Guid id, CancellationToken cancellationToken)
    {
        var upload = await db.Uploads.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id && row.Kind != UploadKind.Direct, cancellationToken);
        return upload is not null && access.KnowsOf(caller, upload.ProjectId) ? upload : null;
    }
}
