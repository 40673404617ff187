using GlancePortal.Domain.Access;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Images;
using GlancePortal.Domain.Jobs;
using Microsoft.EntityFrameworkCore;

namespace GlancePortal.Domain.Import;

/// <summary>Jobs that import, as tasks of the image API.</summary>
/// <param name="db">The records.</param>
/// <param name="access">Says who may look.</param>
public sealed class ImportTasks(PortalDb db, ImageAccess access)
{
    /// <summary>How long a task that has ended is shown.</summary>
    public static readonly TimeSpan TimeToLive = TimeSpan.FromHours(48);

    /// <summary>One task.</summary>
    /// <exception cref="ForbiddenException">The caller may not look at tasks. 403.</exception>
    /// <exception cref="NotFoundException">There is none. 404.</exception>
    public async Task<Job> GetAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        access.Require(caller, PolicyNames.TasksApiAccess);
        return Guid.TryParseExact(id, "D", out var jobId)
            && await Tasks().SingleOrDefaultAsync(job => job.Id == jobId, cancellationToken) is { } task
                ? task
                : throw new NotFoundException("task", id);
    }

    /// <summary>A page of tasks.</summary>
    /// <exception cref="ForbiddenException">The caller may not look at tasks. 403.</exception>
    /// <exception cref="InvalidInputException">The marker is no task. 400.</exception>
    public async Task<IReadOnlyList<Job>> ListAsync(Caller caller, TaskListRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        access.Require(caller, PolicyNames.TasksApiAccess);
        var jobs = Tasks();
        jobs = request.Status is { } status ? jobs.Where(job => StatesOf(status).Contains(job.State)) : jobs;
        jobs = request.Type is { } type ? jobs.Where(job => job.Type == type) : jobs;
        return await PageAsync(jobs, request, cancellationToken);
    }

    /// <summary>The tasks of an image that the caller sees, newest first.</summary>
    /// <exception cref="NotFoundException">No such image that the caller sees. 404.</exception>
    public async Task<IReadOnlyList<Job>> OfImageAsync(Caller caller, Guid imageId, CancellationToken cancellationToken)
    {
        await db.FindVisibleAsync(access, caller, imageId, cancellationToken);
        return await Tasks().Where(job => job.ImageId == imageId).OrderByDescending(job => job.CreatedAt).ToListAsync(cancellationToken);
    }

    /// <summary>States of jobs that are a status of tasks.</summary>
    public static IReadOnlyList<JobState> StatesOf(string status) => status switch
    {
        "pending" => [JobState.Waiting, JobState.Queued],
        "processing" => [JobState.Running],
        "success" => [JobState.Succeeded],
        _ => [JobState.Failed, JobState.Cancelled],
    };

    private IQueryable<Job> Tasks()
    {
        var types = ImportJobs.TaskTypes;
        return db.Jobs.AsNoTracking().Include(job => job.Phases.OrderBy(phase => phase.Index)).Where(job => types.Contains(job.Type));
    }

    private static async Task<IReadOnlyList<Job>> PageAsync(IQueryable<Job> jobs, TaskListRequest request, CancellationToken cancellationToken)
    {
        var ordered = request.Ascending
            ? jobs.OrderBy(TaskListRequest.KeyOf(request.SortKey)).ThenBy(job => job.Id)
            : jobs.OrderByDescending(TaskListRequest.KeyOf(request.SortKey)).ThenByDescending(job => job.Id);
        if (request.Marker is not { } marker)
        {
            return await ordered.Take(request.Limit).ToListAsync(cancellationToken);
        }

        // Tasks are few, and an administrator's: the ids before the marker are walked over.
        var ids = await ordered.Select(job => job.Id).ToListAsync(cancellationToken);
        var at = ids.IndexOf(marker);
        if (at < 0)
        {
            throw new InvalidInputException($"Invalid marker: task {marker} could not be found.", "query.invalid");
        }

        var page = ids.Skip(at + 1).Take(request.Limit).ToList();
        var found = await jobs.Where(job => page.Contains(job.Id)).ToDictionaryAsync(job => job.Id, cancellationToken);
        return [.. page.Where(found.ContainsKey).Select(id => found[id])];
    }
}
