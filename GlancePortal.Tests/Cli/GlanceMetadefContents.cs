using System.Net;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Cli;

/// <summary>`glance md-property-*`, `md-object-*` and `md-tag-*`: what is in a namespace.</summary>
[Trait("Suite", "cli")]
public sealed class GlanceMetadefContents(RunningPortal portal) : IClassFixture<RunningPortal>
{
    private readonly Glance _admin = new(portal.Credentials("admin", "admin"));

    [Fact]
    public async Task A_property_is_made_changed_renamed_and_deleted()
    {
        using var http = await portal.ConnectAsync("admin", "admin");
        var name = await http.CreateNamespaceAsync();
        const string Limits = """
            { "type": "integer", "description": "d", "minimum": 1, "maximum": 9, "default": 3, "operators": ["<or>"], "readonly": false }
            """;
        const string Items = """{ "type": "array", "items": { "type": "string", "enum": ["a", "b"] }, "minItems": 1, "uniqueItems": true }""";

        var made = await _admin.ShowAsync("md-property-create", name, "--name", "cores", "--title", "Cores", "--schema", Limits);
        Assert.Equal(("cores", "Cores", "integer", "9", "False"), (made["name"], made["title"], made["type"], made["maximum"], made["readonly"]));
        await _admin.RunAsync("md-property-create", name, "--name", "kinds", "--title", "Kinds", "--schema", Items);
        await _admin.RefusedAsync("HTTP 409 Conflict", "md-property-create", name, "--name", "cores", "--title", "Again", "--schema", Limits);
        Assert.Equal(
            [("cores", "Cores", "integer"), ("kinds", "Kinds", "array")],
            (await _admin.RowsAsync("md-property-list", name)).Select(row => (row["name"], row["title"], row["type"])).Order());

        await _admin.RunAsync(
            "md-property-update", name, "cores", "--name", "threads", "--title", "Threads", "--schema", """{ "maximum": 8, "description": "e" }""");
        (await http.GetJsonAsync($"{MetadefRequests.Root}/{name}/properties/threads")).AssertHas("""
            { "title": "Threads", "type": "integer", "description": "e", "minimum": 1, "maximum": 8, "default": "3", "operators": ["<or>"],
              "readonly": false }
            """);
        var shown = await _admin.ShowAsync("md-property-show", name, "kinds", "--max-column-width", "30");
        Assert.Equal(("kinds", "True", "1"), (shown["name"], shown["uniqueItems"], shown["minItems"]));

        await _admin.RunAsync("md-property-delete", name, "kinds");
        Assert.Equal(["threads"], await _admin.ListAsync("name", "md-property-list", name));
        await _admin.RunAsync("md-namespace-properties-delete", name);
        await _admin.RefusedAsync("HTTP 404 Not Found", "md-property-show", name, "threads");
        Assert.Empty(await _admin.ListAsync("name", "md-property-list", name));
    }

    [Fact]
    public async Task An_object_is_made_changed_renamed_and_deleted()
    {
        using var http = await portal.ConnectAsync("admin", "admin");
        var name = await http.CreateNamespaceAsync();
        const string Disk = """
            { "description": "a disk", "required": ["bus"],
              "properties": { "bus": { "title": "Bus", "type": "string", "enum": ["ide", "scsi"] }, "gib": { "title": "GiB", "type": "integer" } } }
            """;

        var made = await _admin.ShowAsync("md-object-create", name, "--name", "disk", "--schema", Disk);
        Assert.Equal(("disk", "a disk", """["bus", "gib"]""", """["bus"]"""), (made["name"], made["description"], made["properties"], made["required"]));
        await _admin.RunAsync("md-object-create", name, "--name", "bare", "--schema", "{}");
        await _admin.RefusedAsync("HTTP 409 Conflict", "md-object-create", name, "--name", "bare", "--schema", "{}");
        Assert.Equal(
            [("bare", ""), ("disk", "a disk")],
            (await _admin.RowsAsync("md-object-list", name)).Select(row => (row["name"], row["description"])).Order());
        var bus = await _admin.ShowAsync("md-object-property-show", name, "disk", "bus", "--max-column-width", "30");
        Assert.Equal(("bus", "Bus", """["ide","scsi"]"""), (bus["name"], bus["title"], bus["enum"].Replace(" ", "", StringComparison.Ordinal)));
        await _admin.RefusedAsync("Property none not found in object disk.", "md-object-property-show", name, "disk", "none");

        await _admin.RunAsync("md-object-update", name, "disk", "--name", "volume", "--schema", """{ "description": "changed", "required": [] }""");
        var changed = await http.GetJsonAsync($"{MetadefRequests.Root}/{name}/objects/volume");
        changed.AssertHas("""{ "name": "volume", "description": "changed", "required": [] }""");
        Assert.Equal(["bus", "gib"], changed["properties"]!.AsObject().Select(property => property.Key));
        Assert.Equal("changed", (await _admin.ShowAsync("md-object-show", name, "volume", "--max-column-width", "30"))["description"]);

        await _admin.RunAsync("md-object-delete", name, "bare");
        Assert.Equal(["volume"], await _admin.ListAsync("name", "md-object-list", name));
        await _admin.RunAsync("md-namespace-objects-delete", name);
        await _admin.RefusedAsync("HTTP 404 Not Found", "md-object-show", name, "volume");
        Assert.Empty(await _admin.ListAsync("name", "md-object-list", name));
    }

    // Not --append: this client breaks over it before it sends anything.
    [Fact]
    public async Task Tags_are_made_one_by_one_or_together_renamed_and_deleted()
    {
        using var http = await portal.ConnectAsync("admin", "admin");
        var name = await http.CreateNamespaceAsync();

        Assert.Equal("one", (await _admin.ShowAsync("md-tag-create", name, "--name", "one"))["name"]);
        await _admin.RefusedAsync("HTTP 409 Conflict", "md-tag-create", name, "--name", "One");
        Assert.Equal(["a", "b b", "c"], (await _admin.ListAsync("name", "md-tag-create-multiple", name, "--names", "a, b b ,c")).Order());
        Assert.Equal(["a", "b b", "c"], (await _admin.ListAsync("name", "md-tag-list", name)).Order());
        await _admin.RunAsync("md-tag-create-multiple", name, "--names", "x,1:y", "--delim", ":");
        Assert.Equal(["x,1", "y"], (await http.GetJsonAsync($"{MetadefRequests.Root}/{name}/tags")).NamesOf("tags").Order());

        Assert.Equal("标签", (await _admin.ShowAsync("md-tag-update", name, "y", "--name", "标签"))["name"]);
        Assert.Equal("标签", (await _admin.ShowAsync("md-tag-show", name, "标签"))["name"]);
        await _admin.RefusedAsync("HTTP 404 Not Found", "md-tag-show", name, "y");

        await _admin.RunAsync("md-tag-delete", name, "x,1");
        Assert.Equal(["标签"], await _admin.ListAsync("name", "md-tag-list", name));
        await _admin.RunAsync("md-namespace-tags-delete", name);
        Assert.Equal(HttpStatusCode.NotFound, await http.StatusAsync(HttpMethod.Get, $"{MetadefRequests.Root}/{name}/tags/标签"));
    }
}
