using GlancePortal.Domain.Images;

namespace GlancePortal.Components.Images;

/// <summary>A loaded page of the recycle bin, handed from the prerendered page to the live one.</summary>
/// <param name="Page">Which page, from 1.</param>
/// <param name="Rows">The rows.</param>
/// <param name="Total">How many there are in all.</param>
/// <param name="Viewer">Who looks.</param>
public sealed record DeletedImageList(int Page, IReadOnlyList<DeletedImageRow> Rows, int Total, Viewer Viewer)
{
    public const int PageSize = 25;

    public int Pages => Math.Max(1, (Total + PageSize - 1) / PageSize);
}

/// <summary>A deleted image in a list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Size">Bytes of its data; null without data.</param>
/// <param name="DeletedAt">When it was deleted.</param>
/// <param name="DeletedBy">Who deleted it; null when nobody knows.</param>
/// <param name="RestorableUntil">When it is gone for good.</param>
public sealed record DeletedImageRow(Guid Id, string? Name, long? Size, DateTimeOffset DeletedAt, string? DeletedBy, DateTimeOffset RestorableUntil)
{
    public static DeletedImageRow Of(DeletedImage deleted)
    {
        ArgumentNullException.ThrowIfNull(deleted);
        var (image, until, deletion) = deleted;
        return new(image.Id, image.Name, image.Size, image.DeletedAt!.Value, deletion?.UserName ?? deletion?.UserId, until);
    }
}
