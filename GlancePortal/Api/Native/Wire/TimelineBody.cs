using System.Text.Json;
using GlancePortal.Domain.Audit;

namespace GlancePortal.Api.Native.Wire;

/// <summary>A part of what happened to an image.</summary>
/// <param name="Entries">In the order that was asked for.</param>
/// <param name="Next">Number of the entry after which the next part begins; null when this is the end.</param>
internal sealed record TimelineBody(IReadOnlyList<TimelineEntryBody> Entries, long? Next);

/// <summary>Something that happened to an image, an upload into it or a job about it.</summary>
internal sealed record TimelineEntryBody(
    long Id, DateTimeOffset At, string Action, TimelineObject Object, TimelineActor? Actor, string? Cause, JsonElement? Facts, string? RequestId)
{
    public static TimelineEntryBody Of(AuditEvent change) => new(
        change.Id,
        change.At,
        change.Action,
        new TimelineObject(change.ObjectType, change.ObjectId),
        change.UserId is null ? null : new TimelineActor(change.UserId, change.UserName),
        change.Cause,
        change.Detail is null ? null : FactsOf(change.Detail),
        change.RequestId);

    private static JsonElement FactsOf(string detail)
    {
        using var json = JsonDocument.Parse(detail);
        return json.RootElement.Clone();
    }
}

/// <summary>What it happened to.</summary>
internal sealed record TimelineObject(string Type, string Id);

/// <summary>Who did it; the program itself is nobody.</summary>
internal sealed record TimelineActor(string Id, string? Name);
