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
    /// <exception cref="ForbiddenException">The token of a domain.</exception>
    public static async Task<Image> FindVisibleAsync(
        this PortalDb db, ImageAccess access, Caller caller, Guid id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        return await VisibleAsync(db, access, db.Images.AsNoTracking(), caller, id, cancellationToken);
    }

    /// <summary>The living image, tracked and without its parts, if the caller sees it and may change it. Inside of a write.</summary>
    /// <exception cref="NotFoundException">No such image that the caller sees.</exception>
    /// <exception cref="ForbiddenException">The caller sees it but may not change it.</exception>
    public static Task<Image> FindForChangeAsync(
        this PortalDb db, ImageAccess access, Caller caller, Guid id, CancellationToken cancellationToken) =>
        FindForAsync(db, access, PolicyNames.ModifyImage, caller, id, cancellationToken);

    /// <summary>The living image, tracked and without its parts, if the caller sees it and a rule allows them the work. Inside of a write.</summary>
    /// <param name="db">The records.</param>
    /// <param name="access">Says who may.</param>
    /// <param name="rule">One of <see cref="PolicyNames"/>.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="id">Which image.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    /// <exception cref="NotFoundException">No such image that the caller sees.</exception>
    /// <exception cref="ForbiddenException">The caller sees it but the rule does not allow it.</exception>
    public static async Task<Image> FindForAsync(
        this PortalDb db, ImageAccess access, string rule, Caller caller, Guid id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(access);
        await db.LockImageAsync(id, cancellationToken);
        var image = await VisibleAsync(db, access, db.Images.AsTracking(), caller, id, cancellationToken);
        access.Require(caller, image, rule);
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

    internal static async Task<bool> SeesAsync(
        this PortalDb db, ImageAccess access, Caller caller, Image image, CancellationToken cancellationToken)
    {
        if (access.Sees(caller, image.OwnerId, image.Visibility, isMember: false))
        {
            return true;
        }

        // Only now is it worth a query: the status of a share does not matter by id.
        return image.Visibility == ImageVisibility.Shared && caller.ProjectId is { } project
            && access.Sees(caller, image.OwnerId, image.Visibility, isMember: true)
            && await db.ImageMembers.AnyAsync(
                member => member.ImageId == image.Id && member.MemberId == project && member.DeletedAt == null, cancellationToken);
    }

    /// <summary>Whether the caller sees the image or, once it is deleted, knows of it.</summary>
    internal static async Task<bool> KnowsDeletedAsync(
        this PortalDb db, ImageAccess access, Caller caller, Image image, CancellationToken cancellationToken) =>
        (image.DeletedAt is null || access.KnowsOf(caller, image.OwnerId)) && await db.SeesAsync(access, caller, image, cancellationToken);

    private static async Task<Image> VisibleAsync(
        PortalDb db, ImageAccess access, IQueryable<Image> images, Caller caller, Guid id, CancellationToken cancellationToken)
    {
        ImageAccess.RequireProject(caller);
        var image = await images.FirstOrDefaultAsync(image => image.Id == id && image.DeletedAt == null, cancellationToken);
        return image is not null && await db.SeesAsync(access, caller, image, cancellationToken)
            ? image
            : throw new NotFoundException("image", id.ToString());
    }
}
