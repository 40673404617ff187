using GlancePortal.Domain.Data;
using GlancePortal.Domain.Images;
using GlancePortal.Domain.Jobs;
using GlancePortal.Domain.Quotas;
using GlancePortal.Domain.Uploads;

namespace GlancePortal.Domain.Import;

/// <summary>The rows of bytes that a job will fetch. Inside of a write.</summary>
internal static class FetchedUploads
{
    /// <summary>Makes the row and gives it to the job.</summary>
    /// <exception cref="Errors.LimitExceededException">The project has no room.</exception>
    public static async Task AddAsync(
        PortalDb db, QuotaReservations quotas, Job job, Image image, FetchedUpload wanted, DateTimeOffset at, CancellationToken cancellationToken)
    {
        await quotas.RequireAsync(
            image.OwnerId, new QuotaRequest { BeginsUpload = true, ImageId = image.Id, Bytes = 1, StagedBytes = 1 }, cancellationToken);
        var upload = new Upload
        {
            Id = Guid.NewGuid(),
            Kind = UploadKind.Fetched,
            ProjectId = job.ProjectId,
            UserId = job.UserId,
            UserName = job.UserName,
            ImageId = image.Id,
            JobId = job.Id,
            Copies = wanted.Copies,
            Outcome = wanted.Outcome,
            CreatedAt = at,
            UpdatedAt = at,
        };
        db.Uploads.Add(upload);
        job.ObjectId = upload.Id.ToString();
    }
}

/// <summary>What is to become of fetched bytes.</summary>
/// <param name="Copies">Copies that will be stored.</param>
/// <param name="Outcome">What is known of them already, JSON of <see cref="ImportOutcome"/>.</param>
internal sealed record FetchedUpload(int Copies, string Outcome);
