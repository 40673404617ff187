using System.Text.Json;
using GlancePortal.Domain.Access;
using GlancePortal.Domain.Audit;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Hosting;
using GlancePortal.Domain.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace GlancePortal.Jobs.Runner;

/// <summary>What a beat of a running job found.</summary>
internal enum JobPulse
{
    Alive,
    CancelRequested,
    Lost,
}

/// <summary>The rows of jobs as the runner needs them. Every change is conditional on the lease: a process that lost it changes nothing.</summary>
internal sealed partial class JobRows(
    IServiceScopeFactory scopes, JobLimits limits, NodeIdentity node, IOptions<ClusterOptions> cluster, TimeProvider time, ILogger<JobRows> logger)
{
    private readonly TimeSpan _lease = cluster.Value.Lease;

    /// <summary>Takes a job that is due; null when another process has it or it is not to run.</summary>
    public Task<Job?> ClaimAsync(Guid id, CancellationToken cancellationToken) => WriteAsync<Job?>(
        async db =>
        {
            var now = time.GetUtcNow();
            if (!await limits.HasRoomAsync(db, id, cancellationToken))
            {
                return null;
            }

            var claimed = await db.Jobs.Where(job => job.Id == id && job.State == JobState.Queued && (job.DueAt == null || job.DueAt <= now))
                .ExecuteUpdateAsync(
                    job => job.SetProperty(x => x.State, JobState.Running)
                        .SetProperty(x => x.LeaseOwner, node.LeaseOwner)
                        .SetProperty(x => x.LeaseUntil, now + _lease)
                        .SetProperty(x => x.StartedAt, now)
                        .SetProperty(x => x.Attempts, x => x.Attempts + 1),
                    cancellationToken);
            return claimed == 0
                ? null
                : await db.Jobs.AsNoTracking().Include(job => job.Phases.OrderBy(phase => phase.Index))
                    .SingleAsync(job => job.Id == id, cancellationToken);
        },
        cancellationToken);

    /// <summary>Saves phases and which one runs; false when the lease is lost.</summary>
    public Task<bool> SavePhasesAsync(Job job, string current, IReadOnlyList<JobPhase> phases, CancellationToken cancellationToken) => WriteAsync(
        async db =>
        {
            if (await Held(db, job.Id).ExecuteUpdateAsync(row => row.SetProperty(x => x.Phase, current), cancellationToken) == 0)
            {
                return false;
            }

            await SavePhasesAsync(db, job, phases, cancellationToken);
            return true;
        },
        cancellationToken);

    /// <summary>Keeps the lease, saves progress, and asks whether a person wants the job to end.</summary>
    public async Task<JobPulse> BeatAsync(Guid id, JobPhase? phase, long bytesDone, CancellationToken cancellationToken)
    {
        try
        {
            return await WriteAsync(
                async db =>
                {
                    var now = time.GetUtcNow();
                    if (await Held(db, id).ExecuteUpdateAsync(row => row.SetProperty(x => x.LeaseUntil, now + _lease), cancellationToken) == 0)
                    {
                        return JobPulse.Lost;
                    }

                    if (phase is { Index: var index, BytesTotal: var total })
                    {
                        await db.JobPhases.Where(row => row.JobId == id && row.Index == index && row.BytesDone != bytesDone)
                            .ExecuteUpdateAsync(
                                row => row.SetProperty(x => x.BytesDone, bytesDone).SetProperty(x => x.BytesTotal, total), cancellationToken);
                    }

                    return await db.Jobs.AnyAsync(row => row.Id == id && row.CancelRequested, cancellationToken) ? JobPulse.CancelRequested : JobPulse.Alive;
                },
                cancellationToken);
        }
        catch (Exception fault) when (DatabaseFaults.IsAway(fault))
        {
            // The work goes on: whether it still counts is decided when it is saved.
            LogBeatFailed(fault, id);
            return JobPulse.Alive;
        }
    }

    /// <summary>Adds a line to the job's log.</summary>
    public Task LogAsync(Job job, string code, string[] values, CancellationToken cancellationToken) => WriteAsync(
        db =>
        {
            db.JobLogLines.Add(new JobLogLine
            {
                JobId = job.Id,
                At = time.GetUtcNow(),
                Code = code,
                Values = values.Length == 0 ? null : JsonSerializer.Serialize(values),
            });
            return Task.FromResult(true);
        },
        cancellationToken);

    /// <summary>The job is done.</summary>
    /// <param name="job">A job that this process holds.</param>
    /// <param name="phases">Its phases that are not saved yet.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    public Task SucceedAsync(Job job, IReadOnlyList<JobPhase> phases, CancellationToken cancellationToken) =>
        EndAsync(job, JobState.Succeeded, JobEvents.Succeeded, causeCode: null, causeMessage: null, cancellationToken, phases);

    /// <summary>The job ends with a cause.</summary>
    public Task FailAsync(Job job, string causeCode, string causeMessage, CancellationToken cancellationToken) =>
        EndAsync(job, JobState.Failed, JobEvents.Failed, causeCode, causeMessage, cancellationToken);

    /// <summary>The job was ended by a person.</summary>
    public Task CancelledAsync(Job job, CancellationToken cancellationToken) =>
        EndAsync(job, JobState.Cancelled, JobEvents.Cancelled, causeCode: null, causeMessage: null, cancellationToken);

    /// <summary>Gives the job back, to be run again by whoever comes first.</summary>
    /// <param name="job">A job that this process holds.</param>
    /// <param name="dueAt">Not before; null means at once.</param>
    /// <param name="refusal">Why, for people who look meanwhile; null when there is no fault.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    public Task ReleaseAsync(Job job, DateTimeOffset? dueAt, DomainException? refusal, CancellationToken cancellationToken) => WriteAsync(
        db => Held(db, job.Id).ExecuteUpdateAsync(
            row => row.SetProperty(x => x.State, JobState.Queued)
                .SetProperty(x => x.DueAt, dueAt)
                .SetProperty(x => x.CauseCode, refusal == null ? null : refusal.Code)
                .SetProperty(x => x.CauseMessage, refusal == null ? null : refusal.Message)
                .SetProperty(x => x.LeaseOwner, (string?)null)
                .SetProperty(x => x.LeaseUntil, (DateTimeOffset?)null),
            cancellationToken),
        cancellationToken);

    /// <summary>Queues jobs again whose process is gone.</summary>
    /// <param name="atStart">Whether this process has just started: what an earlier start of it held is free at once.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task ReleaseDeadAsync(bool atStart, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PortalDb>();

        // Looked for all the time and hardly ever found: a read keeps no writer waiting.
        if (await Dead(db, atStart).AnyAsync(cancellationToken))
        {
            await db.WriteAsync(
                token => Dead(db, atStart).ExecuteUpdateAsync(
                    job => job.SetProperty(x => x.State, JobState.Queued)
                        .SetProperty(x => x.LeaseOwner, (string?)null)
                        .SetProperty(x => x.LeaseUntil, (DateTimeOffset?)null),
                    token),
                cancellationToken);
        }
    }

    /// <summary>Makes the one row of a recurring job, or brings its next pass forward to now.</summary>
    public Task EnsureRecurringAsync(string type, CancellationToken cancellationToken) => WriteAsync(
        async db =>
        {
            var id = RecurringId.Of(type);
            var now = time.GetUtcNow();
            if (!await db.Jobs.AnyAsync(job => job.Id == id, cancellationToken))
            {
                db.Jobs.Add(new Job { Id = id, Type = type, State = JobState.Queued, CreatedAt = now, DueAt = now });
            }

            await db.Jobs.Where(job => job.Id == id && job.State != JobState.Running)
                .ExecuteUpdateAsync(job => job.SetProperty(x => x.State, JobState.Queued).SetProperty(x => x.DueAt, now), cancellationToken);
            return true;
        },
        cancellationToken);

    /// <summary>Ends one pass of a recurring job and plans the next.</summary>
    public Task PlanNextAsync(Job job, TimeSpan every, string? causeCode, string? causeMessage, CancellationToken cancellationToken) => WriteAsync(
        db =>
        {
            var now = time.GetUtcNow();
            return Held(db, job.Id).ExecuteUpdateAsync(
                row => row.SetProperty(x => x.State, JobState.Queued)
                    .SetProperty(x => x.DueAt, now + every)
                    .SetProperty(x => x.EndedAt, now)
                    .SetProperty(x => x.CauseCode, causeCode)
                    .SetProperty(x => x.CauseMessage, causeMessage)
                    .SetProperty(x => x.CancelRequested, false)
                    .SetProperty(x => x.LeaseOwner, (string?)null)
                    .SetProperty(x => x.LeaseUntil, (DateTimeOffset?)null),
                cancellationToken);
        },
        cancellationToken);

    /// <summary>Jobs that can run before <paramref name="horizon"/> and the time from which they can.</summary>
    public async Task<IReadOnlyList<(Guid Id, DateTimeOffset? DueAt)>> DueAsync(DateTimeOffset horizon, int take, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PortalDb>();
        // Those that wait for a place of their kind must not stand in the way of others.
        var full = await limits.FullAsync(db, cancellationToken);
        var rows = await db.Jobs.Where(job => job.State == JobState.Queued && (job.DueAt == null || job.DueAt <= horizon) 
                && (job.CancelRequested || !full.Contains(job.Type)))
            .OrderBy(job => job.CreatedAt).Take(take).Select(job => new { job.Id, job.DueAt }).ToListAsync(cancellationToken);
        return [.. rows.Select(row => (row.Id, row.DueAt))];
    }

    private async Task EndAsync(
        Job job, JobState state, string action, string? causeCode, string? causeMessage, CancellationToken cancellationToken,
        IReadOnlyList<JobPhase>? phases = null)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PortalDb>();
        var caller = new Caller { UserId = job.UserId, UserName = job.UserName, ProjectId = job.ProjectId };
        await scope.ServiceProvider.GetRequiredService<StateChanges>().WriteAsync(
            caller,
            async changes =>
            {
                var ended = await Held(db, job.Id).ExecuteUpdateAsync(
                    row => row.SetProperty(x => x.State, state)
                        .SetProperty(x => x.EndedAt, changes.At)
                        .SetProperty(x => x.CauseCode, causeCode)
                        .SetProperty(x => x.CauseMessage, causeMessage)
                        .SetProperty(x => x.LeaseOwner, (string?)null)
                        .SetProperty(x => x.LeaseUntil, (DateTimeOffset?)null),
                    cancellationToken);
                if (ended > 0)
                {
                    await SavePhasesAsync(db, job, phases ?? [], cancellationToken);
                    changes.Record(action, JobEvents.ObjectType, job.Id.ToString(), job.ProjectId, causeCode,
                        new Dictionary<string, string?> { ["type"] = job.Type, ["image"] = job.ImageId?.ToString(), ["phase"] = job.Phase });
                }
            },
            cancellationToken);
    }

    private static async Task SavePhasesAsync(PortalDb db, Job job, IReadOnlyList<JobPhase> phases, CancellationToken cancellationToken)
    {
        if (phases.Count == 0)
        {
            return;
        }

        var known = await db.JobPhases.AsTracking().Where(row => row.JobId == job.Id).ToListAsync(cancellationToken);
        foreach (var phase in phases)
        {
            var row = known.Find(row => row.Index == phase.Index);
            if (row is null)
            {
                row = new JobPhase { JobId = job.Id, Index = phase.Index, Name = phase.Name };
                db.JobPhases.Add(row);
                known.Add(row);
            }

            row.State = phase.State;
            row.BytesDone = phase.BytesDone;
            row.BytesTotal = phase.BytesTotal;
            row.StartedAt = phase.StartedAt;
            row.EndedAt = phase.EndedAt;
        }
    }

    private IQueryable<Job> Dead(PortalDb db, bool atStart)
    {
        var now = time.GetUtcNow();
        var running = db.Jobs.Where(job => job.State == JobState.Running);
        return DeadLeases.OwnerPrefix(db, node, atStart) is { } prefix
            ? running.Where(job => job.LeaseUntil < now || (job.LeaseOwner!.StartsWith(prefix) && job.LeaseOwner != node.LeaseOwner))
            : running.Where(job => job.LeaseUntil < now);
    }

    private IQueryable<Job> Held(PortalDb db, Guid id) =>
        db.Jobs.Where(job => job.Id == id && job.State == JobState.Running && job.LeaseOwner == node.LeaseOwner);

    private async Task<T> WriteAsync<T>(Func<PortalDb, Task<T>> work, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PortalDb>();
        return await db.WriteAsync(_ => work(db), cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The lease of job {JobId} could not be renewed")]
    private partial void LogBeatFailed(Exception fault, Guid jobId);
}
