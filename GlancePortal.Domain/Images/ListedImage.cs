using System.Linq.Expressions;
using GlancePortal.Domain.Access;

namespace GlancePortal.Domain.Images;

/// <summary>As much of an image as it takes to ask whether a caller sees it.</summary>
internal sealed record ListedImage(ImageKey Key, string? OwnerId, ImageVisibility Visibility)
{
    public static readonly Expression<Func<Image, ListedImage>> Of =
        image => new ListedImage(new ImageKey(image.Id, image.Version), image.OwnerId, image.Visibility);

    public bool IsSeenBy(Caller caller, ImageAccess access) => access.SeesListed(caller, OwnerId, Visibility);
}
