using System.Globalization;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Images;
using Microsoft.AspNetCore.WebUtilities;

namespace GlancePortal.Api.V2;

/// <summary>Reads the query of a list of images: how much of it, in which order, and filters; any other name is a custom property's.</summary>
internal sealed class ImageListQuery
{
    private const int DefaultLimit = 25;
    public const int MaxLimit = 1000;

    private readonly ImageSortQuery _sort = new();
    private readonly List<string> _tags = [];
    private readonly List<KeyValuePair<string, string>> _properties = [];
    private readonly List<ImageBound> _bounds = [];
    private ImageFilter _filter = new();
    private int _limit = DefaultLimit;
    private Guid? _marker;

    public static ImageListRequest Read(string? query)
    {
        var (reading, conditions) = (new ImageListQuery(), 0);
        foreach (var pair in new QueryStringEnumerable(query))
        {
            QueryValues.RequireFew(++conditions);
            reading.Take(pair.DecodeName().ToString(), pair.DecodeValue().ToString());
        }

        var (sort, descendingByDefault) = reading._sort.Result();
        return new ImageListRequest
        {
            Filter = reading._filter with { Tags = reading._tags, Properties = reading._properties, Bounds = reading._bounds },
            Sort = sort,
            DescendingByDefault = descendingByDefault,
            Marker = reading._marker,
            Limit = reading._limit,
        };
    }

    private void Take(string name, string value)
    {
        if (value.Contains('\0', StringComparison.Ordinal) || name.Contains('\0', StringComparison.Ordinal))
        {
            throw Wrong(name, "must not have a zero character");
        }

        if (!TakePaging(name, value) && !_sort.Take(name, value) && !TakeChoice(name, value) && !TakeFlag(name, value) && !TakeBound(name, value))
        {
            TakeText(name, value);
        }
    }

    private bool TakePaging(string name, string value)
    {
        switch (name)
        {
            case "limit":
                _limit = (int)Math.Min(MaxLimit, QueryValues.Count(name, value));
                return true;
            case "marker":
                _marker = Guid.TryParseExact(value, "D", out var id) ? id : throw Wrong(name, "must be the id of an image");
                return true;
            case "changes-since":
                throw Wrong(name, "is not known; use updated_at");
            default:
                return false;
        }
    }

    private bool TakeChoice(string name, string value)
    {
        switch (name)
        {
            case "id":
                _filter = _filter with { Ids = [.. QueryValues.Choices(name, value).Select(Id).OfType<Guid>()] };
                return true;
            case "name":
                _filter = _filter with { Names = QueryValues.Choices(name, value) };
                return true;
            case "status":
                _filter = _filter with { Statuses = [.. QueryValues.Choices(name, value).Select(QueryValues.Status).OfType<ImageStatus>()] };
                return true;
            case "disk_format":
                _filter = _filter with { DiskFormats = QueryValues.Choices(name, value) };
                return true;
            case "container_format":
                _filter = _filter with { ContainerFormats = QueryValues.Choices(name, value) };
                return true;
            default:
                return false;
        }

        static Guid? Id(string text) => Guid.TryParseExact(text, "D", out var id) ? id : null;
    }

    private bool TakeFlag(string name, string value)
    {
        switch (name)
        {
            case "visibility":
                _filter = value == "all"
                    ? _filter with { WithCommunity = true }
                    : _filter with { Visibilities = [Wire.ImageFields.Visibility(value) ?? throw Wrong(name, "must be public, private, community, shared or all")] };
                return true;
            case "member_status":
                _filter = _filter with { MemberStatus = QueryValues.MemberStatus(value) };
                return true;
            case "os_hidden":
                _filter = _filter with { Hidden = bool.TryParse(value, out var hidden) ? hidden : throw Wrong(name, "must be true or false") };
                return true;
            case "protected":
                _filter = _filter with { Protected = value is "true" or "false" ? value == "true" : throw Wrong(name, "must be true or false") };
                return true;
            default:
                return false;
        }
    }

    private bool TakeBound(string name, string value)
    {
        if (name is "created_at" or "updated_at")
        {
            _bounds.Add(QueryValues.Time(name, value));
            return true;
        }

        var (measured, comparison) = name switch
        {
            [.. var column, '_', 'm', 'i', 'n'] => (column, BoundComparison.AtLeast),
            [.. var column, '_', 'm', 'a', 'x'] => (column, BoundComparison.AtMost),
            _ => (name, BoundComparison.Equal),
        };
        if (QueryValues.Measure(measured) is not { } measure)
        {
            return false;
        }

        _bounds.Add(new ImageBound(measure, comparison, QueryValues.Number(name, value)));
        return true;
    }

    private void TakeText(string name, string value)
    {
        switch (name)
        {
            case "tag":
                _tags.Add(value);
                break;
            case "owner":
                _filter = _filter with { OwnerId = value };
                break;
            case "checksum":
                _filter = _filter with { Checksum = value };
                break;
            case "os_hash_value":
                _filter = _filter with { HashValue = value };
                break;
            default:
                _properties.Add(new KeyValuePair<string, string>(name, value));
                break;
        }
    }

    private static InvalidInputException Wrong(string name, string reason) =>
        new(string.Create(CultureInfo.InvariantCulture, $"Query parameter {name} {reason}."), "query.invalid");
}
