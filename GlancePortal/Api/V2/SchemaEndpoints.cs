using System.Text.Json;
using System.Text.Json.Nodes;
using GlancePortal.Api.OpenApi;
using GlancePortal.Domain.Images;
using Microsoft.Extensions.Options;

namespace GlancePortal.Api.V2;

/// <summary>JSON schemas of what this API speaks, which clients make their command lines from.</summary>
internal static class SchemaEndpoints
{
    public static void MapSchemas(this RouteGroupBuilder v2)
    {
        v2.MapSchema("image", "an image", ImageAsync);
        v2.MapSchema("images", "a list of images", ImagesAsync);
        v2.MapMemberSchemas();
        v2.MapTaskSchemas();
    }

    internal static void MapSchema(this RouteGroupBuilder v2, string name, string what, Delegate handler) =>
        v2.MapRead($"/schemas/{name}", handler).Describe($"Show the schema of {what}", it => it
            .Answer(200, "A JSON schema.", Shapes.Anything).Refuses(400));

    internal static Task ImageAsync(HttpContext context, IOptionsSnapshot<ImageOptions> options, ImageSchema schema) =>
        WriteAsync(context, Image(options.Value, schema));

    internal static Task ImagesAsync(HttpContext context, IOptionsSnapshot<ImageOptions> options, ImageSchema schema) =>
        WriteAsync(context, Collection("images", Image(options.Value, schema)));

    /// <summary>The schema of a list of things that have a schema.</summary>
    internal static JsonObject Collection(string name, JsonObject item) => new()
    {
        ["name"] = name,
        ["properties"] = new JsonObject
        {
            [name] = new JsonObject { ["items"] = item, ["type"] = "array" },
            ["first"] = Text(),
            ["next"] = Text(),
            ["schema"] = Text(),
        },
        ["links"] = new JsonArray(Link("first", "{first}"), Link("next", "{next}"), Link("describedby", "{schema}")),
    };

    internal static JsonObject Image(ImageOptions options, ImageSchema schema)
    {
        var properties = new JsonObject
        {
            ["id"] = Text("An identifier for the image", pattern: ImageSchema.UuidPattern),
            ["name"] = OrNull(Text("Descriptive name for the image", maxLength: 255)),
            ["status"] = ReadOnly(Choice(
                "Status of the image",
                ["queued", "saving", "active", "killed", "deleted", "uploading", "importing", "pending_delete", "deactivated"])),
            ["visibility"] = Choice("Scope of image accessibility", ["community", "public", "private", "shared"]),
            ["protected"] = Plain("boolean", "If true, image will not be deletable."),
            ["os_hidden"] = Plain("boolean", "If true, image will not appear in default image list response."),
            ["checksum"] = ReadOnly(OrNull(Text("md5 hash of image contents.", maxLength: 32))),
            ["os_hash_algo"] = ReadOnly(OrNull(Text("Algorithm to calculate the os_hash_value", maxLength: 64))),
            ["os_hash_value"] = ReadOnly(OrNull(Text("Hexdigest of the image contents using the algorithm specified by the os_hash_algo", maxLength: 128))),
            ["owner"] = OrNull(Text("Owner of the image", maxLength: 255)),
            ["size"] = ReadOnly(OrNull(Plain("integer", "Size of image file in bytes"))),
            ["virtual_size"] = ReadOnly(OrNull(Plain("integer", "Virtual size of image in bytes"))),
            ["container_format"] = OrNull(Choice("Format of the container", options.ContainerFormats)),
            ["disk_format"] = OrNull(Choice("Format of the disk", options.DiskFormats)),
            ["created_at"] = ReadOnly(Text("Date and time of image registration")),
            ["updated_at"] = ReadOnly(Text("Date and time of the last image modification")),
            ["tags"] = new JsonObject
            {
                ["items"] = new JsonObject { ["type"] = "string", ["maxLength"] = 255 },
                ["type"] = "array",
                ["description"] = "List of strings related to the image",
            },
            ["min_ram"] = Plain("integer", "Amount of ram (in MB) required to boot image."),
            ["min_disk"] = Plain("integer", "Amount of disk space (in GB) required to boot image."),
            ["self"] = ReadOnly(Text("An image self url")),
            ["file"] = ReadOnly(Text("An image file url")),
            ["schema"] = ReadOnly(Text("An image schema url")),
            ["stores"] = ReadOnly(Text("Store in which image data resides. Only present when the operator has enabled multiple stores. May be a comma-separated list of store identifiers.")),
        };
        foreach (var property in schema.Properties)
        {
            properties[property.Name] = Custom(property);
        }

        var image = new JsonObject
        {
            ["name"] = "image",
            ["properties"] = properties,
            ["additionalProperties"] = new JsonObject { ["type"] = "string" },
            ["links"] = new JsonArray(Link("self", "{self}"), Link("enclosure", "{file}"), Link("describedby", "{schema}")),
        };
        if (schema.Required.Count > 0)
        {
            image["required"] = new JsonArray([.. schema.Required.Select(name => JsonValue.Create(name))]);
        }

        return image;
    }

    private static JsonObject Custom(SchemaProperty property)
    {
        var schema = property.Shown.DeepClone().AsObject();
        schema["is_base"] = false;
        return schema;
    }

    internal static JsonObject Plain(string type, string description) => new() { ["type"] = type, ["description"] = description };

    internal static JsonObject Text(string? description = null, int? maxLength = null, string? pattern = null)
    {
        var schema = new JsonObject { ["type"] = "string" };
        Add("description", description);
        Add("maxLength", maxLength);
        Add("pattern", pattern);
        return schema;

        void Add(string name, JsonNode? value)
        {
            if (value is not null)
            {
                schema[name] = value;
            }
        }
    }

    internal static JsonObject Choice(string description, IReadOnlyList<string> allowed) => new()
    {
        ["type"] = "string",
        ["description"] = description,
        ["enum"] = new JsonArray([.. allowed.Select(value => JsonValue.Create(value))]),
    };

    internal static JsonObject OrNull(JsonObject schema)
    {
        schema["type"] = new JsonArray("null", schema["type"]!.DeepClone());
        if (schema["enum"] is JsonArray allowed)
        {
            allowed.Insert(0, null);
        }

        return schema;
    }

    internal static JsonObject ReadOnly(JsonObject schema)
    {
        schema["readOnly"] = true;
        return schema;
    }

    private static JsonObject Link(string relation, string address) => new() { ["rel"] = relation, ["href"] = address };

    internal static Task WriteAsync(HttpContext context, JsonObject schema) =>
        JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, JsonSerializer.SerializeToUtf8Bytes<JsonNode>(schema));
}
