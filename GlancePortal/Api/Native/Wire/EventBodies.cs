using GlancePortal.Api.V2.Wire;
using GlancePortal.Domain.Audit;
using GlancePortal.Domain.Uploads;

namespace GlancePortal.Api.Native.Wire;

/// <summary>The latest change of an object, as an event says it.</summary>
/// <param name="Type">Kind of object: image, upload, job.</param>
/// <param name="Id">Its id.</param>
/// <param name="Action">What happened last.</param>
/// <param name="At">When.</param>
/// <param name="By">Name of who did it; null for the program itself.</param>
/// <param name="Cause">Code of the cause, for failures.</param>
/// <param name="ImageId">The image itself, or the one that an upload or job is about.</param>
/// <param name="Name">Name of the image, where the object is one.</param>
/// <param name="Status">Status of the image or state of the job, now.</param>
internal sealed record ChangeBody(
    string Type, string Id, string Action, DateTimeOffset At, string? By, string? Cause, Guid? ImageId, string? Name, string? Status)
{
    public static ChangeBody Of(ObjectChange change) => new(
        change.Event.ObjectType,
        change.Event.ObjectId,
        change.Event.Action,
        change.Event.At,
        change.Event.UserName,
        change.Event.Cause,
        change.ImageId,
        change.ImageName,
        change.ImageStatus is { } status ? ImageBodyWriter.StatusText(status) : change.JobState?.ToString().ToLowerInvariant());
}

/// <summary>How far the bytes of an image are, as an event says it.</summary>
internal sealed record MovingBody(Guid ImageId, Guid? JobId, string Phase, long Done, long? Total, string? By, bool WaitsForSender)
{
    public static MovingBody Of(Guid imageId, BytesOnTheWay bytes) =>
        new(imageId, bytes.JobId, bytes.Phase, bytes.Done, bytes.Total, bytes.By, bytes.WaitsForSender);
}
