using GlancePortal.Domain.Access;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Errors;
using Microsoft.EntityFrameworkCore;

namespace GlancePortal.Domain.Images;

/// <summary>Finds single images under the rules of <see cref="ImageAccess"/>.</summary>
public static class ImageRows
{
    /// <summary>The living image, untracked and without its parts, if the caller sees it.</summary>
    /// <exception cref="NotFoundException">No such image that the caller sees.</exception>
    public static async Task<Image> FindVisibleAsync(this PortalDb db, Caller caller, Guid id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        return await VisibleAsync(db, db.Images.AsNoTracking(), caller, id, cancellationToken);
    }

    /// <summary>The living image, tracked and without its parts, if the caller sees it and may change it. Inside of a write.</summary>
    /// <exception cref="NotFoundException">No such image that the caller sees.</exception>
    /// <exception cref="ForbiddenException">The caller sees it but may not change it.</exception>
    public static async Task<Image> FindForChangeAsync(this PortalDb db, Caller caller, Guid id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        await db.LockImageAsync(id, cancellationToken);
        var image = await VisibleAsync(db, db.Images.AsTracking(), caller, id, cancellationToken);
        ImageAccess.RequireChange(caller, image);
        return image;
    }

    /// <summary>Loads properties, tags and locations of a tracked image.</summary>
    internal static async Task LoadPartsAsync(this PortalDb db, Image image, CancellationToken cancellationToken)
    {
        var entry = db.Entry(image);
        await entry.Collection(entity => entity.Properties).LoadAsync(cancellationToken);
        await entry.Collection(entity => entity.Tags).LoadAsync(cancellationToken);
        await entry.Collection(entity => entity.Locations).LoadAsync(cancellationToken);
    }

    internal static async Task<bool> SeesAsync(this PortalDb db, Caller caller, Image image, CancellationToken cancellationToken)
    {
        if (ImageAccess.Sees(caller, image.OwnerId, image.Visibility, isMember: false))
        {
            return true;
        }

        // Only now is it worth a query: the status of a share does not matter by id.
        return image.Visibility == ImageVisibility.Shared && caller.ProjectId is { } project && ImageAccess.MayRead(caller)
            && await db.ImageMembers.AnyAsync(
                member => member.ImageId == image.Id && member.MemberId == project && member.DeletedAt == null, cancellationToken);
    }

    private static async Task<Image> VisibleAsync(
        PortalDb db, IQueryable<Image> images, Caller caller, Guid id, CancellationToken cancellationToken)
    {
        var image = await images.FirstOrDefaultAsync(image => image.Id == id && image.DeletedAt == null, cancellationToken);
        return image is not null && await db.SeesAsync(caller, image, cancellationToken)
            ? image
            : throw new NotFoundException("image", id.ToString());
    }
}
