using System.Globalization;
using GlancePortal.Api.V2;
using GlancePortal.Api.V2.Wire;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Images;
using Microsoft.AspNetCore.WebUtilities;

namespace GlancePortal.Api.Native;

/// <summary>Reads a search from the names and values of a query, or of a bulk request's filter. What is not known is refused: a search that
/// ignores a condition finds too much.</summary>
internal sealed class ImageSearchQuery
{
    /// <summary>Images of a page at most.</summary>
    public const int MaxLimit = 1000;

    private const int DefaultLimit = 25;
    private const int MaxOffset = 1_000_000;

    private readonly List<string> _tags = [];
    private readonly List<KeyValuePair<string, string>> _properties = [];
    private readonly List<ImageBound> _bounds = [];
    private ImageFilter _filter = new();
    private ImageSort _sort = new(ImageSortKey.UpdatedAt, Descending: true);
    private List<ImageFacet> _facets = [];
    private string? _cursor;
    private int? _offset;
    private int _limit = DefaultLimit;

    private ImageFilter Filter => _filter with { Tags = _tags, Properties = _properties, Bounds = _bounds };

    /// <summary>The search that the query of an address asks for.</summary>
    public static ImageSearchRequest Read(string? query)
    {
        var (reading, conditions) = (new ImageSearchQuery(), 0);
        foreach (var pair in new QueryStringEnumerable(query))
        {
            QueryValues.RequireFew(++conditions);
            var (name, value) = (pair.DecodeName().ToString(), pair.DecodeValue().ToString());
            // Says to the cookie which project is meant.
            if (name != "project_id" && !reading.TakePaging(name, value) && !reading.TakeCondition(name, value))
            {
                throw Wrong(name, "is not known");
            }
        }

        if (reading is { _cursor: not null, _offset: not null })
        {
            throw Wrong("cursor", "cannot be used with offset");
        }

        return new ImageSearchRequest
        {
            Filter = reading.Filter,
            Sort = reading._sort,
            After = reading._cursor is { } cursor ? ImageCursor.Read(cursor, reading._sort) : null,
            Offset = reading._offset ?? 0,
            Limit = reading._limit,
            Facets = reading._facets,
        };
    }

    /// <summary>The filter that these conditions make.</summary>
    public static ImageFilter ReadFilter(IEnumerable<KeyValuePair<string, string>> conditions)
    {
        var reading = new ImageSearchQuery();
        var few = conditions.Take(QueryValues.MaxConditions + 1).ToList();
        QueryValues.RequireFew(few.Count);
        foreach (var (name, value) in few)
        {
            if (!reading.TakeCondition(name, value))
            {
                throw Wrong(name, "is not known");
            }
        }

        return reading.Filter;
    }

    private bool TakePaging(string name, string value)
    {
        switch (name)
        {
            case "sort":
                _sort = Sort(value);
                return true;
            case "limit":
                _limit = (int)Math.Min(MaxLimit, QueryValues.Count(name, value));
                return true;
            case "offset":
                _offset = QueryValues.Count(name, value) is <= MaxOffset and var offset ? (int)offset : throw Wrong(name, $"must be at most {MaxOffset}");
                return true;
            case "cursor":
                _cursor = value;
                return true;
            case "facets":
                _facets = [.. _facets, .. Split(name, value).Select(ImageFacets.Of)];
                return true;
            default:
                return false;
        }
    }

    private bool TakeCondition(string name, string value)
    {
        if (name.Contains('\0', StringComparison.Ordinal) || value.Contains('\0', StringComparison.Ordinal))
        {
            throw Wrong(name, "must not have a zero character");
        }

        return TakeChoice(name, value) || TakeText(name, value) || TakeFlag(name, value) || TakeBound(name, value);
    }

