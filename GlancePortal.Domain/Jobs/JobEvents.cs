namespace GlancePortal.Domain.Jobs;

/// <summary>What happens to jobs, as the audit and live updates name it.</summary>
public static class JobEvents
{
    /// <summary>Kind of object in audit events and live updates.</summary>
    public const string ObjectType = "job";

    /// <summary>Waits for something outside.</summary>
    public const string Created = "job.create";

    /// <summary>Can run.</summary>
    public const string Queued = "job.queue";

    /// <summary>A person asked to end it.</summary>
    public const string CancelRequested = "job.cancel_request";

    /// <summary>A person asked to try again.</summary>
    public const string Retried = "job.retry";

    /// <summary>Ended well.</summary>
    public const string Succeeded = "job.succeed";

    /// <summary>Ended with a cause.</summary>
    public const string Failed = "job.fail";

    /// <summary>Ended by a person.</summary>
    public const string Cancelled = "job.cancel";

    /// <summary>An administrator changed how many of a kind may run at once.</summary>
    public const string LimitChanged = "job_limit.update";

    /// <summary>Kind of object of <see cref="LimitChanged"/>; its id is the kind of job.</summary>
    public const string LimitType = "job_limit";

    /// <summary>Moved on; announced only, at most once a second, never audited.</summary>
    public const string Progress = "job.progress";
}
