using GlancePortal.Domain.Access;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Images;
using Microsoft.EntityFrameworkCore;

namespace GlancePortal.Domain.Jobs;

/// <summary>Jobs as people see them: those of their project, an administrator all.</summary>
/// <param name="db">The records.</param>
/// <param name="access">Says who looks at all.</param>
public sealed class JobQueries(PortalDb db, ImageAccess access)
{
    /// <summary>One job with its phases.</summary>
    /// <exception cref="NotFoundException">There is none that the caller may know of.</exception>
    public async Task<Job> GetAsync(Caller caller, Guid id, CancellationToken cancellationToken) =>
        await Visible(caller).SingleOrDefaultAsync(job => job.Id == id, cancellationToken) ?? throw new NotFoundException("job", id.ToString());

    /// <summary>Jobs about an image, newest first.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="imageId">The image.</param>
    /// <param name="take">At most so many.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    public async Task<IReadOnlyList<Job>> OfImageAsync(Caller caller, Guid imageId, int take, CancellationToken cancellationToken) =>
        await Visible(caller).Where(job => job.ImageId == imageId)
            .OrderByDescending(job => job.CreatedAt).Take(take).ToListAsync(cancellationToken);

    /// <summary>A page of jobs, newest first. An administrator who names no project gets those of all.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="filter">Which jobs.</param>
    /// <param name="after">The last job of the page before; null for the first page.</param>
    /// <param name="take">At most so many.</param>
    /// <param name="cancellationToken">Ends the queries.</param>
    /// <exception cref="ForbiddenException">The caller may not look at jobs. 403.</exception>
    /// <exception cref="NotFoundException">No such project that the caller may know of. 404.</exception>
    /// <exception cref="InvalidInputException">There is no job <paramref name="after"/> any more. 400.</exception>
    public async Task<JobPage> PageAsync(Caller caller, JobFilter filter, Guid? after, int take, CancellationToken cancellationToken)
    {
        RequireList(caller, filter);
        var last = after is null ? null : await Visible(caller).SingleOrDefaultAsync(job => job.Id == after, cancellationToken)
            ?? throw new InvalidInputException($"Invalid marker: job {after} could not be found.", "query.invalid");
        var found = await Page(caller, filter, last, take + 1).ToListAsync(cancellationToken);
        return new JobPage([.. found.Take(take)], HasMore: found.Count > take);
    }

    /// <summary>How many jobs match, counted up to a bound.</summary>
    /// <exception cref="ForbiddenException">The caller may not look at jobs. 403.</exception>
    /// <exception cref="NotFoundException">No such project that the caller may know of. 404.</exception>
    public Task<int> CountAsync(Caller caller, JobFilter filter, int atMost, CancellationToken cancellationToken)
    {
        RequireList(caller, filter);
        return Visible(caller).Matching(db, filter).Select(job => job.Id).Take(atMost).CountAsync(cancellationToken);
    }

    internal IQueryable<Job> Page(Caller caller, JobFilter filter, Job? after, int take) =>
        Visible(caller).Matching(db, filter).NewestFirst(after).Take(take);

    private void RequireList(Caller caller, JobFilter filter)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(filter);
        if (access.IsAdmin(caller))
        {
            return;
        }

        access.RequireRead(caller);
        if (caller.ProjectId is null)
        {
            throw new ForbiddenException("Jobs of all projects are for administrators: this needs a project.");
        }

        if (filter.ProjectId is { } project && project != caller.ProjectId)
        {
            throw new NotFoundException("project", project);
        }
    }

    private IQueryable<Job> Visible(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var jobs = db.Jobs.AsNoTracking().Include(job => job.Phases.OrderBy(phase => phase.Index));
        return access.IsAdmin(caller) ? jobs : jobs.Where(job => job.ProjectId != null && job.ProjectId == caller.ProjectId);
    }
}

/// <summary>Some jobs.</summary>
/// <param name="Jobs">Newest first, with their phases.</param>
/// <param name="HasMore">Whether there are older ones.</param>
public sealed record JobPage(IReadOnlyList<Job> Jobs, bool HasMore);