    private bool TakeChoice(string name, string value)
    {
        switch (name)
        {
            case "id":
                _filter = _filter with { Ids = [.. _filter.Ids ?? [], .. Split(name, value).Select(text => Guid.TryParseExact(text, "D", out var id) ? id : throw Wrong(name, "must be ids of images"))] };
                return true;
            case "status":
                _filter = _filter with { Statuses = [.. _filter.Statuses ?? [], .. Split(name, value).Select(text => QueryValues.Status(text) ?? throw Wrong(name, $"has no value '{text}'"))] };
                return true;
            case "visibility" when value == "all":
                _filter = _filter with { WithCommunity = true };
                return true;
            case "visibility":
                _filter = _filter with { Visibilities = [.. _filter.Visibilities ?? [], .. Split(name, value).Select(text => ImageFields.Visibility(text) ?? throw Wrong(name, $"has no value '{text}'"))] };
                return true;
            case "disk_format":
                _filter = _filter with { DiskFormats = [.. _filter.DiskFormats ?? [], .. Split(name, value)] };
                return true;
            case "container_format":
                _filter = _filter with { ContainerFormats = [.. _filter.ContainerFormats ?? [], .. Split(name, value)] };
                return true;
            case "os_distro":
                _filter = _filter with { OsDistros = [.. _filter.OsDistros ?? [], .. Split(name, value)] };
                return true;
            default:
                return false;
        }
    }

    private bool TakeText(string name, string value)
    {
        switch (name)
        {
            case "q":
                _filter = _filter with { Text = value.Trim() };
                return true;
            case "name":
                _filter = _filter with { Names = [.. _filter.Names ?? [], value] };
                return true;
            case "owner":
                _filter = _filter with { OwnerId = value };
                return true;
            case "tag":
                _tags.Add(value);
                return true;
            case "property":
                var equals = value.IndexOf('=', StringComparison.Ordinal);
                _properties.Add(equals > 0 ? KeyValuePair.Create(value[..equals], value[(equals + 1)..]) : throw Wrong(name, "must be name=value"));
                return true;
            default:
                return false;
        }
    }

    private bool TakeFlag(string name, string value)
    {
        switch (name)
        {
            case "hidden":
                _filter = _filter with { Hidden = value == "all" ? null : Flag(name, value) };
                return true;
            case "protected":
                _filter = _filter with { Protected = Flag(name, value) };
                return true;
            case "member_status":
                _filter = _filter with { MemberStatus = QueryValues.MemberStatus(value) };
                return true;
            default:
                return false;
        }
    }

    private bool TakeBound(string name, string value)
    {
        ImageBound? bound = name switch
        {
            "created_after" => Time("created_at", name, value, BoundComparison.Above),
            "created_before" => Time("created_at", name, value, BoundComparison.Below),
            "updated_after" => Time("updated_at", name, value, BoundComparison.Above),
            "updated_before" => Time("updated_at", name, value, BoundComparison.Below),
            [.. var column, '_', 'm', 'i', 'n'] when QueryValues.Measure(column) is { } measure =>
                new ImageBound(measure, BoundComparison.AtLeast, QueryValues.Number(name, value)),
            [.. var column, '_', 'm', 'a', 'x'] when QueryValues.Measure(column) is { } measure =>
                new ImageBound(measure, BoundComparison.AtMost, QueryValues.Number(name, value)),
            _ => null,
        };
        if (bound is not null)
        {
            _bounds.Add(bound);
        }

        return bound is not null;
    }

    private static ImageBound Time(string field, string name, string value, BoundComparison comparison) =>
        QueryValues.Time(field, value) is { Comparison: BoundComparison.Equal } time ? time with { Comparison = comparison } : throw Wrong(name, "must be a time in ISO 8601");

    private static ImageSort Sort(string value)
    {
        var reading = new ImageSortQuery();
        reading.Take("sort", value);
        return reading.Result().Sort is [var only] ? only : throw Wrong("sort", "must be one key");
    }

    private static bool Flag(string name, string value) => value is "true" or "false" ? value == "true" : throw Wrong(name, "must be true or false");

    private static List<string> Split(string name, string value) =>
        QueryValues.Capped(name, value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    private static InvalidInputException Wrong(string name, string reason) =>
        new(string.Create(CultureInfo.InvariantCulture, $"Parameter {name} {reason}."), "query.invalid");
}
