using GlancePortal.Domain.Jobs;

namespace GlancePortal.Components.Jobs;

/// <summary>A job as pages show it; handed from the prerendered page to the live one.</summary>
public sealed record JobView(
    Guid Id, string Type, JobState State, string? Cause, string? CauseMessage, int Attempts, bool CancelRequested, DateTimeOffset CreatedAt, DateTimeOffset? EndedAt,
    IReadOnlyList<JobPhaseView> Phases)
{
    public Guid? ImageId { get; init; }

    public string? ImageName { get; init; }

    public string? ProjectId { get; init; }

    /// <summary>Name of the project; its id where the name is not known, null for the program's own work.</summary>
    public string? ProjectName { get; init; }

    public string? UserName { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? DueAt { get; init; }

    public string? RequestId { get; init; }

    /// <summary>How fast the running phase is; null when there is nothing to say.</summary>
    public JobPace? Pace { get; init; }

    /// <summary>Where the data of an import comes from; null for what is no import.</summary>
    public JobOrigin? Origin { get; init; }

    public bool HasEnded => State is JobState.Succeeded or JobState.Failed or JobState.Cancelled;

    /// <summary>Whether another try of the same bytes can end otherwise: what is wrong with the content stays wrong. What is fetched can be put right at its source.</summary>
    public bool CanSucceedLater => State == JobState.Failed && Cause is { } cause
        && (Origin?.Source is not null || (!cause.StartsWith("content.", StringComparison.Ordinal) && cause is not ("upload.digest_mismatch" or "scan.infected")));

    /// <summary>The phase that runs, or that the job ended in.</summary>
    public JobPhaseView? Current => Phases.FirstOrDefault(phase => phase.State is JobState.Running or JobState.Failed)
        ?? Phases.LastOrDefault(phase => phase.State == JobState.Succeeded);

    public static JobView Of(DescribedJob described)
    {
        ArgumentNullException.ThrowIfNull(described);
        var job = described.Job;
        return new(
            job.Id, job.Type, job.State, job.CauseCode, job.CauseMessage, job.Attempts, job.CancelRequested, job.CreatedAt, job.EndedAt,
            [.. job.Phases.OrderBy(phase => phase.Index).Select(phase =>
                new JobPhaseView(phase.Name, phase.State, phase.BytesDone, phase.BytesTotal, phase.StartedAt, phase.EndedAt))])
        {
            ImageId = job.ImageId,
            ImageName = described.ImageName,
            ProjectId = job.ProjectId,
            ProjectName = described.ProjectName ?? job.ProjectId,
            UserName = job.UserName,
            StartedAt = job.StartedAt,
            DueAt = job.DueAt,
            RequestId = job.RequestId,
            Pace = described.Pace,
            Origin = described.Origin,
        };
    }
}

/// <summary>A step of a job.</summary>
public sealed record JobPhaseView(string Name, JobState State, long BytesDone, long? BytesTotal, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt);
