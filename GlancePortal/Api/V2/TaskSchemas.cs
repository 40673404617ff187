using System.Text.Json.Nodes;
using GlancePortal.Domain.Images;
using static GlancePortal.Api.V2.SchemaEndpoints;

namespace GlancePortal.Api.V2;

/// <summary>JSON schemas of tasks.</summary>
internal static class TaskSchemas
{
    public static void MapTaskSchemas(this RouteGroupBuilder v2)
    {
        v2.MapSchema("task", "a task", TaskAsync);
        v2.MapSchema("tasks", "a list of tasks", TasksAsync);
    }

    internal static Task TaskAsync(HttpContext context) => WriteAsync(context, OneTask());

    internal static Task TasksAsync(HttpContext context) => WriteAsync(context, Collection("tasks", OneTask()));

    internal static JsonObject OneTask() => new()
    {
        ["name"] = "task",
        ["properties"] = new JsonObject
        {
            ["id"] = Text("Id of the task", pattern: ImageSchema.UuidPattern),
            ["type"] = Choice("What it does", ["import", "api_image_import", "location_import"]),
            ["status"] = Choice("How far it is", ["pending", "processing", "success", "failure"]),
            ["input"] = OrNull(Plain("object", "What it was asked for")),
            ["result"] = OrNull(Plain("object", "What came of it")),
            ["owner"] = Text("The project it belongs to"),
            ["message"] = Text("How it goes, for people to read"),
            ["image_id"] = OrNull(Text("The image it works on")),
            ["request_id"] = OrNull(Text("The request that asked for it")),
            ["user_id"] = OrNull(Text("The user who asked for it")),
            ["expires_at"] = OrNull(Text("When its record goes")),
            ["created_at"] = Text("When it was asked for"),
            ["updated_at"] = Text("When it last changed"),
            ["self"] = ReadOnly(Text()),
            ["schema"] = ReadOnly(Text()),
        },
    };
}
