using GlancePortal.Domain.Access;
using GlancePortal.Domain.Content;
using GlancePortal.Domain.Errors;
using Microsoft.EntityFrameworkCore;

namespace GlancePortal.Domain.Uploads;

/// <content>Partial uploads become one.</content>
public sealed partial class ResumableUploads
{
    private const int MostParts = 1000;

    /// <summary>Joins the staged parts of a final upload in its own file. Goes on where a killed attempt stopped.</summary>
    /// <param name="upload">The final upload.</param>
    /// <param name="progress">Told the bytes that are joined.</param>
    /// <param name="cancellationToken">Ends the work; what is joined stays.</param>
    public async Task JoinPartsAsync(Upload upload, Action<long> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(upload);
        ArgumentNullException.ThrowIfNull(progress);
        var ids = PartsOf(upload).ToList();
        var lengths = await db.Uploads.Where(row => ids.Contains(row.Id)).ToDictionaryAsync(row => row.Id, row => row.Offset, cancellationToken);
        if (lengths.Count == 0)
        {
            // An earlier attempt joined them all.
            return;
        }

        // After a power cut only what is joined anew is certain; after a kill alone it costs a copy.
        await using (var file = staging.Open(upload.Id, offset: 0))
        {
            foreach (var id in ids)
            {
                await AppendPartAsync(id, lengths[id], file, progress, cancellationToken);
            }

            await file.CheckpointAsync(cancellationToken);
        }

        await db.WriteAsync(token => db.Uploads.Where(row => ids.Contains(row.Id)).ExecuteDeleteAsync(token), cancellationToken);
        ids.ForEach(staging.Delete);
    }

    private async Task AppendPartAsync(Guid id, long length, DurableFileStream file, Action<long> progress, CancellationToken cancellationToken)
    {
        if (length == 0)
        {
            return;
        }

        await using var part = staging.OpenRead(id);
        var buffer = new byte[BufferBytes];
        for (var left = length; left > 0;)
        {
            var read = await part.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, left)), cancellationToken);
            if (read == 0)
            {
                throw new Stores.DataNotFoundException("staging");
            }

            file.Write(buffer.AsSpan(0, read));
            left -= read;
            progress(file.Length);
        }
    }

    /// <summary>The parts of a final upload in order; null when it is not one.</summary>
    private async Task<IReadOnlyList<Upload>?> FindPartsAsync(Caller caller, NewUpload request, CancellationToken cancellationToken)
    {
        if (request.Parts is null)
        {
            return null;
        }

        if (request.Length is not null || request.Parts.Count is 0 or > MostParts || request.Parts.Distinct().Count() != request.Parts.Count)
        {
            throw new InvalidInputException(
                $"A final upload names from 1 to {MostParts} different partial uploads and has their length.", "upload.concat_invalid");
        }

        var parts = new List<Upload>();
        foreach (var id in request.Parts)
        {
            var part = await FindAsync(caller, id, cancellationToken);
            if (part.Kind != UploadKind.Partial || part.CompletedAt is null)
            {
                throw new InvalidInputException($"Upload {id} is not a partial upload that has all its bytes.", "upload.concat_invalid");
            }

            parts.Add(part);
        }

        return parts;
    }

    private async Task ClaimPartsAsync(Upload final, Guid jobId, IReadOnlyList<Upload>? parts, CancellationToken cancellationToken)
    {
        foreach (var part in parts ?? [])
        {
            var claimed = await db.Uploads.Where(row => row.Id == part.Id && row.JobId == null)
                .ExecuteUpdateAsync(
                    row => row.SetProperty(x => x.JobId, jobId)
                        .SetProperty(x => x.ExpiresAt, (DateTimeOffset?)null)
                        .SetProperty(x => x.ReservedBytes, 0),
                    cancellationToken);
            if (claimed == 0)
            {
                throw new ConflictException($"Upload {part.Id} already belongs to another final upload.", "upload.part_used");
            }
        }
    }
}
