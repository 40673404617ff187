using System.Text.Json;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Images;

namespace GlancePortal.Api.V2.Wire;

/// <summary>Reads the body of a PATCH: a list of operations, in the form of draft 4 or of draft 10 of JSON Patch.</summary>
internal static class ImagePatchReader
{
    public const string OldType = "application/openstack-images-v2.0-json-patch";
    public const string NewType = "application/openstack-images-v2.1-json-patch";

    private static readonly string[] Operations = ["add", "remove", "replace"];

    public static IReadOnlyList<ImageChange> Read(JsonElement body, bool oldForm, ImageSchema schema)
    {
        if (body.ValueKind != JsonValueKind.Array)
        {
            throw Malformed("the body must be an array of operations");
        }

        return [.. body.EnumerateArray().Select(item => Change(item, oldForm, schema))];
    }

    private static ImageChange Change(JsonElement item, bool oldForm, ImageSchema schema)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            throw Malformed("an operation must be an object");
        }

        var (operation, pointer) = oldForm ? OldOperation(item) : NewOperation(item);
        var path = JsonPointer.Parse(pointer);
        var name = path[0];
        RequireDepth(operation, path);
        var hasValue = item.TryGetProperty("value", out var value);
        if (operation != "remove" && !hasValue)
        {
            throw Malformed($"operation {operation} needs a value");
        }

        if (name == "id")
        {
            throw new ForbiddenException("Attribute 'id' is read-only.", "image.field_read_only");
        }

        ImageFields.RequireSettable(name);
        return ImageFields.Settable.TryGetValue(name, out var field)
            ? FieldChange(operation, name, field, value, oldForm)
            : CustomChange(operation, name, value, oldForm, schema);
    }

    private static (string Operation, string? Pointer) OldOperation(JsonElement item)
    {
        var given = Operations.Where(operation => item.TryGetProperty(operation, out _)).ToList();
        return given is [var only] ? (only, TextOf(item.GetProperty(only))) : throw Malformed("an operation needs exactly one of add, remove, replace");
    }

    private static (string Operation, string? Pointer) NewOperation(JsonElement item)
    {
        var operation = item.TryGetProperty("op", out var op) ? TextOf(op) : null;
        if (!Operations.Contains(operation))
        {
            throw Malformed("op must be add, remove or replace");
        }

        return (operation!, item.TryGetProperty("path", out var path) ? TextOf(path) : throw Malformed("an operation needs a path"));
    }

    private static ImageChange FieldChange(
        string operation, string name, Func<JsonElement, ImageChange> field, JsonElement value, bool oldForm) => operation switch
        {
            "remove" => throw new ForbiddenException($"Property {name} may not be removed.", "image.field_kept"),
            "add" when oldForm => throw new ConflictException($"Property {name} already present.", "image.property_exists"),
            _ => field(value),
        };

    private static ImageChange CustomChange(string operation, string name, JsonElement value, bool oldForm, ImageSchema schema) => operation switch
    {
        "remove" => new PropertyRemoval(name),
        "replace" => new PropertyChange(name, ImageFields.Property(name, value, schema), PropertyPrecondition.Exists),
        _ => new PropertyChange(
            name, ImageFields.Property(name, value, schema), oldForm ? PropertyPrecondition.Absent : PropertyPrecondition.None),
    };

    // Only locations have parts of their own.
    private static void RequireDepth(string operation, IReadOnlyList<string> path)
    {
        var depth = path[0] == "locations" && operation != "replace" ? 2 : 1;
        if (path.Count != depth)
        {
            throw Malformed($"/{string.Join('/', path)} cannot be the path of operation {operation}");
        }
    }

    private static string? TextOf(JsonElement element) => element.ValueKind == JsonValueKind.String ? element.GetString() : null;

    private static InvalidInputException Malformed(string reason) => new($"Invalid JSON patch: {reason}.", "json.patch_invalid");
}
