using GlancePortal.Domain.Access;
using GlancePortal.Domain.Audit;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Images;

/// <summary>What became of an image, also of one that was deleted and can still be restored.</summary>
/// <param name="db">The records.</param>
/// <param name="access">Says who may look.</param>
/// <param name="images">Finds living ones.</param>
/// <param name="jobs">Finds the work on them.</param>
/// <param name="audit">What happened.</param>
/// <param name="options">How long a deleted one can be restored.</param>
/// <param name="time">Tells whether that is over.</param>
public sealed class ImageHistory(
    PortalDb db, ImageAccess access, ImageQueries images, JobQueries jobs, AuditQueries audit, IOptionsMonitor<ImageOptions> options, TimeProvider time)
{
    // Work on one image is rare and in turns; older work than this has its last words in the image's own events.
    private const int Jobs = 100;

    /// <summary>The image with properties, tags and locations; a deleted one for who may restore it.</summary>
    /// <exception cref="NotFoundException">No such image that the caller may know of. Answered 404.</exception>
    public async Task<Image> ShowAsync(Caller caller, Guid id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (await RestorableAsync(caller, id, cancellationToken) is not { } deleted)
        {
            return await images.ShowAsync(caller, id, cancellationToken);
        }

        images.Hide(caller, [deleted]);
        return deleted;
    }

    /// <summary>What happened to the image, to the uploads into it and to the jobs about it.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="id">The image.</param>
    /// <param name="page">Which part of it.</param>
    /// <param name="cancellationToken">Ends the queries.</param>
    /// <exception cref="NotFoundException">No such image that the caller may know of. Answered 404.</exception>
    /// <exception cref="ForbiddenException">It is another project's: what others do with their image is theirs to know. Answered 403.</exception>
    public async Task<IReadOnlyList<AuditEvent>> TimelineAsync(Caller caller, Guid id, AuditPage page, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var image = await RestorableAsync(caller, id, cancellationToken) ?? await db.FindVisibleAsync(access, caller, id, cancellationToken);
        if (!IsOwn(caller, image))
        {
            throw new ForbiddenException("The timeline of an image is for the project that owns it.");
        }

        var work = await jobs.OfImageAsync(caller, id, Jobs, cancellationToken);
        var events = await audit.OfObjectsAsync(
            [
                ("image", id.ToString()),
                .. work.Select(job => (JobEvents.ObjectType, job.Id.ToString())),
                .. work.Where(job => job is { ObjectType: not null, ObjectId: not null }).Select(job => (job.ObjectType!, job.ObjectId!)),
            ],
            page,
            cancellationToken);
        return ChangedFields.SeenBy(images.ViewOf(caller), events);
    }

    /// <summary>Whether what happens to the image is the caller's to know, beyond what the image shows.</summary>
    public bool IsOwn(Caller caller, Image image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return access.KnowsOf(caller, image.OwnerId);
    }

    private async Task<Image?> RestorableAsync(Caller caller, Guid id, CancellationToken cancellationToken)
    {
        var image = await db.Images.AsNoTracking().AsSplitQuery()
            .Include(image => image.Properties)
            .Include(image => image.Tags)
            .Include(image => image.Locations)
            .FirstOrDefaultAsync(image => image.Id == id && image.Status == ImageStatus.PendingDelete, cancellationToken);
        return image is not null && await db.KnowsDeletedAsync(access, caller, image, cancellationToken) && access.May(caller, image, PolicyNames.DeleteImage)
            && ImageRestoring.IsPossible(image, options.CurrentValue.RestoreWindow, time.GetUtcNow()) ? image : null;
    }
}
