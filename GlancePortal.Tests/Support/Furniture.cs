using System.Text.Json.Nodes;

namespace GlancePortal.Tests.Support;

/// <summary>Something of everything that the image API serves, in a project of its own.</summary>
/// <param name="portal">The portal that it is in.</param>
public sealed class Furniture(TrustingPortal portal)
{
    /// <summary>A namespace with all kinds of definitions; `{new}` is its name.</summary>
    public const string Space = """
        { "namespace": "{new}", "display_name": "Shown", "description": "Told", "visibility": "public", "protected": true, "owner": "somebody",
          "resource_type_associations": [ { "name": "OS::Glance::Image", "prefix": "hw_" }, { "name": "OS::Cinder::Volume", "properties_target": "image" } ],
          "properties": { "cores": { "title": "Cores", "type": "integer", "minimum": 1, "maximum": 8, "default": 2, "operators": ["<or>"], "readonly": true },
                          "kinds": { "title": "Kinds", "type": "array", "items": { "type": "string", "enum": ["a", "b"] }, "uniqueItems": true, "maxItems": 2 } },
          "objects": [ { "name": "disk", "description": "D", "required": ["bus"],
                         "properties": { "bus": { "title": "Bus", "type": "string", "enum": ["ide"], "maxLength": 3, "minLength": 0, "pattern": "^i" } } },
                       { "name": "nic" } ],
          "tags": [ { "name": "one" }, { "name": "two" } ] }
        """;

    private const string FullImage = """
        { "name": "full", "disk_format": "raw", "container_format": "bare", "visibility": "community", "min_ram": 1, "min_disk": 2, "tags": ["a", "b"],
          "os_hidden": true, "protected": true, "ramdisk_id": "6ba7b810-9dad-11d1-80b4-00c04fd430c8", "anything": "else",
          "cinder_encryption_key_deletion_policy": "do_not_delete" }
        """;

    private readonly string _project = Guid.NewGuid().ToString("N");
    private readonly Dictionary<string, string> _names = [];

    /// <summary>Makes it.</summary>
    public async ValueTask MakeAsync()
    {
        using var admin = Admin();
        _names["{project}"] = _project;
        _names["{empty}"] = await admin.CreateImageIdAsync();
        _names["{active}"] = await admin.UploadImageAsync([1]);
        _names["{full}"] = await admin.CreateImageIdAsync(FullImage);
        (await admin.SendJsonAsync(HttpMethod.Post, Filled("/v2/images/{active}/members"), new JsonObject { ["member"] = "somebody" })).Dispose();
        _names["{space}"] = Guid.NewGuid().ToString("N");
        (await admin.SendTextAsync(HttpMethod.Post, MetadefRequests.Root, Space.Replace("{new}", _names["{space}"], StringComparison.Ordinal))).Dispose();
        _names["{other}"] = await admin.CreateNamespaceAsync();
    }

    /// <summary>An administrator in the project that everything is of.</summary>
    public HttpClient Admin() => portal.Client("admin", _project);

    /// <summary>
    /// An address or body with the names of what is here: its `{project}`, the images `{empty}`, `{active}` and `{full}`, the namespace `{space}`, and `{other}`
    /// without definitions; `{new}` becomes a name that nothing has.
    /// </summary>
    public string Filled(string text) => _names.Append(KeyValuePair.Create("{new}", Guid.NewGuid().ToString("N")))
        .Aggregate(text, (filled, name) => filled.Replace(name.Key, name.Value, StringComparison.Ordinal));
}
