namespace GlancePortal.Domain.Jobs;

/// <summary>Where a job is.</summary>
public enum JobState
{
    /// <summary>Waits for something outside, for example an upload's bytes.</summary>
    Waiting,

    /// <summary>Can run now or from <see cref="Job.DueAt"/> on.</summary>
    Queued,

    /// <summary>A process holds it.</summary>
    Running,

    /// <summary>Done.</summary>
    Succeeded,

    /// <summary>Ended with a cause; can be tried again.</summary>
    Failed,

    /// <summary>Ended by a person.</summary>
    Cancelled,
}

/// <summary>A durable piece of work. The row is the truth; the engine's triggers are made from it.</summary>
public sealed class Job
{
    /// <summary>Id.</summary>
    public Guid Id { get; set; }

    /// <summary>What is to be done, for example `upload.finish`.</summary>
    public required string Type { get; set; }

    /// <summary>Kind of the object it is about, for example `upload`; null for sweeps.</summary>
    public string? ObjectType { get; set; }

    /// <summary>Id of that object.</summary>
    public string? ObjectId { get; set; }

    /// <summary>Image it is about; null when none.</summary>
    public Guid? ImageId { get; set; }

    /// <summary>Project it belongs to; null for the program's own.</summary>
    public string? ProjectId { get; set; }

    /// <summary>User who caused it.</summary>
    public string? UserId { get; set; }

    /// <summary>Name of that user.</summary>
    public string? UserName { get; set; }

    /// <summary>Where it is.</summary>
    public JobState State { get; set; }

    /// <summary>Name of the phase it is in; null before the first.</summary>
    public string? Phase { get; set; }

    /// <summary>Code of the refusal that ended it; null unless failed.</summary>
    public string? CauseCode { get; set; }

    /// <summary>That refusal in words, English.</summary>
    public string? CauseMessage { get; set; }

    /// <summary>Times it was started since it was asked for, or since a person asked to try it again.</summary>
    public int Attempts { get; set; }

    /// <summary>A person asked to stop it.</summary>
    public bool CancelRequested { get; set; }

    /// <summary>Process that runs it, `node/instance`.</summary>
    public string? LeaseOwner { get; set; }

    /// <summary>Until when that process holds it (UTC); afterwards another takes it.</summary>
    public DateTimeOffset? LeaseUntil { get; set; }

    /// <summary>From when it can run (UTC); null means at once.</summary>
    public DateTimeOffset? DueAt { get; set; }

    /// <summary>When it was asked for (UTC).</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When it was last started (UTC).</summary>
    public DateTimeOffset? StartedAt { get; set; }

    /// <summary>When it ended (UTC).</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>What it was asked for, as JSON of its type; null when its object says everything. Never with a secret in clear.</summary>
    public string? Input { get; set; }

    /// <summary>Id of the request that asked for it; null for the program's own.</summary>
    public string? RequestId { get; set; }

    /// <summary>Its phases in order.</summary>
    public List<JobPhase> Phases { get; } = [];
}

/// <summary>A step of a job that a person can watch.</summary>
public sealed class JobPhase
{
    /// <summary>Job it belongs to.</summary>
    public Guid JobId { get; set; }

    /// <summary>Place in the order, from 0.</summary>
    public int Index { get; set; }

    /// <summary>Name, for example `Verify`.</summary>
    public required string Name { get; set; }

    /// <summary>Where it is.</summary>
    public JobState State { get; set; }

    /// <summary>Bytes done.</summary>
    public long BytesDone { get; set; }

    /// <summary>Bytes to do; null when unknown or not about bytes.</summary>
    public long? BytesTotal { get; set; }

    /// <summary>When it started (UTC).</summary>
    public DateTimeOffset? StartedAt { get; set; }

    /// <summary>When it ended (UTC).</summary>
    public DateTimeOffset? EndedAt { get; set; }
}

/// <summary>A line of a job's log: what happened in it, for people.</summary>
public sealed class JobLogLine
{
    /// <summary>Number of the row, growing.</summary>
    public long Id { get; set; }

    /// <summary>Job it belongs to.</summary>
    public Guid JobId { get; set; }

    /// <summary>When it happened (UTC).</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>What happened, as a code; `JobLog.{code}` is its text.</summary>
    public required string Code { get; set; }

    /// <summary>What the text is filled with, a JSON array of strings; null when there is nothing.</summary>
    public string? Values { get; set; }
}

/// <summary>How many jobs of a kind may run at once, where an administrator has said so.</summary>
public sealed class JobLimit
{
    /// <summary>The kind, one of <see cref="JobTypes"/>.</summary>
    public required string Type { get; set; }

    /// <summary>Jobs of all nodes together; 0 holds the kind back.</summary>
    public int AtOnce { get; set; }
}
