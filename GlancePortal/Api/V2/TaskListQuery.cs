using GlancePortal.Api.OpenApi;
using GlancePortal.Api.V2.Wire;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Import;
using Microsoft.AspNetCore.WebUtilities;

namespace GlancePortal.Api.V2;

/// <summary>The query of a list of tasks. Names that are not known are no filters.</summary>
internal static class TaskListQuery
{
    private static readonly string[] Statuses = ["pending", "processing", "success", "failure"];
    private static readonly string[] Types = ["import"];
    private const int DefaultLimit = 25;
    private static readonly string[] Directions = ["asc", "desc"];
    private static readonly string[] SortKeys =
        ["id", "type", "status", "owner", "image_id", "request_id", "user_id", "expires_at", "created_at", "updated_at"];

    /// <summary>Its names, in words.</summary>
    public static OperationDescription Describe(OperationDescription it) => it
        .Query("limit", "Tasks of the page.", Shapes.Integer)
        .Query("marker", "Id of the last task of the page before.", Shapes.Id)
        .Query("sort_key", "created_at unless said.", Shapes.OneOf(SortKeys))
        .Query("sort_dir", "desc unless said.", Shapes.OneOf(Directions))
        .Query("status", "Only in this status.", Shapes.OneOf(Statuses))
        .Query("type", "Only of this type.", Shapes.OneOf(Types));

    /// <exception cref="InvalidInputException">A value is none that its name can have.</exception>
    public static TaskListRequest Read(string? query)
    {
        var request = new TaskListRequest { Limit = DefaultLimit };
        foreach (var pair in new QueryStringEnumerable(query))
        {
            request = With(request, pair.DecodeName().ToString(), pair.DecodeValue().ToString());
        }

        return request;
    }

    private static TaskListRequest With(TaskListRequest request, string name, string value) => name switch
    {
        "limit" => request with { Limit = (int)Math.Min(QueryValues.Count(name, value), ImageListQuery.MaxLimit) },
        "marker" => request with { Marker = Guid.TryParseExact(value, "D", out var id) ? id : throw Wrong(name, "must be the id of a task") },
        "sort_key" => request with { SortKey = Required(name, value, SortKeys) },
        "sort_dir" => request with { Ascending = Required(name, value, Directions) == "asc" },
        "status" when value.Length > 0 => request with { Status = Required(name, value, Statuses) },
        "type" when value.Length > 0 => request with { Type = TypeOf(Required(name, value, Types)) },
        _ => request,
    };

    private static string TypeOf(string type) => TaskBodies.Types.Single(pair => pair.Value == type).Key;

    private static string Required(string name, string value, string[] allowed)
    {
        if (!allowed.Contains(value, StringComparer.Ordinal))
        {
            throw Wrong(name, $"must be one of {string.Join(", ", allowed)}");
        }

        return value;
    }

    private static InvalidInputException Wrong(string name, string reason) => new($"Query parameter {name} {reason}.", "query.invalid");
}
