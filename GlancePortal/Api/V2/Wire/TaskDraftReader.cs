using System.Text.Json;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Import;

namespace GlancePortal.Api.V2.Wire;

/// <summary>Reads the body of a request for a task.</summary>
internal static class TaskDraftReader
{
    public static TaskDraft Read(JsonElement body)
    {
        var type = Text(Member(body, "type"), "type");
        var input = Member(body, "input");
        if (Member(input, "image_properties").ValueKind != JsonValueKind.Object)
        {
            throw ImageFields.Wrong("image_properties", "an object");
        }

        Text(Member(input, "import_from_format"), "import_from_format");
        return new TaskDraft(type, Text(Member(input, "import_from"), "import_from"));
    }

    private static JsonElement Member(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var value)
            ? value
            : throw new InvalidInputException($"A task needs '{name}'.", "json.invalid");

    private static string Text(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : throw ImageFields.Wrong(name, "a string");
}
