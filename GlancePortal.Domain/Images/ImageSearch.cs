using GlancePortal.Domain.Access;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Errors;
using Microsoft.EntityFrameworkCore;

namespace GlancePortal.Domain.Images;

/// <summary>Finds images by what is known of them, and counts them by facets, all in the database.</summary>
/// <param name="db">The records.</param>
/// <param name="queries">Loads the page.</param>
public sealed class ImageSearch(PortalDb db, ImageQueries queries)
{
    /// <summary>Values of a facet at most.</summary>
    public const int FacetValues = 100;

    /// <summary>Searches among the images that the caller sees.</summary>
    /// <exception cref="ForbiddenException">The caller may not list images. Answered 403.</exception>
    /// <exception cref="InvalidInputException">The place is none of this order. Answered 400.</exception>
    public async Task<ImageSearchResult> RunAsync(Caller caller, ImageSearchRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(request);
        ImageAccess.RequireRead(caller);
        var page = Page(caller, request);
        var (total, facets) = await CountAsync(caller, request, cancellationToken);
        var ids = total == 0 ? [] : await page.ToListAsync(cancellationToken);
        var hasMore = ids.Count > request.Limit;
        ids = ids[..Math.Min(ids.Count, request.Limit)];
        var images = (await queries.LoadAsync(ids, cancellationToken)).ToDictionary(image => image.Id);
        List<Image> found = [.. ids.Where(images.ContainsKey).Select(id => images[id])];
        return new ImageSearchResult(found, total, hasMore && found.Count > 0 ? ImagePlaces.Of(found[^1], request.Sort.Key) : null, facets);
    }

    /// <summary>Ids of the first images that match, without counting the others.</summary>
    /// <exception cref="ForbiddenException">The caller may not list images. Answered 403.</exception>
    public async Task<IReadOnlyList<Guid>> IdsAsync(Caller caller, ImageFilter filter, int take, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(filter);
        ImageAccess.RequireRead(caller);
        return await Page(caller, new ImageSearchRequest { Filter = filter, Limit = take - 1 }).ToListAsync(cancellationToken);
    }

    /// <summary>The page as a query, with one image more where others follow.</summary>
    internal IQueryable<Guid> Page(Caller caller, ImageSearchRequest request)
    {
        var order = ImageOrder.Total([request.Sort], request.Sort.Descending);
        var after = request.After is { } place ? ImagePlaces.ToMarker(place, request.Sort.Key) : null;
        var parts = ImageScope.Parts(db, caller, request.Filter).Select(part => part.Matching(db, request.Filter).After(after, order));
        return ImageQueries.First(parts, order, request.Offset + request.Limit + 1).Skip(request.Offset).Select(image => image.Id);
    }

    private async Task<(int Total, IReadOnlyDictionary<ImageFacet, IReadOnlyList<FacetCount>> Facets)> CountAsync(
        Caller caller, ImageSearchRequest request, CancellationToken cancellationToken)
    {
        var facets = new Dictionary<ImageFacet, IReadOnlyList<FacetCount>>();
        if (request.Facets.Count == 0)
        {
            return (await TotalAsync(caller, request.Filter, cancellationToken), facets);
        }

        var counting = new ImageCounting(db, caller, request.Filter);
        var cube = await counting.CubeAsync(cancellationToken);
        foreach (var facet in request.Facets.Distinct())
        {
            facets[facet] = facet switch
            {
                ImageFacet.Tag => await counting.TagsAsync(cancellationToken),
                ImageFacet.Owner => await counting.OwnersAsync(cancellationToken),
                _ => cube.Values(facet),
            };
        }

        return (cube.Total, facets);
    }

    private async Task<int> TotalAsync(Caller caller, ImageFilter filter, CancellationToken cancellationToken)
    {
        var total = 0;
        foreach (var part in ImageScope.Parts(db, caller, filter))
        {
            total += await part.Matching(db, filter).CountAsync(cancellationToken);
        }

        return total;
    }
}
