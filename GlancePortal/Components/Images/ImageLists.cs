using GlancePortal.Domain.Access;
using GlancePortal.Domain.Images;
using GlancePortal.Domain.Uploads;

namespace GlancePortal.Components.Images;

/// <summary>Loads what the list shows: images and how far their bytes are.</summary>
internal sealed class ImageLists(ImageQueries images, ImageAccess access, ImageProgress progress)
{
    /// <summary>The page that an address asks for.</summary>
    public async Task<ImageList> LoadAsync(Caller caller, ImagesPageState state, CancellationToken cancellationToken)
    {
        var page = await images.PageAsync(AsProject(caller), state.ToFilter(), state.Sort, state.Offset, state.Size, cancellationToken);
        // Whether the project has nothing at all, or nothing that matches, needs different words.
        var any = page.Total > 0
            || (state.IsFiltered && (await images.PageAsync(AsProject(caller), new(), state.Sort, 0, 1, cancellationToken)).Total > 0);
        return new ImageList(state.ToQuery(), await RowsAsync(caller, page.Images, cancellationToken), page.Total, any, Viewer.Of(caller, access));
    }

    /// <summary>The present state of rows that are shown already; those that are gone are missing.</summary>
    public async Task<IReadOnlyList<ImageRow>> RefreshAsync(Caller caller, IReadOnlyList<Guid> ids, CancellationToken cancellationToken)
    {
        var filter = new ImageFilter { Ids = ids, WithCommunity = true, Hidden = null };
        var page = await images.PageAsync(AsProject(caller), filter, new(ImageSortKey.Id, false), 0, ids.Count, cancellationToken);
        return await RowsAsync(caller, page.Images, cancellationToken);
    }

    /// <summary>How many of these images the address would list.</summary>
    public async Task<int> CountAmongAsync(Caller caller, ImagesPageState state, IReadOnlyList<Guid> ids, CancellationToken cancellationToken) =>
        ids.Count == 0
            ? 0
            : (await images.PageAsync(AsProject(caller), state.ToFilter() with { Ids = ids }, state.Sort, 0, 1, cancellationToken)).Total;

    // The list is the project's, also for an administrator: every project's images are another page.
    private static Caller AsProject(Caller caller) => caller.IsAdmin
        ? caller with { Roles = RoleNames.Expand([RoleNames.Manager]) }
        : caller;

    private async Task<IReadOnlyList<ImageRow>> RowsAsync(Caller caller, IReadOnlyList<Image> found, CancellationToken cancellationToken)
    {
        // Who sends what into others' images is theirs to know.
        var unfinished = found.Where(image => image.Status is not (ImageStatus.Active or ImageStatus.Deactivated) && access.KnowsOf(caller, image.OwnerId)).Select(image => image.Id).ToList();
        var moving = unfinished.Count == 0 ? null : await progress.OfAsync(unfinished, cancellationToken);
        return [.. found.Select(image => ImageRow.Of(image, moving?.GetValueOrDefault(image.Id), ImageRights.Of(caller, image, access)))];
    }
}
