using System.Text.Json;
using GlancePortal.Access;
using GlancePortal.Api.OpenApi;
using GlancePortal.Api.V2.Wire;
using GlancePortal.Domain.Access;
using GlancePortal.Domain.Images;
using GlancePortal.Domain.Import;
using GlancePortal.Domain.Jobs;

namespace GlancePortal.Api.V2;

/// <summary>Tasks: the jobs that import.</summary>
internal static class TaskEndpoints
{
    private const string Path = "/v2/tasks";

    public static void MapTasks(this RouteGroupBuilder v2)
    {
        v2.MapRead("/tasks", ListAsync).Describe("List tasks", it => TaskListQuery.Describe(it)
            .Says("For administrators.")
            .Answer(200, "The page.", TaskShapes.List).Refuses(400, 403));
        v2.MapPost("/tasks", CreateAsync).Describe("Start a task", it => it
            .Says("For administrators: makes an image of `image_properties` and imports its data from an address.")
            .Takes(TaskShapes.Draft)
            .Answer(201, "Begun.", TaskShapes.Task, headers: ["Location"]).Refuses(400, 403, 409, 413));
        v2.MapRead("/tasks/{id}", ShowAsync).Describe("Show a task", it => it
            .Says("For administrators.")
            .Answer(200, "The task.", TaskShapes.Task).Refuses(400, 403, 404));
        v2.MapWithoutBody(HttpMethods.Delete, "/tasks/{id}", Delete).Hide(HttpMethods.Delete);
        v2.MapRead("/images/{id}/tasks", OfImageAsync).Describe("List the tasks of an image", it => it
            .Answer(200, "The tasks, newest first.", TaskShapes.OfImage).Refuses(400, 403, 404));
    }

    internal static async Task ListAsync(HttpContext context, ImageAccess access, ImportTasks tasks)
    {
        access.Require(context.Caller(), PolicyNames.TasksApiAccess);
        var query = context.Request.QueryString.Value;
        var request = TaskListQuery.Read(query);
        var found = await tasks.ListAsync(context.Caller(), request, context.RequestAborted);
        await WriteAsync(context, found, isWhole: false, json =>
        {
            var first = PageLinks.First(Path, query);
            json.WriteString("first", first);
            if (found.Count > 0 && found.Count == request.Limit)
            {
                json.WriteString("next", PageLinks.Next(first, found[^1].Id.ToString()));
            }

            json.WriteString("schema", "/v2/schemas/tasks");
        });
    }

    internal static async Task CreateAsync(HttpContext context, ImageAccess access, ImageImports imports, ImportTasks tasks, ImageSchema schema)
    {
        // glance-behaviour.md, tasks: who may not is told so before the body is read.
        access.Require(context.Caller(), PolicyNames.TasksApiAccess);
        using var body = await JsonBody.ReadAsync(context.Request, context.RequestAborted);
        var begun = await imports.BeginTaskAsync(context.Caller(), TaskDraftReader.Read(body.RootElement, schema), context.RequestAborted);
        var task = await tasks.GetAsync(context.Caller(), begun.Id.ToString(), context.RequestAborted);
        context.Response.Headers.Location = $"{Path}/{task.Id}";
        await JsonAnswer.WriteAsync(context, StatusCodes.Status201Created, json => TaskBodies.Write(json, task, isWhole: true));
    }

    internal static async Task ShowAsync(HttpContext context, string id, ImportTasks tasks)
    {
        var task = await tasks.GetAsync(context.Caller(), id, context.RequestAborted);
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, json => TaskBodies.Write(json, task, isWhole: true));
    }

    internal static void Delete(HttpContext context, ImageAccess access)
    {
        access.Require(context.Caller(), PolicyNames.TasksApiAccess);
        V2Routes.RefuseMethod(context, "GET");
    }

    internal static async Task OfImageAsync(HttpContext context, string id, ImportTasks tasks) => await WriteAsync(
        context, await tasks.OfImageAsync(context.Caller(), ImageEndpoints.IdOf(id), context.RequestAborted), isWhole: true, json => { });

    private static Task WriteAsync(HttpContext context, IReadOnlyList<Job> tasks, bool isWhole, Action<Utf8JsonWriter> others) =>
        JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, json =>
        {
            json.WriteStartArray("tasks");
            foreach (var task in tasks)
            {
                json.WriteStartObject();
                TaskBodies.Write(json, task, isWhole);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            others(json);
        });
}
