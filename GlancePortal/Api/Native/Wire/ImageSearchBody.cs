using GlancePortal.Domain.Images;

namespace GlancePortal.Api.Native.Wire;

/// <summary>What a search found.</summary>
/// <param name="Images">The page.</param>
/// <param name="Total">Images that match, on all pages.</param>
/// <param name="Next">The cursor of the next page; null on the last one.</param>
/// <param name="Facets">Counts by facet, as far as they were asked for.</param>
internal sealed record ImageSearchBody(
    IReadOnlyList<ImageBody> Images, int Total, string? Next, IReadOnlyDictionary<string, IReadOnlyList<FacetBody>> Facets);

/// <summary>A value of a facet; null stands for images without one.</summary>
internal sealed record FacetBody(string? Value, int Count);

/// <summary>What a cursor holds.</summary>
internal sealed record CursorBody(Guid Id, DateTimeOffset CreatedAt, string? Key, ImageSortKey Sort, bool Descending);
