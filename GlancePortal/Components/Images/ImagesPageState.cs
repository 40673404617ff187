using System.Globalization;
using System.Text;
using GlancePortal.Domain.Images;

namespace GlancePortal.Components.Images;

/// <summary>What the list shows. The address is the state: this reads it, writes it, and leaves defaults out.</summary>
public sealed record ImagesPageState
{
    public const int DefaultSize = 25;

    public static readonly IReadOnlyList<int> Sizes = [25, 50, 100];

    /// <summary>Statuses that a person meets in a list, in the order of an image's life.</summary>
    public static readonly IReadOnlyList<ImageStatus> FilterStatuses =
        [ImageStatus.Active, ImageStatus.Queued, ImageStatus.Saving, ImageStatus.Deactivated];

    public static readonly IReadOnlyList<ImageVisibility> FilterVisibilities =
        [ImageVisibility.Private, ImageVisibility.Shared, ImageVisibility.Public, ImageVisibility.Community];

    private static readonly IReadOnlyList<(ImageSortKey? Key, string Name)> SortNames =
    [
        (ImageSortKey.UpdatedAt, "updated"), (ImageSortKey.Name, "name"), (ImageSortKey.Status, "status"),
        (ImageSortKey.DiskFormat, "format"), (ImageSortKey.Size, "size"),
    ];

    public string Text { get; init; } = "";

    public IReadOnlyList<ImageStatus> Statuses { get; init; } = [];

    public IReadOnlyList<ImageVisibility> Visibilities { get; init; } = [];

    public ImageSortKey Order { get; init; } = ImageSortKey.UpdatedAt;

    public bool Descending { get; init; } = true;

    public int Page { get; init; } = 1;

    public int Size { get; init; } = DefaultSize;

    public bool IsFiltered => Text.Length > 0 || Statuses.Count > 0 || Visibilities.Count > 0;

    /// <summary>Reads an address's query; what makes no sense there is left at its default.</summary>
    public static ImagesPageState Parse(string? text, string? status, string? visibility, string? sort, int? page, int? size)
    {
        var order = SortNames.FirstOrDefault(known => known.Name == sort?.TrimStart('-')).Key is { } named ? named : (ImageSortKey?)null;
        return new ImagesPageState
        {
            Text = text?.Trim() ?? "",
            Statuses = List(status, FilterStatuses),
            Visibilities = List(visibility, FilterVisibilities),
            Order = order ?? ImageSortKey.UpdatedAt,
            Descending = order is null || sort!.StartsWith('-'),
            Page = page is > 0 and < 1_000_000 ? page.Value : 1,
            Size = size is { } rows && Sizes.Contains(rows) ? rows : DefaultSize,
        };
    }

    /// <summary>The query of the address, `?…` or empty.</summary>
    public string ToQuery()
    {
        var query = new StringBuilder();
        Add(query, "q", Text.Length > 0 ? Uri.EscapeDataString(Text) : null);
        Add(query, "status", Names(Statuses));
        Add(query, "visibility", Names(Visibilities));
        Add(query, "sort", Order == ImageSortKey.UpdatedAt && Descending ? null : (Descending ? "-" : "") + SortNames.First(known => known.Key == Order).Name);
        Add(query, "page", Page == 1 ? null : Page.ToString(CultureInfo.InvariantCulture));
        Add(query, "size", Size == DefaultSize ? null : Size.ToString(CultureInfo.InvariantCulture));
        return query.ToString();
    }

    /// <summary>Rows before the page.</summary>
    public int Offset => (Page - 1) * Size;

    public ImageSort Sort => new(Order, Descending);

    /// <summary>What to ask the records.</summary>
    public ImageFilter ToFilter() => new()
    {
        Text = Text,
        Statuses = Statuses.Count > 0 ? Statuses : null,
        Visibilities = Visibilities.Count > 0 ? Visibilities : null,
    };

    /// <summary>Another search starts at its first page, as every change of a filter does.</summary>
    public ImagesPageState WithText(string text) => this with { Text = text.Trim(), Page = 1 };

    public ImagesPageState Toggle(ImageStatus status) => this with { Statuses = Toggled(Statuses, status, FilterStatuses), Page = 1 };

    public ImagesPageState Toggle(ImageVisibility visibility) =>
        this with { Visibilities = Toggled(Visibilities, visibility, FilterVisibilities), Page = 1 };

    /// <summary>Sorts by a column; the same one again turns the order round. Times and sizes begin with the greatest.</summary>
    public ImagesPageState SortBy(ImageSortKey order) => this with
    {
        Order = order,
        Descending = order == Order ? !Descending : order is ImageSortKey.UpdatedAt or ImageSortKey.Size,
        Page = 1,
    };

    public ImagesPageState GoTo(int page) => this with { Page = page };

    public ImagesPageState WithSize(int size) => this with { Size = size, Page = 1 };

    public ImagesPageState Cleared() => this with { Text = "", Statuses = [], Visibilities = [], Page = 1 };

    public bool Equals(ImagesPageState? other) => other is not null && ToQuery() == other.ToQuery();

    public override int GetHashCode() => ToQuery().GetHashCode(StringComparison.Ordinal);

    private static void Add(StringBuilder query, string name, string? value)
    {
        if (value is not null)
        {
            query.Append(query.Length == 0 ? '?' : '&').Append(name).Append('=').Append(value);
        }
    }

    private static string? Names<T>(IReadOnlyList<T> values)
        where T : struct, Enum => values.Count == 0 ? null : string.Join(',', values.Select(Name));

    private static string Name<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static List<T> List<T>(string? names, IReadOnlyList<T> known)
        where T : struct, Enum
    {
        var asked = names?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
        return [.. known.Where(value => asked.Contains(Name(value), StringComparer.OrdinalIgnoreCase))];
    }

    private static List<T> Toggled<T>(IReadOnlyList<T> values, T value, IReadOnlyList<T> known)
        where T : struct, Enum => [.. known.Where(one => values.Contains(one) != one.Equals(value))];
}
