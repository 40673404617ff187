using GlancePortal.Api.OpenApi;
using GlancePortal.Domain.Errors;
using Microsoft.AspNetCore.WebUtilities;

namespace GlancePortal.Api.V2;

/// <summary>The query of a list of tasks. Names that are not known are no filters.</summary>
internal static class TaskListQuery
{
    private static readonly string[] Statuses = ["pending", "processing", "success", "failure"];
    private static readonly string[] Types = ["import"];
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
    public static void Check(string? query)
    {
        foreach (var pair in new QueryStringEnumerable(query))
        {
            Check(pair.DecodeName().ToString(), pair.DecodeValue().ToString());
        }
    }

    private static void Check(string name, string value)
    {
        switch (name)
        {
            case "limit":
                QueryValues.Count(name, value);
                break;
            case "marker":
                throw Wrong(name, Guid.TryParseExact(value, "D", out _) ? "is the id of no task" : "must be the id of a task");
            case "sort_key":
                Require(name, value, SortKeys);
                break;
            case "sort_dir":
                Require(name, value, Directions);
                break;
            case "status" when value.Length > 0:
                Require(name, value, Statuses);
                break;
            case "type" when value.Length > 0:
                Require(name, value, Types);
                break;
        }
    }

    private static void Require(string name, string value, string[] allowed)
    {
        if (!allowed.Contains(value, StringComparer.Ordinal))
        {
            throw Wrong(name, $"must be one of {string.Join(", ", allowed)}");
        }
    }

    private static InvalidInputException Wrong(string name, string reason) => new($"Query parameter {name} {reason}.", "query.invalid");
}
