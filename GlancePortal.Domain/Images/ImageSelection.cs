using GlancePortal.Domain.Access;
using GlancePortal.Domain.Data;

namespace GlancePortal.Domain.Images;

/// <summary>Decides how the first images of a list are found. SQLite does not know how many images a condition leaves, so it is asked before:
/// where one leaves few, they are fetched and sorted; otherwise an index is walked in the asked order until there are enough.</summary>
/// <param name="db">The records.</param>
/// <param name="access">Who sees what.</param>
internal sealed class ImageSelection(PortalDb db, ImageAccess access)
{
    private const int FewTogether = 150;

    /// <summary>The images that match and come after the marker, in parts of which each is to be ordered and cut by itself.</summary>
    public async Task<IReadOnlyList<IQueryable<Image>>> PartsAsync(
        Caller caller, ImageFilter filter, IReadOnlyList<ImageSort> order, Image? marker, CancellationToken cancellationToken)
    {
        var sources = ImageFilters.Sources(db, filter).ToList();
        if (await FewAsync(sources, cancellationToken) is { } few)
        {
            return [Few(caller, filter, few).After(marker, order)];
        }

        if (sources.Count > 1 && !access.IsAdmin(caller) && await LeaveFewAsync(caller, filter, sources, cancellationToken))
        {
            return [.. Scanned(caller, filter).Select(part => db.Fetched(part).After(marker, order))];
        }

        var isByCreation = order[0].Key == ImageSortKey.CreatedAt;
        return isByCreation || (!access.IsAdmin(caller) && await ImageScope.IsSmallAsync(db, caller, filter, cancellationToken))
            ? [.. ImageScope.Parts(db, caller, access.IsAdmin(caller), filter).Select(part => part.MatchingInTurn(db, filter).After(marker, order))]
            : [.. Walk(caller, filter, order, marker)];
    }

    /// <summary>The same where so few match that a walk could go far to find them.</summary>
    public async Task<IReadOnlyList<IQueryable<Image>>> FewPartsAsync(
        Caller caller, ImageFilter filter, IReadOnlyList<ImageSort> order, Image? marker, CancellationToken cancellationToken) =>
        await FewAsync(ImageFilters.Sources(db, filter), cancellationToken) is { } few
            ? [Few(caller, filter, few).After(marker, order)]
            : [.. Scanned(caller, filter).Select(part => db.Fetched(part).After(marker, order))];

    /// <summary>Looks at the images of a source that has few.</summary>
    internal IQueryable<Image> Few(Caller caller, ImageFilter filter, IQueryable<Guid> source) =>
        ImageScope.Whole(db, caller, access.IsAdmin(caller), filter).Where(image => source.Contains(image.Id)).MatchingInTurn(db, filter);

    /// <summary>Walks all images in order.</summary>
    internal IEnumerable<IQueryable<Image>> Walk(Caller caller, ImageFilter filter, IReadOnlyList<ImageSort> order, Image? marker) =>
        ImageScope.Whole(db, caller, access.IsAdmin(caller), filter).MatchingInTurn(db, filter).RangesAfter(marker, order);

    // A page of what conditions leave together that each leave many: a walk would look at nearly all that a member sees.
    private Task<bool> LeaveFewAsync(Caller caller, ImageFilter filter, IEnumerable<ImageSource> sources, CancellationToken cancellationToken) =>
        ImageSource.Of(
            Scanned(caller, filter).Select(part => part.Select(image => image.Id)).Aggregate((one, other) => one.Concat(other)),
            "together", sources.Select(source => source.Condition).Prepend(caller.ProjectId))
        .HasFewAsync(db, FewTogether, cancellationToken);

    // As a search counts them: one look at each, at less than a walk reads.
    private IEnumerable<IQueryable<Image>> Scanned(Caller caller, ImageFilter filter) =>
        ImageScope.Parts(db, caller, access.IsAdmin(caller), filter).Select(part => db.Counted(part.MatchingInTurn(db, filter)));

    private async Task<IQueryable<Guid>?> FewAsync(IEnumerable<ImageSource> sources, CancellationToken cancellationToken)
    {
        foreach (var source in sources)
        {
            if (await source.HasFewAsync(db, cancellationToken))
            {
                return source.Images;
            }
        }

        return null;
    }
}
