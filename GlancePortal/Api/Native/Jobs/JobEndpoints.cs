using GlancePortal.Access;
using GlancePortal.Api.OpenApi;
using GlancePortal.Api.V2;
using GlancePortal.Domain.Access;
using GlancePortal.Domain.Jobs;
using Microsoft.AspNetCore.Http.HttpResults;

namespace GlancePortal.Api.Native.Jobs;

/// <summary>Jobs: what is done, was done and waits, by whom, how far, and why it failed.</summary>
internal static class JobEndpoints
{
    private const int Tail = 50;
    private const int DefaultLines = 200;
    private const int MaxLines = 1000;

    public static void MapJobs(this RouteGroupBuilder jobs)
    {
        jobs.MapGet("", ListAsync).WithName("ListJobs").Describe("List jobs", it => JobListQuery.Described(it)
            .Says("Newest first: those of the caller's project, for an administrator those of all. Conditions hold together; of several values of one any is enough.")
            .Answer(200, "A page.", Shapes.Of(JobJson.Default.JobListBody)).Refuses(400, 403, 404));
        jobs.MapGet("/{id:guid}", ShowAsync).WithName("ShowJob").Describe("Show a job", it => it
            .Says("With its phases, the mean speed of the one that runs, the time that is left at this speed, and the last lines of its log.")
            .Answer(200, "The job.", Shapes.Of(JobJson.Default.JobBody)).Refuses(404));
        jobs.MapGet("/{id:guid}/log", LogAsync).WithName("ShowJobLog").Describe("Show the log of a job", it => it
            .Says("In the order of its lines. Without `after` its last lines; a line's code has the words that the portal shows.")
            .Query("after", "Lines after the one with this number.", Shapes.Integer)
            .Query("before", "The last lines before the one with this number.", Shapes.Integer)
            .Query("limit", $"Lines at most {MaxLines}; {DefaultLines} unless said.", Shapes.Integer)
            .Answer(200, "A part of it.", Shapes.Of(JobJson.Default.JobLogBody)).Refuses(400, 404));
        jobs.MapPost("/{id:guid}/cancel", CancelAsync).WithName("CancelJob").Describe("Cancel a job", it => it
            .Says("It ends within seconds and leaves nothing behind. Needs the role member.")
            .Answer(202, "The job; it is cancelled when its state says so.", Shapes.Of(JobJson.Default.JobBody)).Refuses(403, 404, 409));
        jobs.MapPost("/{id:guid}/retry", RetryAsync).WithName("RetryJob").Describe("Try a failed job again", it => it
            .Says("From the phase that failed; an import whose bytes were not kept fetches them again. Needs the role member.")
            .Answer(202, "The job, queued.", Shapes.Of(JobJson.Default.JobBody)).Refuses(403, 404, 409, 413));
        jobs.MapGet("/limits", ShowLimitsAsync).WithName("ShowJobLimits").Describe("Show how many jobs of a kind may run at once", it => it
            .Says("For administrators. A limit is of all nodes together.")
            .Answer(200, "Every kind that is limited, and what is used.", Shapes.Of(JobJson.Default.JobLimitsBody)).Refuses(403));
        jobs.MapPut("/limits", ChangeLimitAsync).WithName("ChangeJobLimit").Describe("Change how many jobs of a kind may run at once", it => it
            .Says("For administrators. Holds at once on every node; jobs that run go on. 0 holds the kind back, null takes what is configured.")
            .Takes(Shapes.RequestOf(JobJson.Default.JobLimitChangeBody))
            .Answer(200, "All limits as they are now.", Shapes.Of(JobJson.Default.JobLimitsBody)).Refuses(400, 403));
    }

    internal static async Task<JsonHttpResult<JobListBody>> ListAsync(
        HttpContext context, JobQueries queries, JobFacts facts, CancellationToken cancellationToken)
    {
        var (caller, asked) = (context.Caller(), JobListQuery.Read(context.Request.QueryString.Value));
        var page = await queries.PageAsync(caller, asked.Filter, asked.Marker, asked.Limit, cancellationToken);
        var jobs = await facts.DescribeAsync(caller, page.Jobs, cancellationToken);
        return TypedResults.Json(
            new JobListBody([.. jobs.Select(job => JobBody.Of(job))], page.HasMore ? page.Jobs[^1].Id : null), JobJson.Default.JobListBody);
    }

    internal static async Task<JsonHttpResult<JobBody>> ShowAsync(
        Guid id, HttpContext context, JobQueries queries, JobFacts facts, CancellationToken cancellationToken) =>
        await AnswerAsync(context.Caller(), id, StatusCodes.Status200OK, queries, facts, cancellationToken);

    internal static async Task<JsonHttpResult<JobLogBody>> LogAsync(Guid id, HttpContext context, JobFacts facts, CancellationToken cancellationToken)
    {
        var part = new JobLogRange((int)Math.Clamp(Number("limit") ?? DefaultLines, 1, MaxLines), Number("after"), Number("before"));
        return TypedResults.Json(JobLogBody.Of(await facts.LogAsync(context.Caller(), id, part, cancellationToken)), JobJson.Default.JobLogBody);

        long? Number(string name) =>
            context.Request.Query[name].ToString() is { Length: > 0 } text ? QueryValues.Count(name, text) : null;
    }

    internal static async Task<JsonHttpResult<JobBody>> CancelAsync(
        Guid id, HttpContext context, JobControl control, JobQueries queries, JobFacts facts, CancellationToken cancellationToken)
    {
        await control.CancelAsync(context.Caller(), id, cancellationToken);
        return await AnswerAsync(context.Caller(), id, StatusCodes.Status202Accepted, queries, facts, cancellationToken);
    }

    internal static async Task<JsonHttpResult<JobBody>> RetryAsync(
        Guid id, HttpContext context, JobControl control, JobQueries queries, JobFacts facts, CancellationToken cancellationToken)
    {
        await control.RetryAsync(context.Caller(), id, cancellationToken);
        return await AnswerAsync(context.Caller(), id, StatusCodes.Status202Accepted, queries, facts, cancellationToken);
    }

    internal static async Task<JsonHttpResult<JobLimitsBody>> ShowLimitsAsync(HttpContext context, JobLimitControl limits, CancellationToken cancellationToken) =>
        Answer(await limits.ShowAsync(context.Caller(), cancellationToken));

    internal static async Task<JsonHttpResult<JobLimitsBody>> ChangeLimitAsync(HttpContext context, JobLimitControl limits, CancellationToken cancellationToken)
    {
        var body = await NativeBody.ReadAsync(context.Request, JobJson.Default.JobLimitChangeBody, cancellationToken);
        return Answer(await limits.ChangeAsync(context.Caller(), body.Type ?? "", body.AtOnce, cancellationToken));
    }

    private static JsonHttpResult<JobLimitsBody> Answer(IReadOnlyList<JobLimitUse> limits) =>
        TypedResults.Json(new JobLimitsBody([.. limits.Select(JobLimitBody.Of)]), JobJson.Default.JobLimitsBody);

    private static async Task<JsonHttpResult<JobBody>> AnswerAsync(
        Caller caller, Guid id, int status, JobQueries queries, JobFacts facts, CancellationToken cancellationToken)
    {
        var job = await queries.GetAsync(caller, id, cancellationToken);
        var described = await facts.DescribeAsync(caller, [job], cancellationToken);
        var log = await facts.LogAsync(caller, id, new JobLogRange(Tail), cancellationToken);
        return TypedResults.Json(JobBody.Of(described[0], log), JobJson.Default.JobBody, statusCode: status);
    }
}
