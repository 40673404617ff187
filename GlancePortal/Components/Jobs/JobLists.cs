using GlancePortal.Domain.Access;
using GlancePortal.Domain.Jobs;

namespace GlancePortal.Components.Jobs;

/// <summary>A loaded page of the list, handed from the prerendered page to the live one.</summary>
/// <param name="Query">The address's query that it answers.</param>
/// <param name="Rows">The rows.</param>
/// <param name="HasMore">Whether there are older ones.</param>
/// <param name="AnyAtAll">Whether there would be some without filters.</param>
/// <param name="ProjectId">The project; null for all.</param>
/// <param name="MayChange">Whether the person may cancel and retry, to show only what works; the domain decides again.</param>
public sealed record JobList(string Query, IReadOnlyList<JobView> Rows, bool HasMore, bool AnyAtAll, string? ProjectId, bool MayChange);

/// <summary>Loads what pages of jobs show.</summary>
internal sealed class JobLists(JobQueries queries, JobFacts facts)
{
    /// <summary>The page that an address asks for: of the caller's project, of all when there is none.</summary>
    public async Task<JobList> LoadAsync(Caller caller, JobsPageState state, CancellationToken cancellationToken)
    {
        var page = await queries.PageAsync(caller, state.ToFilter(caller.ProjectId), state.After, JobsPageState.PageSize, cancellationToken);
        var any = page.Jobs.Count > 0 || await queries.CountAsync(caller, new JobFilter { ProjectId = caller.ProjectId }, 1, cancellationToken) > 0;
        return new JobList(state.ToQuery(), await ViewsAsync(caller, page.Jobs, cancellationToken), page.HasMore, any, caller.ProjectId, JobControl.MayChange(caller));
    }

    /// <summary>The present state of rows that are shown already.</summary>
    public async Task<IReadOnlyList<JobView>> RefreshAsync(Caller caller, IReadOnlyList<Guid> ids, CancellationToken cancellationToken)
    {
        var page = await queries.PageAsync(caller, new JobFilter { Ids = ids, WithOwn = true }, after: null, ids.Count, cancellationToken);
        return await ViewsAsync(caller, page.Jobs, cancellationToken);
    }

    /// <summary>How many of these jobs the address would list above the row that is the first now.</summary>
    public async Task<int> CountAmongAsync(
        Caller caller, JobsPageState state, IReadOnlyList<Guid> ids, DateTimeOffset first, CancellationToken cancellationToken) =>
        ids.Count == 0
            ? 0
            : await queries.CountAsync(caller, state.ToFilter(caller.ProjectId) with { Ids = ids, CreatedAfter = first }, ids.Count, cancellationToken);

    /// <summary>One job with the last lines of its log.</summary>
    public async Task<JobDetails> ShowAsync(Caller caller, Guid id, int lines, CancellationToken cancellationToken)
    {
        var job = await queries.GetAsync(caller, id, cancellationToken);
        var log = await facts.LogAsync(caller, id, new JobLogRange(lines), cancellationToken);
        return new JobDetails((await ViewsAsync(caller, [job], cancellationToken))[0], [.. log.Lines.Select(JobLogLineView.Of)], log.HasMore, JobControl.MayChange(caller));
    }

    private async Task<IReadOnlyList<JobView>> ViewsAsync(Caller caller, IReadOnlyList<Job> jobs, CancellationToken cancellationToken) =>
        [.. (await facts.DescribeAsync(caller, jobs, cancellationToken)).Select(JobView.Of)];
}
