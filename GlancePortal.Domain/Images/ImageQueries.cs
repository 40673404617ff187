using GlancePortal.Domain.Access;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Errors;
using Microsoft.EntityFrameworkCore;

namespace GlancePortal.Domain.Images;

/// <summary>Finds images that a caller sees.</summary>
/// <param name="db">The records.</param>
/// <param name="permits">What the operator allows.</param>
public sealed class ImageQueries(PortalDb db, ImagePermits permits)
{
    private readonly ImageAccess _access = permits.Access;
    private readonly ImageSelection _selection = new(db, permits.Access);

    /// <summary>The image with the properties that the caller sees, its tags and locations.</summary>
    /// <exception cref="NotFoundException">No such image that the caller sees. Answered 404.</exception>
    public async Task<Image> ShowAsync(Caller caller, Guid id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var image = await db.FindVisibleAsync(_access, caller, id, cancellationToken);
        return (await LoadForAsync(caller, [image.Id], cancellationToken)).SingleOrDefault() ?? throw new NotFoundException("image", id.ToString());
    }

    /// <summary>Id and version of the image: enough for who keeps texts of that version.</summary>
    /// <exception cref="NotFoundException">No such image that the caller sees. Answered 404.</exception>
    public async Task<ImageKey> FindKeyAsync(Caller caller, Guid id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var image = await db.FindVisibleAsync(_access, caller, id, cancellationToken);
        return new ImageKey(image.Id, image.Version);
    }

    /// <summary>Ids and versions of a page that follows a marker.</summary>
    /// <exception cref="ForbiddenException">The caller may not list images. Answered 403.</exception>
    /// <exception cref="InvalidInputException">The marker is no image that the caller sees. Answered 400.</exception>
    public async Task<ImageKeyPage> ListKeysAsync(Caller caller, ImageListRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(request);
        _access.RequireRead(caller);
        var marker = request.Marker is { } id ? await MarkerAsync(caller, id, cancellationToken) : null;
        if (AsksForHidden(caller, request.Filter))
        {
            return new ImageKeyPage([], HasMore: false);
        }

        if (!_access.FiltersLists(caller))
        {
            var keys = await (await PageAsync(caller, request, marker, cancellationToken))
                .Select(image => new ImageKey(image.Id, image.Version)).ToListAsync(cancellationToken);
            return new ImageKeyPage(keys, HasMore: keys.Count > 0 && keys.Count == request.Limit);
        }

        var found = await (await PageAsync(caller, request, marker, cancellationToken)).Select(ListedImage.Of).ToListAsync(cancellationToken);
        var seen = found.Where(image => image.IsSeenBy(caller, _access)).Select(image => image.Key).ToList();
        return new ImageKeyPage(seen, HasMore: seen.Count > 0 && found.Count == request.Limit);
    }

    /// <summary>A page by its place in the list, with the length of the whole list.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="filter">Which images.</param>
    /// <param name="sort">In which order.</param>
    /// <param name="offset">Images before the page.</param>
    /// <param name="limit">Images of the page at most.</param>
    /// <param name="cancellationToken">Ends the queries.</param>
    /// <exception cref="ForbiddenException">The caller may not list images. Answered 403.</exception>
    public async Task<ImagePage> PageAsync(
        Caller caller, ImageFilter filter, ImageSort sort, int offset, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(sort);
        _access.RequireRead(caller);
        if (AsksForHidden(caller, filter))
        {
            return new ImagePage([], 0);
        }

        var order = ImageOrder.Total([sort], sort.Descending);
        var parts = await _selection.PartsAsync(caller, filter, order, marker: null, cancellationToken);
        var (ids, total) = _access.FiltersLists(caller)
            ? await SeenIdsAsync(caller, First(parts, order, int.MaxValue), offset, limit, cancellationToken)
            : await IdsAsync(parts, order, offset, limit, cancellationToken);
        var images = (await LoadForAsync(caller, ids, cancellationToken)).ToDictionary(image => image.Id);
        return new ImagePage([.. ids.Where(images.ContainsKey).Select(id => images[id])], total);
    }

    /// <summary>Which custom properties the caller sees of the images that <see cref="LoadAsync"/> gives.</summary>
    public PropertyView ViewOf(Caller caller) => permits.ViewOf(caller);

    /// <summary>Living images by id with all their properties, tags and locations, each as one version; without any check of access.</summary>
    /// <returns>In no order; those that are gone are left out.</returns>
    public async Task<IReadOnlyList<Image>> LoadAsync(IReadOnlyList<Guid> ids, CancellationToken cancellationToken)
    {
        var loaded = new List<Image>();
        while (ids.Count > 0)
        {
            var images = await db.Images.AsNoTracking().AsSplitQuery()
                .Include(image => image.Properties)
                .Include(image => image.Tags)
                .Include(image => image.Locations.OrderBy(location => location.Id))
                .Where(image => ids.Contains(image.Id) && image.DeletedAt == null).ToListAsync(cancellationToken);
            var versions = await db.Images.Where(image => ids.Contains(image.Id))
                .Select(image => new ImageKey(image.Id, image.Version)).ToDictionaryAsync(key => key.Id, key => key.Version, cancellationToken);

            // The parts were read after the image: if it changed meanwhile they may be of a later version.
            var (whole, torn) = (images.Where(IsCurrent), images.Where(image => !IsCurrent(image)));
            loaded.AddRange(whole);
            ids = [.. torn.Select(image => image.Id)];

            bool IsCurrent(Image image) => versions.TryGetValue(image.Id, out var version) && version == image.Version;
        }

        return loaded;
    }

