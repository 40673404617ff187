using GlancePortal.Domain.Errors;

namespace GlancePortal.Domain.Metadefs;

/// <summary>What a list of definitions can be sorted by.</summary>
public enum MetadefSortKey
{
    /// <summary>When it was made.</summary>
    CreatedAt,

    /// <summary>When it last changed.</summary>
    UpdatedAt,

    /// <summary>Name.</summary>
    Name,

    /// <summary>Name for people; of namespaces only.</summary>
    DisplayName,

    /// <summary>Who sees it; of namespaces only.</summary>
    Visibility,

    /// <summary>Whether deletion is refused; of namespaces only.</summary>
    Protected,

    /// <summary>Project that owns it; of namespaces only.</summary>
    Owner,
}

/// <summary>Which namespaces.</summary>
public sealed record MetadefFilter
{
    /// <summary>Who sees them; null means whoever.</summary>
    public MetadefVisibility? Visibility { get; init; }

    /// <summary>For at least one of these types of resources; null means for whatever.</summary>
    public IReadOnlyList<string>? ResourceTypes { get; init; }
}

/// <summary>A page that follows a marker.</summary>
public sealed record MetadefPageRequest
{
    /// <summary>Name of the last one of the page before; null for the first page.</summary>
    public string? Marker { get; init; }

    /// <summary>How many at most; null means all.</summary>
    public int? Limit { get; init; }

    /// <summary>In which order; when it was made decides what that leaves open.</summary>
    public MetadefSortKey SortKey { get; init; }

    /// <summary>Largest first.</summary>
    public bool Descending { get; init; }
}

/// <summary>A page of a list.</summary>
/// <param name="Items">What is on it.</param>
/// <param name="Next">Marker of the page after; null when this one is not full.</param>
public sealed record MetadefPage<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>Orders lists and cuts pages out of them.</summary>
internal static class MetadefOrder
{
    public static MetadefPage<MetadefNamespace> Page(IEnumerable<MetadefNamespace> rows, MetadefPageRequest request, string kind) =>
        Cut(InOrder(rows, request.Descending, request.SortKey switch
        {
            MetadefSortKey.UpdatedAt => row => row.UpdatedAt,
            MetadefSortKey.Name => row => row.Name,
            MetadefSortKey.DisplayName => row => row.DisplayName,
            MetadefSortKey.Visibility => row => row.Visibility == MetadefVisibility.Public ? "public" : "private",
            MetadefSortKey.Protected => row => row.Protected,
            MetadefSortKey.Owner => row => row.OwnerId,
            _ => row => row.CreatedAt,
        }, row => row.CreatedAt, row => row.Id), row => row.Name, request, kind);

    public static MetadefPage<T> Page<T>(IEnumerable<T> parts, MetadefPageRequest request, string kind)
        where T : MetadefPart =>
        Cut(InOrder(parts, request.Descending, request.SortKey switch
        {
            MetadefSortKey.CreatedAt => part => part.CreatedAt,
            MetadefSortKey.UpdatedAt => part => part.UpdatedAt,
            MetadefSortKey.Name => part => part.Name,
            _ => throw new InvalidInputException("Only namespaces have this key to sort by.", "query.invalid"),
        }, part => part.CreatedAt, part => part.Id), part => part.Name, request, kind);

    private static List<T> InOrder<T>(
        IEnumerable<T> rows, bool descending, Func<T, IComparable?> key, Func<T, DateTimeOffset> createdAt, Func<T, long> id)
    {
        var order = Comparer<IComparable?>.Create((one, other) => one is string or null && other is string or null
            ? string.CompareOrdinal(one as string, other as string)
            : Comparer<IComparable>.Default.Compare(one, other));
        var ordered = rows.OrderBy(key, order).ThenBy(createdAt).ThenBy(id).ToList();
        if (descending)
        {
            ordered.Reverse();
        }

        return ordered;
    }

    private static MetadefPage<T> Cut<T>(List<T> rows, Func<T, string> name, MetadefPageRequest request, string kind)
    {
        var start = 0;
        if (request.Marker is { } marker)
        {
            start = rows.FindIndex(row => name(row) == marker) + 1;
            if (start == 0)
            {
                throw new NotFoundException(kind, marker);
            }
        }

        var items = rows.Skip(start).Take(request.Limit ?? int.MaxValue).ToList();
        return new MetadefPage<T>(items, items.Count > 0 && items.Count == request.Limit ? name(items[^1]) : null);
    }
}
