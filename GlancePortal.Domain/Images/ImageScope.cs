using GlancePortal.Domain.Access;
using GlancePortal.Domain.Data;
using Microsoft.EntityFrameworkCore;

namespace GlancePortal.Domain.Images;

/// <summary>The images that a list of a caller draws from.</summary>
internal static class ImageScope
{
    private static readonly ImageVisibility[] Unshared = [ImageVisibility.Private, ImageVisibility.Community, ImageVisibility.Public];

    /// <summary>As disjoint parts, each of which one index yields in order of creation.</summary>
    public static IReadOnlyList<IQueryable<Image>> Parts(PortalDb db, Caller caller, bool isAdmin, ImageFilter filter)
    {
        var images = db.Images.AsNoTracking();
        if (isAdmin)
        {
            return [ForAdmin(images, caller, filter)];
        }

        var parts = new List<IQueryable<Image>>();
        if (caller.ProjectId is { } project)
        {
            parts.Add(WithVisibility(images.Where(image => image.OwnerId == project), filter.Visibilities));
            if (Wanted(filter, ImageVisibility.Shared))
            {
                parts.Add(SharedWith(db, images, project, filter.MemberStatus));
            }
        }

        AddForeign(parts, images, caller, filter, ImageVisibility.Public);
        AddForeign(parts, images, caller, filter, ImageVisibility.Community);
        return parts;
    }

    /// <summary>As one condition that no index answers: for who has found the images, or walks them, by something else.</summary>
    public static IQueryable<Image> Whole(PortalDb db, Caller caller, bool isAdmin, ImageFilter filter)
    {
        var images = db.Images.AsNoTracking();
        if (filter.Visibilities is { } visibilities)
        {
            var others = Enum.GetValues<ImageVisibility>().Except(visibilities).ToArray();
            images = images.Where(image => !others.Contains(image.Visibility));
        }

        if (isAdmin)
        {
            return filter.Visibilities is null ? ForAdmin(images, caller, filter) : images;
        }

        var closed = Enum.GetValues<ImageVisibility>()
            .Where(visibility => visibility is not (ImageVisibility.Public or ImageVisibility.Community) || !Wanted(filter, visibility)).ToArray();
        if (caller.ProjectId is not { } project)
        {
            return images.Where(image => !closed.Contains(image.Visibility));
        }

        var shares = Shares(db, project, filter.MemberStatus);
        return images.Where(image => (image.OwnerId ?? "") == project || !closed.Contains(image.Visibility)
            || (!Unshared.Contains(image.Visibility) && shares.Contains(image.Id)));
    }

    /// <summary>Whether each of the parts is small, so that sorting one is no work.</summary>
    public static async Task<bool> IsSmallAsync(PortalDb db, Caller caller, ImageFilter filter, CancellationToken cancellationToken)
    {
        var living = db.Images.Where(image => image.DeletedAt == null);
        var parts = new[] { ImageVisibility.Public, ImageVisibility.Community }.Where(visibility => Wanted(filter, visibility))
            .Select(visibility => ImageSource.Of(
                living.Where(image => image.Visibility == visibility).Select(image => image.Id), "visibility", visibility)).ToList();
        if (caller.ProjectId is { } project)
        {
            parts.Add(ImageSource.Of(living.Where(image => image.OwnerId == project).Select(image => image.Id), "owner", project));
            parts.Add(ImageSource.Of(Shares(db, project, filter.MemberStatus), "shared", project, filter.MemberStatus));
        }

        foreach (var part in parts)
        {
            if (!await part.HasFewAsync(db, cancellationToken))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Other projects' community images, which a list shows only when they are asked for.</summary>
    public static IQueryable<Image> ForeignCommunity(PortalDb db, Caller caller)
    {
        var project = caller.ProjectId;
        var community = db.Images.AsNoTracking().Where(image => image.Visibility == ImageVisibility.Community);
        return project is null ? community : community.Where(image => image.OwnerId != project);
    }

    private static IQueryable<Image> ForAdmin(IQueryable<Image> images, Caller caller, ImageFilter filter)
    {
        if (filter.Visibilities is not null || filter.WithCommunity)
        {
            return WithVisibility(images, filter.Visibilities);
        }

        var project = caller.ProjectId;
        return project is null
            ? images.Where(image => image.Visibility != ImageVisibility.Community)
            : images.Where(image => image.Visibility != ImageVisibility.Community || image.OwnerId == project);
    }

    private static void AddForeign(
        List<IQueryable<Image>> parts, IQueryable<Image> images, Caller caller, ImageFilter filter, ImageVisibility visibility)
    {
        if (Wanted(filter, visibility))
        {
            var project = caller.ProjectId;
            var some = images.Where(image => image.Visibility == visibility);
            parts.Add(project is null ? some : some.Where(image => image.OwnerId != project));
        }
    }

    // From the shares to the images: most images are shared with nobody, and few projects with many.
    private static IQueryable<Image> SharedWith(PortalDb db, IQueryable<Image> images, string project, MemberStatus? status)
    {
        var shares = Shares(db, project, status);

        // "Is shared", said in a way that no index answers: SQLite would rather walk all shared images of everybody.
        return images.Where(image => shares.Contains(image.Id) && !Unshared.Contains(image.Visibility)
            && image.OwnerId != project);
    }

    private static IQueryable<Guid> Shares(PortalDb db, string project, MemberStatus? status)
    {
        var shares = db.ImageMembers.Where(member => member.MemberId == project && member.DeletedAt == null);
        return (status is { } wanted ? shares.Where(member => member.Status == wanted) : shares).Select(member => member.ImageId);
    }

    private static IQueryable<Image> WithVisibility(IQueryable<Image> images, IReadOnlyList<ImageVisibility>? visibilities) => visibilities switch
    {
        null => images,
        [var only] => images.Where(image => image.Visibility == only),
        _ => images.Where(image => visibilities.Contains(image.Visibility)),
    };

    private static bool Wanted(ImageFilter filter, ImageVisibility visibility) =>
        filter.Visibilities?.Contains(visibility) ?? (visibility != ImageVisibility.Community || filter.WithCommunity);
}
