using GlancePortal.Domain.Access;
using GlancePortal.Domain.Audit;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Errors;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Images;

/// <summary>The recycle bin: deleted images that can still be restored.</summary>
/// <param name="db">The records.</param>
/// <param name="access">Says who may look.</param>
/// <param name="options">How long they can.</param>
/// <param name="time">Clock of that.</param>
public sealed class DeletedImages(PortalDb db, ImageAccess access, IOptionsMonitor<ImageOptions> options, TimeProvider time)
{
    /// <summary>A page of a project's recycle bin, what was deleted last first.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="ownerId">The project; null takes the caller's, for an administrator all projects.</param>
    /// <param name="offset">Images before the page.</param>
    /// <param name="limit">Images of the page at most.</param>
    /// <param name="cancellationToken">Ends the queries.</param>
    /// <returns>The page; an empty one for a caller without a project.</returns>
    /// <exception cref="ForbiddenException">The caller may not list images. Answered 403.</exception>
    /// <exception cref="NotFoundException">Another project than the caller's. Answered 404.</exception>
    public async Task<DeletedImagePage> PageAsync(Caller caller, string? ownerId, int offset, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        access.RequireRead(caller);
        if (ownerId is not null && ownerId != caller.ProjectId && !access.IsAdmin(caller))
        {
            throw new NotFoundException("project", ownerId);
        }

        var window = options.CurrentValue.RestoreWindow;
        var over = time.GetUtcNow() - window;
        var images = db.Images.AsNoTracking().Where(image => image.Status == ImageStatus.PendingDelete && image.DeletedAt > over);
        if (ownerId is not null || !access.IsAdmin(caller))
        {
            var owner = ownerId ?? caller.ProjectId;
            images = images.Where(image => image.OwnerId == owner && owner != null);
        }

        var total = await images.CountAsync(cancellationToken);
        var page = await images.OrderByDescending(image => image.DeletedAt).ThenByDescending(image => image.Id).Skip(offset).Take(limit)
            .ToListAsync(cancellationToken);
        // A rule of the operator's own, which no query knows, can make a page shorter.
        page.RemoveAll(image => access.FiltersLists(caller) && !access.SeesListed(caller, image.OwnerId, image.Visibility));
        var deletions = await DeletionsAsync(page, cancellationToken);
        return new DeletedImagePage(
            [.. page.Select(image => new DeletedImage(image, image.DeletedAt!.Value + window, deletions.GetValueOrDefault(image.Id.ToString())))], total);
    }

    /// <summary>The last deletion of each image; one that was restored has earlier ones too.</summary>
    private async Task<Dictionary<string, AuditEvent>> DeletionsAsync(List<Image> images, CancellationToken cancellationToken)
    {
        var ids = images.Select(image => image.Id.ToString()).ToList();
        var events = await db.AuditEvents.AsNoTracking()
            .Where(change => change.ObjectType == "image" && ids.Contains(change.ObjectId) && change.Action == "image.delete")
            .OrderBy(change => change.Id).ToListAsync(cancellationToken);
        var last = new Dictionary<string, AuditEvent>(StringComparer.Ordinal);
        events.ForEach(change => last[change.ObjectId] = change);
        return last;
    }
}

/// <summary>A deleted image.</summary>
/// <param name="Image">Its record, without its parts.</param>
/// <param name="RestorableUntil">When it is gone for good (UTC).</param>
/// <param name="Deletion">Who deleted it; null when the audit does not say.</param>
public sealed record DeletedImage(Image Image, DateTimeOffset RestorableUntil, AuditEvent? Deletion);

/// <summary>A page of deleted images.</summary>
/// <param name="Images">The images.</param>
/// <param name="Total">How many there are in all.</param>
public sealed record DeletedImagePage(IReadOnlyList<DeletedImage> Images, int Total);
