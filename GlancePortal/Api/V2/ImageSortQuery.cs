using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Images;

namespace GlancePortal.Api.V2;

/// <summary>Reads the order of a list: `sort=key:dir,…`, or `sort_key` and `sort_dir`, but not both.</summary>
internal sealed class ImageSortQuery
{
    private static readonly OrderedDictionary<string, ImageSortKey> Keys = new(StringComparer.Ordinal)
    {
        ["name"] = ImageSortKey.Name,
        ["status"] = ImageSortKey.Status,
        ["container_format"] = ImageSortKey.ContainerFormat,
        ["disk_format"] = ImageSortKey.DiskFormat,
        ["size"] = ImageSortKey.Size,
        ["id"] = ImageSortKey.Id,
        ["created_at"] = ImageSortKey.CreatedAt,
        ["updated_at"] = ImageSortKey.UpdatedAt,
    };

    private readonly List<ImageSortKey> _keys = [];
    private readonly List<bool> _descending = [];
    private List<ImageSort>? _sort;

    public bool Take(string name, string value)
    {
        switch (name)
        {
            case "sort_key":
                _keys.Add(Key(value));
                return true;
            case "sort_dir":
                _descending.Add(IsDescending(value));
                return true;
            case "sort":
                _sort = [.. value.Split(',').Select(One)];
                return true;
            default:
                return false;
        }
    }

    /// <summary>The given keys, and the direction of those that complete the order.</summary>
    public (IReadOnlyList<ImageSort> Sort, bool DescendingByDefault) Result()
    {
        if (_sort is not null)
        {
            return _keys.Count + _descending.Count == 0 ? (_sort, true) : throw Wrong("sort cannot be used with sort_key or sort_dir");
        }

        List<ImageSortKey> keys = _keys.Count == 0 ? [ImageSortKey.CreatedAt] : _keys;
        if (_descending.Count > 1 && _descending.Count != keys.Count)
        {
            throw Wrong("the number of sort_dir does not match that of sort_key");
        }

        var byDefault = _descending is [var only] ? only : true;
        return ([.. keys.Select((key, i) => new ImageSort(key, _descending.Count > 1 ? _descending[i] : byDefault))], byDefault);
    }

    private static ImageSort One(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0
            ? new ImageSort(Key(text.Trim()), Descending: true)
            : new ImageSort(Key(text[..colon].Trim()), IsDescending(text[(colon + 1)..].Trim()));
    }

    private static ImageSortKey Key(string text) => Keys.TryGetValue(text, out var key)
        ? key
        : throw Wrong($"'{text}' is not a key to sort by; keys are {string.Join(", ", Keys.Keys)}");

    private static bool IsDescending(string text) => text switch
    {
        "desc" => true,
        "asc" => false,
        _ => throw Wrong($"'{text}' is not a direction to sort in; it is asc or desc"),
    };

    private static InvalidInputException Wrong(string reason) => new($"Invalid order: {reason}.", "query.invalid");
}
