using GlancePortal.Domain.Access;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Errors;
using Microsoft.EntityFrameworkCore;

namespace GlancePortal.Domain.Images;

/// <summary>Finds images by what is known of them, and counts them by facets, all in the database.</summary>
/// <param name="db">The records.</param>
/// <param name="permits">What the operator allows.</param>
/// <param name="queries">Loads the page.</param>
public sealed class ImageSearch(PortalDb db, ImagePermits permits, ImageQueries queries)
{
    /// <summary>Values of a facet at most.</summary>
    public const int FacetValues = 100;

    // A walk in the asked order meets so few late. They can all be at its end, too: names begin with what is searched for. Times hardly have to do with it.
    private const int FewByTime = 500, FewByOthers = 4000;

    private readonly ImageAccess _access = permits.Access;
    private readonly ImageSelection _selection = new(db, permits.Access);

    /// <summary>Searches among the images that the caller sees.</summary>
    /// <exception cref="ForbiddenException">The caller may not list images. Answered 403.</exception>
    /// <exception cref="InvalidInputException">The place is none of this order, or facets cannot be counted. Answered 400.</exception>
    public async Task<ImageSearchResult> RunAsync(Caller caller, ImageSearchRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(request);
        _access.RequireRead(caller);
        if (queries.AsksForHidden(caller, request.Filter))
        {
            return new ImageSearchResult([], 0, null, request.Facets.Distinct().ToDictionary(facet => facet, IReadOnlyList<FacetCount> (_) => []));
        }

        var (places, total, facets) = _access.FiltersLists(caller)
            ? await SeenAsync(caller, request, cancellationToken)
            : await FoundAsync(caller, request, cancellationToken);
        var hasMore = places.Count > request.Limit;
        places = [.. places.Take(request.Limit)];
        List<Guid> ids = [.. places.Select(place => place.Id)];
        var images = (await queries.LoadForAsync(caller, ids, cancellationToken)).ToDictionary(image => image.Id);
        List<Image> found = [.. ids.Where(images.ContainsKey).Select(id => images[id])];
        return new ImageSearchResult(found, total, hasMore && places.Count > 0 ? ImagePlaces.Of(places[^1], request.Sort.Key) : null, facets);
    }

    /// <summary>Ids of the first images that match, without counting the others.</summary>
    /// <exception cref="ForbiddenException">The caller may not list images. Answered 403.</exception>
    public async Task<IReadOnlyList<Guid>> IdsAsync(Caller caller, ImageFilter filter, int take, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(filter);
        _access.RequireRead(caller);
        var request = new ImageSearchRequest { Filter = filter, Limit = take - 1 };
        return queries.AsksForHidden(caller, filter) ? []
            : _access.FiltersLists(caller) ? [.. (await SeenAsync(caller, request, cancellationToken)).Places.Select(place => place.Id)]
            : await (await PageAsync(caller, request, cancellationToken)).Select(image => image.Id).ToListAsync(cancellationToken);
    }

    /// <summary>The page as a query, with one image more where others follow.</summary>
    private async Task<IQueryable<Image>> PageAsync(Caller caller, ImageSearchRequest request, CancellationToken cancellationToken) =>
        (await InOrderAsync(caller, request, End(request), cancellationToken)).Skip(request.Offset);

    private async Task<IQueryable<Image>> InOrderAsync(Caller caller, ImageSearchRequest request, int count, CancellationToken cancellationToken) =>
        ImageQueries.First(await _selection.PartsAsync(caller, request.Filter, Order(request), After(request), cancellationToken), Order(request), count);

    private async Task<IQueryable<Image>> FewPageAsync(Caller caller, ImageSearchRequest request, CancellationToken cancellationToken) =>
        ImageQueries.First(
            await _selection.FewPartsAsync(caller, request.Filter, Order(request), After(request), cancellationToken), Order(request), End(request))
        .Skip(request.Offset);

