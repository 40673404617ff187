using System.Linq.Expressions;
using GlancePortal.Domain.Jobs;

namespace GlancePortal.Domain.Import;

/// <summary>Which tasks a list has.</summary>
public sealed record TaskListRequest
{
    /// <summary>One of pending, processing, success and failure; null for all.</summary>
    public string? Status { get; init; }

    /// <summary>One of <see cref="ImportJobs.TaskTypes"/>; null for all.</summary>
    public string? Type { get; init; }

    /// <summary>Field that it is sorted by.</summary>
    /// <value>created_at unless set.</value>
    public string SortKey { get; init; } = "created_at";

    /// <summary>Whether the least comes first.</summary>
    public bool Ascending { get; init; }

    /// <summary>Last task of the page before; null for the first page.</summary>
    public Guid? Marker { get; init; }

    /// <summary>Tasks of the page at most.</summary>
    public int Limit { get; init; }

    internal static Expression<Func<Job, object?>> KeyOf(string name) => name switch
    {
        "id" => job => job.Id,
        "type" => job => job.Type,
        "status" => job => job.State,
        "owner" => job => job.ProjectId,
        "image_id" => job => job.ImageId,
        "request_id" => job => job.RequestId,
        "user_id" => job => job.UserId,
        "expires_at" => job => job.EndedAt,
        "updated_at" => job => job.EndedAt ?? job.StartedAt ?? job.CreatedAt,
        _ => job => job.CreatedAt,
    };
}
