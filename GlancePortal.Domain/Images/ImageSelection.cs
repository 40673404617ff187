using GlancePortal.Domain.Access;
using GlancePortal.Domain.Data;

namespace GlancePortal.Domain.Images;

/// <summary>Decides how the first images of a list are found. SQLite does not know how many images a condition leaves, so it is asked before:
/// where one leaves few, they are fetched and sorted; otherwise an index is walked in the asked order until there are enough.</summary>
/// <param name="db">The records.</param>
/// <param name="access">Who sees what.</param>
internal sealed class ImageSelection(PortalDb db, ImageAccess access)
{
    /// <summary>The images that match and come after the marker, in parts of which each is to be ordered and cut by itself.</summary>
    public async Task<IReadOnlyList<IQueryable<Image>>> PartsAsync(
        Caller caller, ImageFilter filter, IReadOnlyList<ImageSort> order, Image? marker, CancellationToken cancellationToken)
    {
        if (await FewAsync([.. ImageFilters.Sources(db, filter), .. ImageFilters.MoreSources(db, filter)], cancellationToken) is { } few)
        {
            return [Few(caller, filter, few).After(marker, order)];
        }

        var isByCreation = order[0].Key == ImageSortKey.CreatedAt;
        return isByCreation || (!access.IsAdmin(caller) && await ImageScope.IsSmallAsync(db, caller, filter, cancellationToken))
            ? [.. ImageScope.Parts(db, caller, access.IsAdmin(caller), filter).Select(part => part.MatchingInTurn(db, filter).After(marker, order))]
            : [.. Walk(caller, filter, order, marker)];
    }

    /// <summary>Looks at the images of a source that has few.</summary>
    internal IQueryable<Image> Few(Caller caller, ImageFilter filter, IQueryable<Guid> source) =>
        ImageScope.Whole(db, caller, access.IsAdmin(caller), filter).Where(image => source.Contains(image.Id)).MatchingInTurn(db, filter);

    /// <summary>Walks all images in order.</summary>
    internal IEnumerable<IQueryable<Image>> Walk(Caller caller, ImageFilter filter, IReadOnlyList<ImageSort> order, Image? marker) =>
        ImageScope.Whole(db, caller, access.IsAdmin(caller), filter).MatchingInTurn(db, filter).RangesAfter(marker, order);

    private static async Task<IQueryable<Guid>?> FewAsync(IReadOnlyList<IQueryable<Guid>> sources, CancellationToken cancellationToken)
    {
        foreach (var source in sources)
        {
            if (await source.AreFewAsync(cancellationToken))
            {
                return source;
            }
        }

        return null;
    }
}
