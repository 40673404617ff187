using System.Text.Json;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Images;
using GlancePortal.Domain.Import;

namespace GlancePortal.Api.V2.Wire;

/// <summary>Reads the body of a request for a task.</summary>
internal static class TaskDraftReader
{
    public static TaskDraft Read(JsonElement body, ImageSchema schema)
    {
        var type = Text(Member(body, "type"), "type");
        var input = Member(body, "input");
        if (type != "import")
        {
            throw new InvalidInputException($"Task type '{type}' is not import.", "task.type_unknown");
        }

        var properties = Member(input, "image_properties");
        if (properties.ValueKind != JsonValueKind.Object)
        {
            throw ImageFields.Wrong("image_properties", "an object");
        }

        // The format that the source is in is a hint of old clients: what the image declares and what the content is decide.
        Text(Member(input, "import_from_format"), "import_from_format");
        return new TaskDraft(Text(Member(input, "import_from"), "import_from"), ImageDraftReader.Read(properties, schema), input.GetRawText());
    }

    private static JsonElement Member(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var value)
            ? value
            : throw new InvalidInputException($"A task needs '{name}'.", "json.invalid");

    private static string Text(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : throw ImageFields.Wrong(name, "a string");
}
