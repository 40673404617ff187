using System.Text.Json;
using GlancePortal.Domain.Access;
using GlancePortal.Domain.Data;

namespace GlancePortal.Domain.Audit;

/// <summary>The one place where state changes: rows and audit events in one transaction, then metric and live update.</summary>
/// <param name="db">The records.</param>
/// <param name="time">Clock of the events.</param>
/// <param name="broadcast">Tells everyone who watches.</param>
public sealed class StateChanges(PortalDb db, TimeProvider time, ChangeBroadcast broadcast)
{
    /// <summary>Runs <paramref name="work"/> in a write transaction and announces what it recorded once that is committed.</summary>
    /// <param name="caller">Who does it.</param>
    /// <param name="work">Changes records and calls <see cref="ChangeSet.Record"/> for each change.</param>
    /// <param name="cancellationToken">Rolls back.</param>
    public async Task<T> WriteAsync<T>(Caller caller, Func<ChangeSet, Task<T>> work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        var changes = new ChangeSet(caller, time.GetUtcNow());
        var result = await db.WriteAsync(
            async _ =>
            {
                var value = await work(changes);
                db.AuditEvents.AddRange(changes.Events);
                return value;
            },
            cancellationToken);
        broadcast.Announce(changes.Events);
        return result;
    }

    /// <inheritdoc cref="WriteAsync{T}"/>
    public Task WriteAsync(Caller caller, Func<ChangeSet, Task> work, CancellationToken cancellationToken) =>
        WriteAsync(
            caller,
            async changes =>
            {
                await work(changes);
                return true;
            },
            cancellationToken);
}

/// <summary>What one transaction changed.</summary>
/// <param name="caller">Who does it.</param>
/// <param name="at">When (UTC); use it for the rows too.</param>
public sealed class ChangeSet(Caller caller, DateTimeOffset at)
{
    private readonly List<AuditEvent> _events = [];

    /// <summary>When (UTC); rows changed in this transaction take it as their time.</summary>
    public DateTimeOffset At { get; } = at;

    /// <summary>What was recorded so far.</summary>
    public IReadOnlyList<AuditEvent> Events => _events;

    /// <summary>Records a change.</summary>
    /// <param name="action">`object.verb`, for example `image.activate`.</param>
    /// <param name="objectType">Kind of object.</param>
    /// <param name="objectId">Its id.</param>
    /// <param name="projectId">Project the object belongs to.</param>
    /// <param name="cause">Code of the cause, for failures.</param>
    /// <param name="detail">Facts, never secrets; null when none.</param>
    public void Record(
        string action, string objectType, string objectId, string? projectId, string? cause = null, IReadOnlyDictionary<string, string?>? detail = null) =>
        _events.Add(new AuditEvent
        {
            At = At,
            Action = action,
            ObjectType = objectType,
            ObjectId = objectId,
            ProjectId = projectId,
            UserId = caller.UserId,
            UserName = caller.UserName,
            RequestId = caller.RequestId,
            RemoteAddress = caller.RemoteAddress,
            Cause = cause,
            Detail = detail is null ? null : JsonSerializer.Serialize(detail, AuditJson.Default.IReadOnlyDictionaryStringString),
        });
}
