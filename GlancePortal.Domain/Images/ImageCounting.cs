using GlancePortal.Domain.Access;
using GlancePortal.Domain.Data;
using Microsoft.EntityFrameworkCore;

namespace GlancePortal.Domain.Images;

/// <summary>Counts the images of one search by what they are.</summary>
internal sealed class ImageCounting(PortalDb db, Caller caller, bool isAdmin, ImageFilter filter)
{
    /// <summary>One walk through what the caller sees, whatever the filter says of the fields that are counted: from its few numbers
    /// follow the total and the values of each facet as if the facet were not filtered by.</summary>
    public async Task<ImageCube> CubeAsync(CancellationToken cancellationToken)
    {
        var open = filter with { Visibilities = null, WithCommunity = false, Statuses = null, DiskFormats = null, ContainerFormats = null, OsDistros = null };
        var cells = new List<ImageCell>();
        if (isAdmin && !db.CountsInOrder)
        {
            return new ImageCube(await AllCellsAsync(open with { WithCommunity = true }, cancellationToken), filter);
        }

        foreach (var part in ImageScope.Parts(db, caller, isAdmin, open))
        {
            cells.AddRange(await Cells(db.Counted(part.Matching(db, open)), isForeignCommunity: false).ToListAsync(cancellationToken));
        }

        cells.AddRange(await Cells(db.Counted(ImageScope.ForeignCommunity(db, caller).Matching(db, open)), isForeignCommunity: true).ToListAsync(cancellationToken));
        return new ImageCube(cells, filter);
    }

    public async Task<IReadOnlyList<FacetCount>> TagsAsync(CancellationToken cancellationToken)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var part in ImageScope.Parts(db, caller, isAdmin, filter))
        {
            // Sets of tags are far fewer than images.
            await foreach (var set in TagSets(db, part.Matching(db, filter)).AsAsyncEnumerable().WithCancellation(cancellationToken))
            {
                foreach (var tag in ImageSearchFields.TagsOf(set.Tags))
                {
                    counts[tag] = counts.GetValueOrDefault(tag) + set.Count;
                }
            }
        }

        return ImageCube.Largest(counts.Select(pair => new FacetCount(pair.Key, pair.Value)));
    }

    public async Task<IReadOnlyList<FacetCount>> OwnersAsync(CancellationToken cancellationToken)
    {
        var open = filter with { OwnerId = null };
        var counts = new List<FacetCount>();
        foreach (var part in ImageScope.Parts(db, caller, isAdmin, open))
        {
            counts.AddRange(await db.Counted(part.Matching(db, open)).GroupBy(image => image.OwnerId)
                .Select(group => new FacetCount(group.Key, group.Count())).ToListAsync(cancellationToken));
        }

        return ImageCube.Largest(counts.GroupBy(count => count.Value).Select(group => new FacetCount(group.Key, group.Sum(count => count.Count))));
    }

    internal static IQueryable<ImageCell> Cells(IQueryable<Image> images, bool isForeignCommunity) => images
        .GroupBy(image => new { image.Status, image.Visibility, image.DiskFormat, image.ContainerFormat, image.OsDistro })
        .Select(group => new ImageCell(
            group.Key.Status, group.Key.Visibility, group.Key.DiskFormat, group.Key.ContainerFormat, group.Key.OsDistro, isForeignCommunity, group.Count()));

    internal static IQueryable<TagSetCount> TagSets(PortalDb db, IQueryable<Image> images)
    {
        images = db.Counted(images).Where(image => image.TagSet != null);
        if (!db.CountsInOrder)
        {
            return images.GroupBy(image => image.TagSet!).Select(group => new TagSetCount(group.Key, group.Count()));
        }

        // First in the order of the index, which needs no sorting; what is left is a fraction of the images.
        return images.GroupBy(image => new { image.Status, image.Visibility, image.DiskFormat, image.ContainerFormat, image.OsDistro, image.TagSet })
            .Select(group => new { group.Key.TagSet, Count = group.Count() })
            .GroupBy(cell => cell.TagSet!)
            .Select(group => new TagSetCount(group.Key, group.Sum(cell => cell.Count)));
    }

    // The table has to be read from end to end: once for those that a list shows and those that it only shows when asked to.
    private Task<List<ImageCell>> AllCellsAsync(ImageFilter open, CancellationToken cancellationToken)
    {
        var project = caller.ProjectId;
        return ImageScope.Parts(db, caller, isAdmin, open)[0].Matching(db, open)
            .GroupBy(image => new
            {
                image.Status, image.Visibility, image.DiskFormat, image.ContainerFormat, image.OsDistro,
                IsForeign = image.Visibility == ImageVisibility.Community && (project == null || image.OwnerId != project),
            })
            .Select(group => new ImageCell(
                group.Key.Status, group.Key.Visibility, group.Key.DiskFormat, group.Key.ContainerFormat, group.Key.OsDistro, group.Key.IsForeign, group.Count()))
            .ToListAsync(cancellationToken);
    }
}

/// <summary>How many images have the same tags.</summary>
internal sealed record TagSetCount(string Tags, int Count);
