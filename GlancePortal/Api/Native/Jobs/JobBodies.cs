using System.Text.Json;
using System.Text.Json.Serialization;
using GlancePortal.Domain.Jobs;

namespace GlancePortal.Api.Native.Jobs;

/// <summary>A page of jobs.</summary>
/// <param name="Jobs">Newest first.</param>
/// <param name="Next">Marker of the next page; null when this is the last.</param>
internal sealed record JobListBody(IReadOnlyList<JobBody> Jobs, Guid? Next);

/// <summary>A job on the wire.</summary>
internal sealed record JobBody(
    Guid Id, string Type, string State, string? Phase, JobCauseBody? Cause, int Attempts, bool CancelRequested, Guid? ImageId, string? ImageName,
    string? ProjectId, string? ProjectName, string? UserId, string? UserName, string? Method, string? Source, IReadOnlyList<string>? Stores,
    DateTimeOffset CreatedAt, DateTimeOffset? DueAt, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt, string? RequestId,
    long? BytesPerSecond, double? SecondsLeft, IReadOnlyList<JobPhaseBody> Phases, IReadOnlyList<JobLogLineBody>? Log)
{
    public static JobBody Of(DescribedJob described, JobLogPart? log = null)
    {
        var (job, imageName, projectName, pace, origin) = described;
        return new JobBody(
            job.Id, job.Type, NameOf(job.State), job.Phase, job.CauseCode is { } code ? new JobCauseBody(code, job.CauseMessage) : null, job.Attempts,
            job.CancelRequested, job.ImageId, imageName, job.ProjectId, projectName, job.UserId, job.UserName, origin?.Method, origin?.Source, origin?.Stores,
            job.CreatedAt, job.DueAt, job.StartedAt, job.EndedAt, job.RequestId, pace?.BytesPerSecond, pace?.Left?.TotalSeconds,
            [.. job.Phases.Select(phase =>
                new JobPhaseBody(phase.Name, NameOf(phase.State), phase.BytesDone, phase.BytesTotal, phase.StartedAt, phase.EndedAt))],
            log?.Lines.Select(JobLogLineBody.Of).ToList());
    }

    private static string NameOf(JobState state) => state.ToString().ToLowerInvariant();
}

/// <summary>Why it failed, or why its last try did.</summary>
internal sealed record JobCauseBody(string Code, string? Message);

/// <summary>A phase of a job.</summary>
internal sealed record JobPhaseBody(string Name, string State, long BytesDone, long? BytesTotal, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt);

/// <summary>A part of a job's log.</summary>
/// <param name="Lines">In their order.</param>
/// <param name="HasMore">Whether there are more: later ones with `after`, else earlier ones.</param>
internal sealed record JobLogBody(IReadOnlyList<JobLogLineBody> Lines, bool HasMore)
{
    public static JobLogBody Of(JobLogPart part) => new([.. part.Lines.Select(JobLogLineBody.Of)], part.HasMore);
}

/// <summary>A line of a log: a code, and what its text is filled with.</summary>
internal sealed record JobLogLineBody(long Id, DateTimeOffset At, string Code, IReadOnlyList<string> Values)
{
    public static JobLogLineBody Of(JobLogLine line) =>
        new(line.Id, line.At, line.Code, line.Values is null ? [] : JsonSerializer.Deserialize(line.Values, JobJson.Default.StringArray) ?? []);
}

/// <summary>The limits of all kinds.</summary>
internal sealed record JobLimitsBody(IReadOnlyList<JobLimitBody> Limits);

/// <summary>The limit of a kind: what holds (null: none), what an administrator has said (null: what is configured holds), what is configured, what is used.</summary>
internal sealed record JobLimitBody(string Type, int? AtOnce, int? Own, int? Configured, int Running, int Queued)
{
    public static JobLimitBody Of(JobLimitUse use) => new(use.Type, use.Limit, use.Said, use.Configured, use.Running, use.Queued);
}

/// <summary>A new limit of a kind.</summary>
internal sealed record JobLimitChangeBody(string? Type, int? AtOnce);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(JobListBody))]
[JsonSerializable(typeof(JobBody))]
[JsonSerializable(typeof(JobLogBody))]
[JsonSerializable(typeof(JobLimitsBody))]
[JsonSerializable(typeof(JobLimitChangeBody))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class JobJson : JsonSerializerContext;
