namespace GlancePortal.Domain.Audit;

/// <summary>A change of state: what happened, to what, by whom.</summary>
public sealed class AuditEvent
{
    /// <summary>Number of the event; grows.</summary>
    public long Id { get; set; }

    /// <summary>When (UTC).</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>What, `object.verb`, for example `image.activate`.</summary>
    public required string Action { get; set; }

    /// <summary>Kind of object, for example `image`.</summary>
    public required string ObjectType { get; set; }

    /// <summary>Id of the object.</summary>
    public required string ObjectId { get; set; }

    /// <summary>Project the object belongs to; null when none.</summary>
    public string? ProjectId { get; set; }

    /// <summary>User who did it; null for the program itself.</summary>
    public string? UserId { get; set; }

    /// <summary>Name of that user at that time.</summary>
    public string? UserName { get; set; }

    /// <summary>Request that did it.</summary>
    public string? RequestId { get; set; }

    /// <summary>Address it came from.</summary>
    public string? RemoteAddress { get; set; }

    /// <summary>Code of the cause, for failures.</summary>
    public string? Cause { get; set; }

    /// <summary>Facts that belong to the event, a JSON object; never secrets.</summary>
    public string? Detail { get; set; }
}
