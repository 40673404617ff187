using System.Globalization;
using GlancePortal.Access;
using GlancePortal.Api.OpenApi;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Images;
using GlancePortal.Domain.Jobs;

namespace GlancePortal.Api.Native.Events;

/// <summary>What changes in a project while one watches, as server-sent events.</summary>
internal static class EventEndpoints
{
    private const string LastEventId = "Last-Event-ID";

    public static void MapEvents(this IEndpointRouteBuilder api)
    {
        api.MapGet("/events", WatchOwnAsync).WithName("WatchOwnProject").Describe("Watch the caller's project", it => Described(it)
            .Query("all", "true watches all projects; for administrators.", Shapes.Flag).Refuses(400, 403, 404));
        api.MapGet("/projects/{project}/events", WatchAsync).WithName("WatchProject").Describe("Watch a project", it => Described(it).Refuses(400, 403, 404));
    }

    private static OperationDescription Described(OperationDescription it) => it
        .Says("Server-sent events: first `ready` (or `reset`, when too much was missed to be told one by one), then `image`, `upload` and `job` with the latest change "
            + "of an object, and `progress` with how far the bytes of an image are; at most one for each object and second. The id of an event is its number in the "
            + "audit. A comment comes at least every 15 seconds. The answer ends when the token or session does.")
        .Header(LastEventId, "Go on after this event.", Shapes.Integer)
        .Query("job", "Only this job, and the bytes that it moves.", Shapes.Id)
        .Query("since", "The same, where the header cannot be set.", Shapes.Integer)
        .Answer(200, "The events, without an end.", Shapes.Text, "text/event-stream");

    internal static Task WatchOwnAsync(HttpContext context, ImageAccess access, EventStream stream, JobQueries jobs)
    {
        if (context.Request.Query["all"] != "true")
        {
            return WatchTheirsAsync(context, access, stream, jobs);
        }

        return access.IsAdmin(context.Caller())
            ? RunAsync(context, project: null, stream, jobs)
            : throw new ForbiddenException("Watching all projects needs the role admin.");
    }

    private static Task WatchTheirsAsync(HttpContext context, ImageAccess access, EventStream stream, JobQueries jobs) =>
        context.Caller().ProjectId is { } project
            ? WatchAsync(context, project, access, stream, jobs)
            : throw new InvalidInputException("Events are of a project: use a token of one, or name one in project_id.", "events.project_missing");

    internal static Task WatchAsync(HttpContext context, string project, ImageAccess access, EventStream stream, JobQueries jobs)
    {
        var caller = context.Caller();
        access.RequireRead(caller);
        return access.KnowsOf(caller, project)
            ? RunAsync(context, project, stream, jobs)
            : throw new NotFoundException("project", project);
    }

    private static async Task RunAsync(HttpContext context, string? project, EventStream stream, JobQueries jobs)
    {
        var since = SinceOf(context.Request);
        Guid? job = context.Request.Query["job"].ToString() is not { Length: > 0 } text ? null
            : Guid.TryParse(text, out var id) ? (await jobs.GetAsync(context.Caller(), id, context.RequestAborted)).Id
            : throw new InvalidInputException("Parameter job must be an id.", "query.invalid");
        await stream.RunAsync(context, new EventWatch(project, job), since);
    }

    // The header is a browser's own when it connects again; the parameter is for who has seen an id elsewhere.
    private static long? SinceOf(HttpRequest request)
    {
        var text = request.Headers[LastEventId].ToString() is { Length: > 0 } header ? header : request.Query["since"].ToString();
        return text.Length == 0 ? null
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id
            : throw new InvalidInputException($"{LastEventId} must be the id of an event.", "events.id_invalid");
    }
}
