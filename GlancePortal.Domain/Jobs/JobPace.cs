namespace GlancePortal.Domain.Jobs;

/// <summary>How fast the running phase of a job is: the mean since it began, or since it went on from where an earlier try had ended.</summary>
/// <param name="BytesPerSecond">That mean.</param>
/// <param name="Left">Time to its end at this speed; null when it is not known how many bytes there are.</param>
public sealed record JobPace(long BytesPerSecond, TimeSpan? Left)
{
    /// <summary>Code of the line in a job's log by which a phase says that it went on: its values are the phase and the bytes that were there.</summary>
    public const string Resumed = "phase.resume";

    private static readonly TimeSpan Least = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(365);

    /// <summary>The pace of a phase; null while there is nothing to say.</summary>
    /// <param name="phase">The phase.</param>
    /// <param name="resumedAt">Bytes that were there when this try of it began.</param>
    /// <param name="now">The time (UTC).</param>
    public static JobPace? Of(JobPhase phase, long resumedAt, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(phase);
        var (moved, took) = (phase.BytesDone - resumedAt, now - phase.StartedAt);
        if (phase.State != JobState.Running || moved <= 0 || took is not { } time || time < Least)
        {
            return null;
        }

        var speed = moved / time.TotalSeconds;
        var left = phase.BytesTotal is { } total && total >= phase.BytesDone ? (total - phase.BytesDone) / speed : (double?)null;
        return new JobPace((long)speed, left is { } seconds && seconds < Longest.TotalSeconds ? TimeSpan.FromSeconds(Math.Ceiling(seconds)) : null);
    }
}
