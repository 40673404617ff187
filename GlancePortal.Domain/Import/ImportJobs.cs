using System.Text.Json;
using GlancePortal.Domain.Access;
using GlancePortal.Domain.Images;
using GlancePortal.Domain.Jobs;
using GlancePortal.Domain.Uploads;

namespace GlancePortal.Domain.Import;

/// <summary>The jobs that import.</summary>
public static class ImportJobs
{
    /// <summary>Types of jobs that are tasks of the image API.</summary>
    public static IReadOnlyList<string> TaskTypes { get; } = [JobTypes.ImageImport, JobTypes.TaskImport];

    /// <summary>What a job was asked for.</summary>
    public static ImportRequest RequestOf(Job job)
    {
        ArgumentNullException.ThrowIfNull(job);
        return JsonSerializer.Deserialize(job.Input!, ImportJson.Default.ImportRequest)!;
    }

    internal static Job New(Caller caller, Image image, ImportRequest request, string type, IReadOnlyList<string> phases, DateTimeOffset at)
    {
        var job = new Job
        {
            Id = Guid.NewGuid(),
            Type = type,
            ObjectType = UploadEvents.ObjectType,
            ImageId = image.Id,
            ProjectId = image.OwnerId ?? caller.ProjectId,
            UserId = caller.UserId,
            UserName = caller.UserName,
            RequestId = caller.RequestId,
            State = JobState.Queued,
            CreatedAt = at,
            Input = JsonSerializer.Serialize(request, ImportJson.Default.ImportRequest),
        };
        job.Phases.AddRange(phases.Select((name, index) => new JobPhase { JobId = job.Id, Index = index, Name = name, State = JobState.Waiting }));
        return job;
    }
}
