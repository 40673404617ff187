using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace GlancePortal.Tests.Api.V2.Fuzzing;

/// <summary>One operation of a patch; the value is text of JSON, null where it is left out.</summary>
internal sealed record RandomOperation(string Name, string Path, string? Value);

/// <summary>A patch, its bytes as they are sent, and what an image is after it if it is taken.</summary>
/// <param name="Operations">What it is made of.</param>
/// <param name="IsOld">Whether it has the form of draft 4.</param>
/// <param name="Cut">How much of its text is sent, as a share; 1 is all of it.</param>
internal sealed record RandomPatch(IReadOnlyList<RandomOperation> Operations, bool IsOld, double Cut)
{
    private static readonly string[] Fields =
    [
        "name", "visibility", "protected", "os_hidden", "owner", "min_disk", "min_ram", "disk_format", "container_format", "tags",
        "id", "status", "size", "checksum", "created_at", "self", "schema", "location", "locations", "deleted", "os_glance_x", "os_hash_value",
    ];

    private static readonly string[] Paths =
    [
        "", "/", "//", "name", "/a/b", "/tags/-", "/locations/0", "/locations/-", "/~", "/~2", "/a~1b", "/a~0b", "/ ", "/é", "/😀", "/os_distro", "/kernel_id",
        "/os_version", "/architecture", "/instance_uuid",
    ];

    private static readonly Gen<string> Path = Gen.Frequency(
        (4, Gen.Elements(Fields).Select(field => $"/{field}")),
        (4, Gen.Choose(0, 20).Select(number => $"/custom_{number}")),
        (2, Gen.Elements(Paths)),
        (1, RandomTexts.Text.Select(text => $"/{text}")));

    // Values that many fields take, so that patches of several operations succeed often enough.
    private static readonly Gen<string> Value = Gen.Frequency(
        (3, Gen.Elements("\"linux\"", "\"shared\"", "\"community\"", "true", "false", "7", "[\"a\", \"b\"]", "\"raw\"")),
        (3, RandomTexts.Json));

    private static readonly Gen<RandomOperation> Operation =
        from name in Gen.Frequency((30, Gen.Elements("add", "replace", "remove")), (1, Gen.Elements("move", "copy", "test", "", "Add", "😀")))
        from path in Path
        from value in Value
        from isLeftOut in Gen.Choose(0, 40)
        select new RandomOperation(name, path, name == "remove" || isLeftOut == 0 ? null : value);

    public static readonly Gen<RandomPatch> Any =
        from count in Gen.Frequency((4, Gen.Constant(1)), (6, Gen.Choose(2, 6)), (1, Gen.Constant(0)))
        from operations in Gen.ListOf(Operation, count)
        from isOld in Gen.Elements(true, false)
        from cut in Gen.Frequency((20, Gen.Constant(100)), (1, Gen.Choose(0, 99)))
        select new RandomPatch([.. operations], isOld, cut / 100.0);

    public override string ToString()
    {
        var text = $"[{string.Join(", ", Operations.Select(One))}]";
        return text[..(int)(text.Length * Cut)];
    }

    /// <summary>What the image looks like afterwards; written from the rules of the specification, not from the program.</summary>
    public JsonObject After(JsonObject image)
    {
        var after = image.DeepClone().AsObject();
        foreach (var operation in Operations)
        {
            var name = operation.Path[1..].Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (operation.Name == "remove")
            {
                after.Remove(name);
            }
            else
            {
                after[name] = ValueOf(name, JsonNode.Parse(operation.Value!));
            }
        }

        return after;
    }

    // Tags are a set; a property of the schema that may be null is shown as an empty text.
    private static JsonNode? ValueOf(string name, JsonNode? value) => name switch
    {
        "tags" => TestJson.Sorted(value!.AsArray().Select(tag => tag!.GetValue<string>()).Distinct()),
        "kernel_id" or "ramdisk_id" => value ?? "",
        _ => value,
    };

    private string One(RandomOperation operation)
    {
        var path = JsonSerializer.Serialize(operation.Path);
        var value = operation.Value is null ? "" : $", \"value\": {operation.Value}";
        return IsOld
            ? $"{{ {JsonSerializer.Serialize(operation.Name)}: {path}{value} }}"
            : $"{{ \"op\": {JsonSerializer.Serialize(operation.Name)}, \"path\": {path}{value} }}";
    }
}
