using System.Text.Json;
using GlancePortal.Api.OpenApi;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Metadefs;

namespace GlancePortal.Api.V2.Metadefs;

/// <summary>Reads which page of a list is wanted, and writes where the others are. What else a query says means nothing, as in Glance.</summary>
internal static class MetadefPageQuery
{
    private const int DefaultLimit = 25;
    private const int MaxLimit = 1000;

    private static readonly Dictionary<string, MetadefSortKey> NamespaceKeys = new(StringComparer.Ordinal)
    {
        ["created_at"] = MetadefSortKey.CreatedAt,
        ["updated_at"] = MetadefSortKey.UpdatedAt,
        ["namespace"] = MetadefSortKey.Name,
        ["display_name"] = MetadefSortKey.DisplayName,
        ["visibility"] = MetadefSortKey.Visibility,
        ["protected"] = MetadefSortKey.Protected,
        ["owner"] = MetadefSortKey.Owner,
    };

    private static readonly Dictionary<string, MetadefSortKey> PartKeys = new(StringComparer.Ordinal)
    {
        ["created_at"] = MetadefSortKey.CreatedAt,
        ["updated_at"] = MetadefSortKey.UpdatedAt,
        ["name"] = MetadefSortKey.Name,
    };

    /// <summary>The query of a list of namespaces, in words.</summary>
    public static OperationDescription OfNamespaces(OperationDescription it) =>
        Describe(it, $"Namespaces of the page, at most {MaxLimit}; {DefaultLimit} unless said.", NamespaceKeys, descending: true)
            .Query("resource_types", "Only those for one of these types of resources, separated by commas.")
            .Query("visibility", "Only these.", Shapes.OneOf("public", "private"));

    /// <summary>The query of a list of parts, in words.</summary>
    public static OperationDescription OfParts(OperationDescription it, bool descending) =>
        Describe(it, "How many at most; all unless said.", PartKeys, descending);

    /// <summary>A page of namespaces: the newest first unless said otherwise, and never all of them.</summary>
    public static MetadefPageRequest OfNamespaces(HttpRequest request)
    {
        var page = Read(request, NamespaceKeys, descending: true);
        return page with { Limit = Math.Min(page.Limit ?? DefaultLimit, MaxLimit) };
    }

    /// <summary>A page of parts: all of them unless a limit is given.</summary>
    public static MetadefPageRequest OfParts(HttpRequest request, bool descending) => Read(request, PartKeys, descending);

    public static MetadefFilter Filter(HttpRequest request) => new()
    {
        Visibility = Value(request, "visibility") switch
        {
            null => null,
            "public" => MetadefVisibility.Public,
            "private" => MetadefVisibility.Private,
            _ => throw Wrong("visibility", "must be public or private"),
        },
        ResourceTypes = Value(request, "resource_types")?.Split(','),
    };

    /// <summary>The last value of a parameter; null when it is not given.</summary>
    public static string? Value(HttpRequest request, string name)
    {
        var value = request.Query[name].LastOrDefault();
        return value?.Contains('\0', StringComparison.Ordinal) == true ? throw Wrong(name, "must not have a zero character") : value;
    }

    public static void WriteLinks(Utf8JsonWriter json, HttpRequest request, string? next, string schema)
    {
        var first = PageLinks.First(request.Path.ToUriComponent(), request.QueryString.Value);
        json.WriteString("first", first);
        if (next is not null)
        {
            json.WriteString("next", PageLinks.Next(first, next));
        }

        json.WriteString("schema", $"{Wire.MetadefBodyWriter.Schemas}/{schema}");
    }

    private static OperationDescription Describe(
        OperationDescription it, string limit, Dictionary<string, MetadefSortKey> keys, bool descending) => it
        .Query("limit", limit, Shapes.Integer)
        .Query("marker", "Name of the last one of the page before.")
        .Query("sort_key", "created_at unless said.", Shapes.OneOf(keys.Keys))
        .Query("sort_dir", $"{(descending ? "desc" : "asc")} unless said.", Shapes.OneOf("asc", "desc"));

    private static MetadefPageRequest Read(HttpRequest request, Dictionary<string, MetadefSortKey> keys, bool descending) => new()
    {
        Marker = Value(request, "marker"),
        Limit = Value(request, "limit") is { } limit ? (int)Math.Min(int.MaxValue, QueryValues.Count("limit", limit)) : null,
        SortKey = keys.TryGetValue(Value(request, "sort_key") ?? "created_at", out var key)
            ? key
            : throw Wrong("sort_key", $"must be one of {string.Join(", ", keys.Keys)}"),
        Descending = Value(request, "sort_dir") switch
        {
            null => descending,
            "asc" => false,
            "desc" => true,
            _ => throw Wrong("sort_dir", "must be asc or desc"),
        },
    };

    private static InvalidInputException Wrong(string name, string reason) => new($"Query parameter {name} {reason}.", "query.invalid");
}
