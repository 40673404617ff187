using GlancePortal.Api.OpenApi;

namespace GlancePortal.Api.V2.Wire;

/// <summary>The shapes of tasks. What a task is made of is what its schema says.</summary>
internal static class TaskShapes
{
    public static readonly Shape Task = Shapes.Named("V2.Task", _ => SchemaShapes.Answer(
        TaskSchemas.OneTask(), "id", "type", "status", "owner", "created_at", "updated_at", "self", "schema"));

    public static readonly Shape List = ListShapes.Page("V2.Tasks", "tasks", Task);

    public static readonly Shape OfImage = Shapes.Record("V2.ImageTasks", ("tasks", Shapes.ListOf(Task)));

    /// <summary>What <see cref="TaskDraftReader"/> reads.</summary>
    public static readonly Shape Draft = Shapes.Record("V2.NewTask", ("type", Shapes.OneOf("import")), ("input", Shapes.Record(
        ("import_from", Shapes.Text), ("import_from_format", Shapes.Text), ("image_properties", Shapes.Anything))));
}
