using System.Text.Json;
using GlancePortal.Access;
using GlancePortal.Api.OpenApi;
using GlancePortal.Api.V2.Wire;
using GlancePortal.Domain.Access;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Images;
using GlancePortal.Domain.Import;

namespace GlancePortal.Api.V2;

/// <summary>Tasks, of which there are none while nothing imports: everything is checked as if there were.</summary>
internal static class TaskEndpoints
{
    private const string Path = "/v2/tasks";

    public static void MapTasks(this RouteGroupBuilder v2)
    {
        v2.MapRead("/tasks", List).Describe("List tasks", it => TaskListQuery.Describe(it)
            .Says("For administrators. There are none while no import method is enabled.")
            .Answer(200, "The page.", TaskShapes.List).Refuses(400, 403));
        v2.MapPost("/tasks", CreateAsync).Describe("Start a task", it => it
            .Takes(TaskShapes.Draft)
            .OnlyRefuses("Importing is switched off: a request that is right in itself is refused with 403.", 400, 403, 413));
        v2.MapRead("/tasks/{id}", Show).Describe("Show a task", it => it
            .OnlyRefuses("For administrators. There are none while no import method is enabled.", 400, 403, 404));
        v2.MapWithoutBody(HttpMethods.Delete, "/tasks/{id}", Delete).Hide(HttpMethods.Delete);
        v2.MapRead("/images/{id}/tasks", OfImageAsync).Describe("List the tasks of an image", it => it
            .Says("There are none while no import method is enabled.")
            .Answer(200, "The tasks.", TaskShapes.OfImage).Refuses(400, 403, 404));
    }

    internal static Task List(HttpContext context, ImageAccess access)
    {
        access.Require(context.Caller(), PolicyNames.TasksApiAccess);
        var query = context.Request.QueryString.Value;
        TaskListQuery.Check(query);
        return WriteNoneAsync(context, json =>
        {
            json.WriteString("first", PageLinks.First(Path, query));
            json.WriteString("schema", "/v2/schemas/tasks");
        });
    }

    internal static async Task CreateAsync(HttpContext context, ImageAccess access)
    {
        // glance-behaviour.md, tasks: who may not is told so before the body is read.
        access.Require(context.Caller(), PolicyNames.TasksApiAccess);
        using var body = await JsonBody.ReadAsync(context.Request, context.RequestAborted);
        TaskDraftReader.Read(body.RootElement).Check();
        throw ImportMethods.SwitchedOff();
    }

    internal static void Show(HttpContext context, string id, ImageAccess access)
    {
        access.Require(context.Caller(), PolicyNames.TasksApiAccess);
        throw new NotFoundException("task", id);
    }

    internal static void Delete(HttpContext context, ImageAccess access)
    {
        access.Require(context.Caller(), PolicyNames.TasksApiAccess);
        V2Routes.RefuseMethod(context, "GET");
    }

    internal static async Task OfImageAsync(HttpContext context, string id, ImageQueries queries)
    {
        await queries.FindKeyAsync(context.Caller(), ImageEndpoints.IdOf(id), context.RequestAborted);
        await WriteNoneAsync(context, json => { });
    }

    private static Task WriteNoneAsync(HttpContext context, Action<Utf8JsonWriter> others) =>
        JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, json =>
        {
            json.WriteStartArray("tasks");
            json.WriteEndArray();
            others(json);
        });
}