    internal async Task<IQueryable<Image>> PageAsync(Caller caller, ImageListRequest request, Image? marker, CancellationToken cancellationToken)
    {
        var order = ImageOrder.Total(request.Sort, request.DescendingByDefault);
        return First(await _selection.PartsAsync(caller, request.Filter, order, marker, cancellationToken), order, request.Limit);
    }

    // What a caller does not see is not there: no image has it.
    internal bool AsksForHidden(Caller caller, ImageFilter filter)
    {
        var view = permits.ViewOf(caller);
        return filter.Properties.Any(property => !view.Shows(property.Key)) || (filter.OsDistros is not null && !view.Shows(ImageSearchFields.Distro));
    }

    /// <summary>Living images by id, with the properties that the caller sees; without any other check of access.</summary>
    internal async Task<IReadOnlyList<Image>> LoadForAsync(Caller caller, IReadOnlyList<Guid> ids, CancellationToken cancellationToken)
    {
        var images = await LoadAsync(ids, cancellationToken);
        Hide(caller, images);
        return images;
    }

    /// <summary>Takes away the properties that the caller does not see.</summary>
    internal void Hide(Caller caller, IReadOnlyList<Image> images)
    {
        var view = permits.ViewOf(caller);
        if (!view.IsWhole)
        {
            foreach (var image in images)
            {
                image.Properties.RemoveAll(property => !view.Shows(property.Name));
            }
        }
    }

    private static async Task<(IReadOnlyList<Guid> Ids, int Total)> IdsAsync(
        IReadOnlyList<IQueryable<Image>> parts, IReadOnlyList<ImageSort> order, int offset, int limit, CancellationToken cancellationToken)
    {
        var total = 0;
        foreach (var part in parts)
        {
            total += await part.CountAsync(cancellationToken);
        }

        return (await First(parts, order, offset + limit).Skip(offset).Select(image => image.Id).ToListAsync(cancellationToken), total);
    }

    // A rule of the operator's own decides, which no query knows: each image is asked about, in narrow rows.
    internal async Task<(IReadOnlyList<Guid> Ids, int Total)> SeenIdsAsync(
        Caller caller, IQueryable<Image> images, int offset, int limit, CancellationToken cancellationToken)
    {
        var (ids, total) = (new List<Guid>(), 0);
        await foreach (var image in images.Select(ListedImage.Of).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            if (image.IsSeenBy(caller, _access) && total++ >= offset && ids.Count < limit)
            {
                ids.Add(image.Key.Id);
            }
        }

        return (ids, total);
    }

    private async Task<Image> MarkerAsync(Caller caller, Guid id, CancellationToken cancellationToken)
    {
        try
        {
            return await db.FindVisibleAsync(_access, caller, id, cancellationToken);
        }
        catch (NotFoundException)
        {
            throw new InvalidInputException($"Invalid marker: image {id} could not be found.", "image.marker_unknown");
        }
    }

    // Each part gives its own first ones, in the order of an index; what is merged is never more than that.
    internal static IQueryable<Image> First(IEnumerable<IQueryable<Image>> parts, IReadOnlyList<ImageSort> order, int count)
    {
        var some = parts.ToList();
        return some is [var only]
            ? only.InOrder(order).Take(count)
            : some.Select(part => part.InOrder(order).Take(count)).Aggregate((one, other) => one.Concat(other)).InOrder(order).Take(count);
    }
}

/// <summary>An image in one version.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Version">Its version.</param>
public readonly record struct ImageKey(Guid Id, long Version);

/// <summary>A page of ids and versions.</summary>
/// <param name="Keys">The images that the caller sees.</param>
/// <param name="HasMore">Whether others may follow the last of them.</param>
public sealed record ImageKeyPage(IReadOnlyList<ImageKey> Keys, bool HasMore);

/// <summary>A page of images.</summary>
/// <param name="Images">With their properties, tags and locations.</param>
/// <param name="Total">How many the whole list has.</param>
public sealed record ImagePage(IReadOnlyList<Image> Images, int Total);

/// <summary>A page that follows a marker.</summary>
public sealed record ImageListRequest
{
    /// <summary>Which images.</summary>
    public ImageFilter Filter { get; init; } = new();

    /// <summary>In which order; time of creation and id decide what it leaves open.</summary>
    public IReadOnlyList<ImageSort> Sort { get; init; } = [];

    /// <summary>The direction of what <see cref="Sort"/> leaves open.</summary>
    /// <value>True unless set.</value>
    public bool DescendingByDefault { get; init; } = true;

    /// <summary>The last image of the page before; null for the first page.</summary>
    public Guid? Marker { get; init; }

    /// <summary>Images of the page at most.</summary>
    public int Limit { get; init; }
}
