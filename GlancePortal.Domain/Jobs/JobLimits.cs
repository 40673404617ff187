using System.Globalization;
using GlancePortal.Domain.Access;
using GlancePortal.Domain.Audit;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Images;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Jobs;

/// <summary>How many jobs of a kind may run at once, of all nodes together: what an administrator has said, else what is configured.</summary>
/// <param name="options">What is configured.</param>
public sealed class JobLimits(IOptionsMonitor<JobsOptions> options)
{
    /// <summary>Whether one more may run. Inside of the write that starts it; those who ask take turns.</summary>
    /// <param name="db">The records.</param>
    /// <param name="jobId">The job that would run.</param>
    /// <param name="cancellationToken">Ends the queries.</param>
    public async Task<bool> HasRoomAsync(PortalDb db, Guid jobId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        // One that is only to be ended needs no place.
        var type = await db.Jobs.Where(job => job.Id == jobId && !job.CancelRequested).Select(job => job.Type).SingleOrDefaultAsync(cancellationToken);
        if (type is null || !JobTypes.Limited.Contains(type))
        {
            return true;
        }

        await db.LockJobsAsync(type, cancellationToken);
        var said = await db.JobLimits.Where(limit => limit.Type == type).Select(limit => (int?)limit.AtOnce).SingleOrDefaultAsync(cancellationToken);
        if ((said ?? Configured(type)) is not { } limit)
        {
            return true;
        }

        // No project takes all places: slow work of one must not keep the others waiting.
        var projectId = await db.Jobs.Where(job => job.Id == jobId).Select(job => job.ProjectId).SingleAsync(cancellationToken);
        var running = db.Jobs.Where(job => job.Type == type && job.State == JobState.Running);
        return await running.CountAsync(cancellationToken) < limit
            && (limit < 2 || projectId is null || await running.CountAsync(job => job.ProjectId == projectId, cancellationToken) < limit - 1);
    }

    /// <summary>Kinds of which no more may run now; their jobs need no try.</summary>
    public async Task<IReadOnlyList<string>> FullAsync(PortalDb db, CancellationToken cancellationToken) =>
        [.. (await UseAsync(db, cancellationToken)).Where(use => use.Running >= use.Limit).Select(use => use.Type)];

    /// <summary>What is configured for a kind; null for no limit.</summary>
    internal int? Configured(string type) => options.CurrentValue.AtOnce.TryGetValue(type, out var limit) ? limit : JobsOptions.Defaults.GetValueOrDefault(type);

    internal async Task<IReadOnlyList<JobLimitUse>> UseAsync(PortalDb db, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        var said = await db.JobLimits.AsNoTracking().ToDictionaryAsync(limit => limit.Type, limit => limit.AtOnce, cancellationToken);
        var counts = await db.Jobs.Where(job => job.State == JobState.Running || job.State == JobState.Queued)
            .GroupBy(job => new { job.Type, job.State }).Select(group => new { group.Key.Type, group.Key.State, Count = group.Count() }).ToListAsync(cancellationToken);
        return [.. JobTypes.Limited.Select(type => new JobLimitUse(
            type, Configured(type), said.TryGetValue(type, out var limit) ? limit : null, Count(type, JobState.Running), Count(type, JobState.Queued)))];

        int Count(string type, JobState state) => counts.Find(count => count.Type == type && count.State == state)?.Count ?? 0;
    }
}

/// <summary>Lets administrators see and change the limits.</summary>
/// <param name="db">The records.</param>
/// <param name="limits">The limits.</param>
/// <param name="changes">Saves and announces.</param>
/// <param name="access">Who is an administrator.</param>
public sealed class JobLimitControl(PortalDb db, JobLimits limits, StateChanges changes, ImageAccess access)
{
    private const int Most = 1000;

    /// <summary>The limits of all kinds, and how much of them is used.</summary>
    /// <exception cref="ForbiddenException">No administrator. 403.</exception>
    public Task<IReadOnlyList<JobLimitUse>> ShowAsync(Caller caller, CancellationToken cancellationToken)
    {
        RequireAdmin(caller);
        return limits.UseAsync(db, cancellationToken);
    }

    /// <summary>Changes the limit of a kind, on all nodes at once. What runs goes on.</summary>
    /// <param name="caller">An administrator.</param>
    /// <param name="type">The kind, one of <see cref="JobTypes.Limited"/>.</param>
    /// <param name="atOnce">Jobs at once; 0 holds the kind back, null takes what is configured.</param>
    /// <param name="cancellationToken">Rolls back.</param>
    /// <exception cref="ForbiddenException">No administrator. 403.</exception>
    /// <exception cref="InvalidInputException">No such kind, or a number out of range. 400.</exception>
    public async Task<IReadOnlyList<JobLimitUse>> ChangeAsync(Caller caller, string type, int? atOnce, CancellationToken cancellationToken)
    {
        RequireAdmin(caller);
        if (!JobTypes.Limited.Contains(type))
        {
            throw new InvalidInputException($"type must be one of {string.Join(", ", JobTypes.Limited)}.", "job.type_unknown");
        }

        if (atOnce is < 0 or > Most)
        {
            throw new InvalidInputException($"A limit is a number from 0 to {Most}.", "job.limit_invalid");
        }

        await changes.WriteAsync(
            caller,
            async set =>
            {
                await db.LockJobsAsync(type, cancellationToken);
                await db.JobLimits.Where(limit => limit.Type == type).ExecuteDeleteAsync(cancellationToken);
                if (atOnce is { } number)
                {
                    db.JobLimits.Add(new JobLimit { Type = type, AtOnce = number });
                }

                set.Record(
                    JobEvents.LimitChanged, JobEvents.LimitType, type, projectId: null, detail: Facts.Of(("at_once", atOnce?.ToString(CultureInfo.InvariantCulture))));
            },
            cancellationToken);
        return await limits.UseAsync(db, cancellationToken);
    }

    private void RequireAdmin(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (!access.IsAdmin(caller))
        {
            throw new ForbiddenException("The limits of jobs are for the role admin.");
        }
    }
}

/// <summary>The limit of a kind and what is used of it.</summary>
/// <param name="Type">The kind.</param>
/// <param name="Configured">What is configured; null for no limit.</param>
/// <param name="Said">What an administrator has said; null when nobody has.</param>
/// <param name="Running">Jobs that run now.</param>
/// <param name="Queued">Jobs that wait for their turn.</param>
public sealed record JobLimitUse(string Type, int? Configured, int? Said, int Running, int Queued)
{
    /// <summary>What holds; null for no limit.</summary>
    public int? Limit => Said ?? Configured;
}
