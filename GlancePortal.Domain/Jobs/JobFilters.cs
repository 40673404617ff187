using System.Buffers;
using System.Linq.Expressions;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Images;

namespace GlancePortal.Domain.Jobs;

/// <summary>Conditions on jobs as queries. Each is written so that a list walks an index in its order, and never looks at all jobs to sort them.</summary>
internal static class JobFilters
{
    private static readonly SearchValues<char> DigitsOfIds = SearchValues.Create("0123456789abcdef-");
    private static readonly JobState[] Ended = [JobState.Succeeded, JobState.Failed, JobState.Cancelled];

    public static IQueryable<Job> Matching(this IQueryable<Job> jobs, PortalDb db, JobFilter filter)
    {
        jobs = filter.WithOwn ? jobs : jobs.Where(job => job.ProjectId != null || job.UserId != null);
        jobs = filter.ProjectId is { } project ? jobs.Where(job => job.ProjectId == project) : jobs;
        jobs = filter.ImageId is { } image ? jobs.Where(job => job.ImageId == image) : jobs;
        jobs = filter.Ids is { } ids ? jobs.Where(job => ids.Contains(job.Id)) : jobs;
        jobs = filter.CreatedAfter is { } after ? jobs.Where(job => job.CreatedAt >= after) : jobs;
        jobs = filter.CreatedBefore is { } before ? jobs.Where(job => job.CreatedAt < before) : jobs;
        jobs = filter.Causes is { } causes ? jobs.Where(job => job.CauseCode != null && causes.Contains(job.CauseCode)) : jobs;
        jobs = filter.Types is { } types ? types is [var type] ? jobs.Where(job => job.Type == type) : jobs.Where(job => types.Contains(job.Type)) : jobs;
        jobs = filter.States is { } states ? InState(jobs, states) : jobs;
        return string.IsNullOrWhiteSpace(filter.Text) ? jobs : Containing(jobs, db, filter.Text.Trim().ToLowerInvariant());
    }

    /// <summary>Newest first, after a job.</summary>
    public static IQueryable<Job> NewestFirst(this IQueryable<Job> jobs, Job? after)
    {
        if (after is not null)
        {
            // The first condition is a range of the index; the second settles what was asked for at the same instant.
            var (at, id) = (after.CreatedAt, after.Id);
            jobs = jobs.Where(job => job.CreatedAt <= at && (job.CreatedAt < at || job.Id < id));
        }

        return jobs.OrderByDescending(job => job.CreatedAt).ThenByDescending(job => job.Id);
    }

    // Few jobs are not over: their index finds them. Of those that are over there are so many that an index would only make a heap to sort.
    private static IQueryable<Job> InState(IQueryable<Job> jobs, IReadOnlyList<JobState> states)
    {
        var others = Enum.GetValues<JobState>().Except(states).ToList();
        return states.Any(state => Ended.Contains(state)) ? jobs.Where(job => !others.Contains(job.State)) : jobs.Where(job => states.Contains(job.State));
    }

    private static IQueryable<Job> Containing(IQueryable<Job> jobs, PortalDb db, string lower)
    {
#pragma warning disable CA1304, CA1311, CA1862 // translated to SQL, where lower() has no culture
        var named = db.Images.Where(image => image.SearchText.Contains(lower)).Select(image => (Guid?)image.Id);
        Expression<Func<Job, bool>> contains = job => (job.UserName != null && job.UserName.ToLower().Contains(lower)) || named.Contains(job.ImageId);
        return jobs.Where(lower.AsSpan().ContainsAnyExcept(DigitsOfIds)
            ? contains
            : QueryParts.Or(contains, job => job.Id.ToString().ToLower().Contains(lower)
                || (job.ImageId != null && job.ImageId.Value.ToString().ToLower().Contains(lower))));
#pragma warning restore CA1304, CA1311, CA1862
    }
}
