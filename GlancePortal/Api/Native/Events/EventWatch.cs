using GlancePortal.Domain.Audit;
using GlancePortal.Domain.Jobs;
using GlancePortal.Domain.Uploads;

namespace GlancePortal.Api.Native.Events;

/// <summary>What somebody watches.</summary>
/// <param name="ProjectId">The project; null for all.</param>
/// <param name="JobId">Only this job; null for everything.</param>
internal sealed record EventWatch(string? ProjectId, Guid? JobId)
{
    public bool Concerns(ObjectChange change) =>
        JobId is null || (change.Event.ObjectType == JobEvents.ObjectType && change.Event.ObjectId == JobId.ToString());

    public IReadOnlyDictionary<Guid, BytesOnTheWay> Concerning(IReadOnlyDictionary<Guid, BytesOnTheWay> moving) =>
        JobId is null ? moving : moving.Where(one => one.Value.JobId == JobId).ToDictionary();
}
