namespace GlancePortal.Domain.Images;

/// <summary>How many images agree in all that is counted together.</summary>
internal sealed record ImageCell(
    ImageStatus Status, ImageVisibility Visibility, string? DiskFormat, string? ContainerFormat, string? OsDistro, bool IsForeignCommunity, int Count)
{
    public string? ValueOf(ImageFacet facet) => facet switch
    {
        ImageFacet.Status => Status.ToString(),
        ImageFacet.Visibility => Visibility.ToString(),
        ImageFacet.DiskFormat => DiskFormat,
        ImageFacet.ContainerFormat => ContainerFormat,
        _ => OsDistro,
    };
}

/// <summary>Those numbers of all that the caller sees, seen through a filter.</summary>
internal sealed class ImageCube(IReadOnlyList<ImageCell> cells, ImageFilter filter)
{
    private static readonly ImageFacet[] Dimensions =
        [ImageFacet.Status, ImageFacet.Visibility, ImageFacet.DiskFormat, ImageFacet.ContainerFormat, ImageFacet.OsDistro];

    /// <summary>Images that match the whole filter.</summary>
    public int Total => cells.Where(cell => Dimensions.All(facet => Allows(facet, cell))).Sum(cell => cell.Count);

    /// <summary>The values of a facet, each with the number of images that would match if the filter asked for it there.</summary>
    public IReadOnlyList<FacetCount> Values(ImageFacet facet) => Largest(cells
        .Where(cell => Dimensions.All(other => other == facet || Allows(other, cell)))
        .GroupBy(cell => cell.ValueOf(facet))
        .Select(group => new FacetCount(group.Key, group.Sum(cell => cell.Count))));

    /// <summary>The most frequent ones, in a fixed order.</summary>
    public static IReadOnlyList<FacetCount> Largest(IEnumerable<FacetCount> counts) =>
        [.. counts.OrderByDescending(count => count.Count).ThenBy(count => count.Value, StringComparer.Ordinal).Take(ImageSearch.FacetValues)];

    private bool Allows(ImageFacet facet, ImageCell cell) => facet switch
    {
        ImageFacet.Status => filter.Statuses?.Contains(cell.Status) ?? true,
        ImageFacet.Visibility => filter.Visibilities?.Contains(cell.Visibility) ?? (filter.WithCommunity || !cell.IsForeignCommunity),
        ImageFacet.DiskFormat => filter.DiskFormats?.Contains(cell.DiskFormat) ?? true,
        ImageFacet.ContainerFormat => filter.ContainerFormats?.Contains(cell.ContainerFormat) ?? true,
        _ => filter.OsDistros?.Contains(cell.OsDistro) ?? true,
    };
}
