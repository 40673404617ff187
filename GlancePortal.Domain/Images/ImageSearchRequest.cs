namespace GlancePortal.Domain.Images;

/// <summary>What a search counts by.</summary>
public enum ImageFacet
{
    /// <summary>The status.</summary>
    Status,

    /// <summary>The visibility.</summary>
    Visibility,

    /// <summary>The disk format.</summary>
    DiskFormat,

    /// <summary>The container format.</summary>
    ContainerFormat,

    /// <summary>The property os_distro.</summary>
    OsDistro,

    /// <summary>A tag; an image counts for each of its tags.</summary>
    Tag,

    /// <summary>The project that owns it.</summary>
    Owner,
}

/// <summary>A search: which images, in which order, which part of them, and what to count.</summary>
public sealed record ImageSearchRequest
{
    /// <summary>Which images.</summary>
    public ImageFilter Filter { get; init; } = new();

    /// <summary>In which order.</summary>
    /// <value>Latest change first unless set.</value>
    public ImageSort Sort { get; init; } = new(ImageSortKey.UpdatedAt, Descending: true);

    /// <summary>The place after which the page begins; null for the first one.</summary>
    public ImagePlace? After { get; init; }

    /// <summary>Images between that place and the page.</summary>
    public int Offset { get; init; }

    /// <summary>Images of the page at most.</summary>
    public int Limit { get; init; } = 25;

    /// <summary>What to count.</summary>
    public IReadOnlyCollection<ImageFacet> Facets { get; init; } = [];
}

/// <summary>What a search found.</summary>
/// <param name="Images">The page, with properties, tags and locations.</param>
/// <param name="Total">Images that match, on all pages.</param>
/// <param name="Next">The place of the last one, if others follow it.</param>
/// <param name="Facets">Counts by facet, the most frequent values first and at most <see cref="ImageSearch.FacetValues"/>.</param>
public sealed record ImageSearchResult(
    IReadOnlyList<Image> Images, int Total, ImagePlace? Next, IReadOnlyDictionary<ImageFacet, IReadOnlyList<FacetCount>> Facets);

/// <summary>How many images have a value.</summary>
/// <param name="Value">The value in the words of the records; null where there is none.</param>
/// <param name="Count">Images that would be found with this value in place of what the filter says of its facet.</param>
public sealed record FacetCount(string? Value, int Count);

/// <summary>The place of an image in an order. It stays one when the image changes or is deleted.</summary>
/// <param name="Id">Its id.</param>
/// <param name="CreatedAt">When it was made (UTC).</param>
/// <param name="Key">What it is sorted by, as text; null where that is nothing.</param>
public sealed record ImagePlace(Guid Id, DateTimeOffset CreatedAt, string? Key);
