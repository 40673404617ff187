using GlancePortal.Components.Jobs;
using GlancePortal.Domain.Access;
using GlancePortal.Domain.Audit;
using GlancePortal.Domain.Identity;
using GlancePortal.Domain.Images;
using GlancePortal.Domain.Import;
using GlancePortal.Domain.Jobs;
using GlancePortal.Domain.Scanning;
using GlancePortal.Domain.Uploads;

namespace GlancePortal.Components.Images;

/// <summary>Loads all that the page of an image shows.</summary>
internal sealed class ImageDetailsLoader(
    ImageQueries images, ImageAccess access, ImageProgress progress, UploadQueries uploads, JobQueries jobs, JobFacts facts, ImageHistory history,
    IdentityQueries identity, ImageProvenances origins, Quarantine quarantine)
{
    private const int ShownJobs = 5;
    private const int ShownEvents = 50;

    public async Task<ImageDetails> LoadAsync(Caller caller, Guid id, CancellationToken cancellationToken)
    {
        var image = await images.ShowAsync(caller, id, cancellationToken);
        var details = ImageDetails.Of(image, Viewer.Of(caller, access), ImageRights.Of(caller, image, access));
        details = details with { OwnerName = await OwnerNameAsync(caller, details.OwnerId, cancellationToken) };
        // What others do with their image is theirs to know, public or not.
        if (!history.IsOwn(caller, image))
        {
            return details;
        }

        var moving = await progress.OfAsync([id], cancellationToken);
        var open = await uploads.OfImageAsync(caller, id, 1, cancellationToken);
        var work = await jobs.OfImageAsync(caller, id, ShownJobs, cancellationToken);
        var quarantined = await quarantine.OfImageAsync(id, cancellationToken);
        return details with
        {
            InQuarantine = quarantined is not null,
            Signature = quarantined?.Scan?.Signature,
            Progress = moving.GetValueOrDefault(id),
            // What we fetch ourselves has no sender: its job says how far it is.
            Upload = open is [{ Upload.Kind: not UploadKind.Fetched } upload] ? UploadView.Of(upload) : null,
            Origin = await origins.OfAsync(id, cancellationToken) is { } origin ? OriginView.Of(origin) : null,
            Jobs = [.. (await facts.DescribeAsync(caller, work, cancellationToken)).Select(JobView.Of)],
            Timeline = [.. (await history.TimelineAsync(caller, id, new AuditPage(ShownEvents), cancellationToken)).Select(TimelineEntry.Of)],
        };
    }

    private async Task<string?> OwnerNameAsync(Caller caller, string? ownerId, CancellationToken cancellationToken)
    {
        if (ownerId is null || ownerId == caller.ProjectId)
        {
            return ownerId is null ? null : caller.ProjectName ?? ownerId;
        }

        return (await identity.FindProjectAsync(new EntityReference(ownerId, null), cancellationToken))?.Name ?? ownerId;
    }
}