    private static IReadOnlyList<ImageSort> Order(ImageSearchRequest request) => ImageOrder.Total([request.Sort], request.Sort.Descending);

    private static Image? After(ImageSearchRequest request) => request.After is { } place ? ImagePlaces.ToMarker(place, request.Sort.Key) : null;

    private static int End(ImageSearchRequest request) => request.Offset + request.Limit + 1;

    private async Task<(IReadOnlyList<Image> Places, int Total, IReadOnlyDictionary<ImageFacet, IReadOnlyList<FacetCount>> Facets)> FoundAsync(
        Caller caller, ImageSearchRequest request, CancellationToken cancellationToken)
    {
        var (total, facets) = await CountAsync(caller, request, cancellationToken);
        var few = request.Sort.Key is ImageSortKey.CreatedAt or ImageSortKey.UpdatedAt ? FewByTime : FewByOthers;
        var page = total > few
            ? await PageAsync(caller, request, cancellationToken)
            : await FewPageAsync(caller, request, cancellationToken);
        // With the place of each: an image that changes before it is loaded has another one by then.
        return (total == 0 ? [] : await page.Select(ImagePlaces.Fields).ToListAsync(cancellationToken), total, facets);
    }

    // A rule of the operator's own decides, which no query knows: what is found is asked about one by one, and cannot be counted by facets.
    private async Task<(IReadOnlyList<Image> Places, int Total, IReadOnlyDictionary<ImageFacet, IReadOnlyList<FacetCount>> Facets)> SeenAsync(
        Caller caller, ImageSearchRequest request, CancellationToken cancellationToken)
    {
        if (request.Facets.Count > 0)
        {
            throw new InvalidInputException("Facets cannot be counted while the operator has a get_image rule of their own.", "query.facets_off");
        }

        var (ids, rest) = await queries.SeenIdsAsync(
            caller, await InOrderAsync(caller, request, int.MaxValue, cancellationToken), request.Offset, request.Limit + 1, cancellationToken);
        var total = request.After is null
            ? rest
            : (await queries.SeenIdsAsync(
                caller, await InOrderAsync(caller, request with { After = null }, int.MaxValue, cancellationToken), 0, 0, cancellationToken)).Total;
        var places = await db.Images.AsNoTracking().Where(image => ids.Contains(image.Id)).Select(ImagePlaces.Fields).ToDictionaryAsync(image => image.Id, cancellationToken);
        return ([.. ids.Where(places.ContainsKey).Select(id => places[id])], total, new Dictionary<ImageFacet, IReadOnlyList<FacetCount>>());
    }

    private async Task<(int Total, IReadOnlyDictionary<ImageFacet, IReadOnlyList<FacetCount>> Facets)> CountAsync(
        Caller caller, ImageSearchRequest request, CancellationToken cancellationToken)
    {
        var facets = new Dictionary<ImageFacet, IReadOnlyList<FacetCount>>();
        if (request.Facets.Count == 0)
        {
            return (await TotalAsync(caller, request.Filter, cancellationToken), facets);
        }

        var counting = new ImageCounting(db, caller, _access.IsAdmin(caller), request.Filter);
        var cube = await counting.CubeAsync(cancellationToken);
        foreach (var facet in request.Facets.Distinct())
        {
            facets[facet] = facet switch
            {
                ImageFacet.Tag => await counting.TagsAsync(cancellationToken),
                ImageFacet.OsDistro when !permits.ViewOf(caller).Shows(ImageSearchFields.Distro) => [],
                ImageFacet.Owner => await counting.OwnersAsync(cancellationToken),
                _ => cube.Values(facet),
            };
        }

        return (cube.Total, facets);
    }

    private async Task<int> TotalAsync(Caller caller, ImageFilter filter, CancellationToken cancellationToken)
    {
        var total = 0;
        foreach (var part in ImageScope.Parts(db, caller, _access.IsAdmin(caller), filter))
        {
            total += await db.Counted(part.Matching(db, filter)).CountAsync(cancellationToken);
        }

        return total;
    }
}
