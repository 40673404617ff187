using System.Collections.Frozen;
using System.Text.Json;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Images;

namespace GlancePortal.Api.V2.Wire;

/// <summary>Values of an image's fields as clients write them; what they mean is the domain's.</summary>
internal static class ImageFields
{
    /// <summary>Fields that only the server sets, and links that only it makes.</summary>
    public static readonly FrozenSet<string> ReadOnly = new[]
    {
        "created_at", "updated_at", "status", "checksum", "os_hash_algo", "os_hash_value", "size", "virtual_size",
        "direct_url", "self", "file", "schema", "stores",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Names that mean nothing to clients.</summary>
    public static readonly FrozenSet<string> Reserved = new[] { "location", "deleted", "deleted_at", "locations" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Fields that clients may set, by what sets them.</summary>
    public static readonly FrozenDictionary<string, Func<JsonElement, ImageChange>> Settable =
        new Dictionary<string, Func<JsonElement, ImageChange>>(StringComparer.Ordinal)
        {
            ["name"] = value => new NameChange(Text("name", value)),
            ["visibility"] = value => new VisibilityChange(Visibility(value)),
            ["protected"] = value => new ProtectedChange(Flag("protected", value)),
            ["os_hidden"] = value => new HiddenChange(Flag("os_hidden", value)),
            ["owner"] = value => new OwnerChange(Text("owner", value)),
            ["min_disk"] = value => new MinDiskChange(Number("min_disk", value)),
            ["min_ram"] = value => new MinRamChange(Number("min_ram", value)),
            ["disk_format"] = value => new DiskFormatChange(Text("disk_format", value)),
            ["container_format"] = value => new ContainerFormatChange(Text("container_format", value)),
            ["tags"] = value => new TagsChange(Texts("tags", value)),
        }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <exception cref="ForbiddenException">Clients cannot set this.</exception>
    public static void RequireSettable(string name)
    {
        if (ReadOnly.Contains(name))
        {
            throw new ForbiddenException($"Attribute '{name}' is read-only.", "image.field_read_only");
        }

        if (Reserved.Contains(name) || name.StartsWith("os_glance", StringComparison.Ordinal))
        {
            throw new ForbiddenException($"Attribute '{name}' is reserved.", "image.property_reserved");
        }
    }

    public static string? Text(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Null => null,
        _ => throw Wrong(name, "a string or null"),
    };

    public static string Property(string name, JsonElement value, ImageSchema schema) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Null when schema.MayBeNull(name) => "",
        _ => throw Wrong(name, "a string"),
    };

    public static bool Flag(string name, JsonElement value) =>
        value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw Wrong(name, "true or false");

    public static long Number(string name, JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : throw Wrong(name, "an integer");

    public static ImageVisibility Visibility(JsonElement value) => Visibility(value.ValueKind == JsonValueKind.String ? value.GetString() : null)
        ?? throw Wrong("visibility", "one of community, public, private, shared");

    public static ImageVisibility? Visibility(string? text) => text switch
    {
        "community" => ImageVisibility.Community,
        "public" => ImageVisibility.Public,
        "private" => ImageVisibility.Private,
        "shared" => ImageVisibility.Shared,
        _ => null,
    };

    public static IReadOnlyCollection<string> Texts(string name, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            throw Wrong(name, "an array of strings");
        }

        return [.. value.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.String ? item.GetString()! : throw Wrong(name, "an array of strings"))];
    }

    public static InvalidInputException Wrong(string name, string wanted) => new($"Invalid value for '{name}': it must be {wanted}.", "json.invalid");
}
