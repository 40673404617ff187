using System.Text.Json;
using GlancePortal.Domain.Jobs;

namespace GlancePortal.Components.Jobs;

/// <summary>What the page of a job shows.</summary>
/// <param name="Job">The job.</param>
/// <param name="Log">The last lines of its log.</param>
/// <param name="HasEarlier">Whether there are lines before those.</param>
/// <param name="MayChange">Whether the person may cancel and retry.</param>
public sealed record JobDetails(JobView Job, IReadOnlyList<JobLogLineView> Log, bool HasEarlier, bool MayChange)
{
    /// <summary>What the scanner found, where that is what the job ended by.</summary>
    public string? Signature =>
        Job.Cause == "scan.infected" && Log.LastOrDefault(line => line.Code == "scan.infected") is { Values: [var found, ..] } ? found : null;
}

/// <summary>A line of the log.</summary>
public sealed record JobLogLineView(long Id, DateTimeOffset At, string Code, IReadOnlyList<string> Values)
{
    public static JobLogLineView Of(JobLogLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return new(line.Id, line.At, line.Code, line.Values is null ? [] : JsonSerializer.Deserialize<string[]>(line.Values) ?? []);
    }
}
