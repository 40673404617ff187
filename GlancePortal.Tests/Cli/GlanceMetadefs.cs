using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Cli;

/// <summary>`glance md-namespace-*` and `md-resource-type-*`.</summary>
[Trait("Suite", "cli")]
public sealed class GlanceMetadefs(RunningPortal portal) : IClassFixture<RunningPortal>
{
    private const string ImageType = "OS::Glance::Image";
    private readonly Glance _admin = new(portal.Credentials("admin", "admin"));
    private readonly Glance _alice = new(portal.Credentials("alice", "alpha"));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_namespace_is_made_changed_renamed_and_deleted()
    {
        using var http = await portal.ConnectAsync("admin", "admin");

        var made = await _admin.ShowAsync(
            "md-namespace-create", "My::Space", "--display-name", "My space", "--description", "for tests", "--visibility", "public",
            "--protected", "True", "--owner", PortalFactory.Alpha);
        Assert.Equal(("My::Space", "/v2/schemas/metadefs/namespace"), (made["namespace"], made["schema"]));
        (await http.GetJsonAsync(MetadefRequests.Root + "/My::Space")).AssertHas($$"""
            { "namespace": "My::Space", "display_name": "My space", "description": "for tests", "visibility": "public", "protected": true,
              "owner": "{{PortalFactory.Alpha}}" }
            """);
        await _admin.RefusedAsync("HTTP 403 Forbidden", "md-namespace-delete", "My::Space");

        var changed = await _admin.ShowAsync(
            "md-namespace-update", "My::Space", "--namespace", "My::Room", "--display-name", "My room", "--protected", "False", "--visibility", "private");
        Assert.Equal(
            ("My::Room", "My room", "False", "private", "for tests"),
            (changed["namespace"], changed["display_name"], changed["protected"], changed["visibility"], changed["description"]));
        await _admin.RefusedAsync("HTTP 404 Not Found", "md-namespace-show", "My::Space");

        await _admin.RunAsync("md-namespace-delete", "My::Room");
        Assert.Equal(System.Net.HttpStatusCode.NotFound, await http.StatusAsync(HttpMethod.Get, MetadefRequests.Root + "/My::Room"));
    }

    [Fact]
    public async Task Namespaces_are_listed_page_by_page_and_by_what_they_are()
    {
        await _admin.RunAsync("md-namespace-create", "Listed::Private");
        await _admin.RunAsync("md-namespace-create", "Listed::Public", "--visibility", "public");
        await _admin.RunAsync("md-resource-type-associate", "Listed::Public", "--name", "Listed::Type");
        using var http = await portal.ConnectAsync("alice", "alpha");
        var visible = (await http.GetJsonAsync(MetadefRequests.Root + "?limit=1000")).NamesOf("namespaces", "namespace").ToList();
        Assert.True(visible.Count > 30, "The stock definitions are there.");

        Assert.Equal(visible, await _alice.ListAsync("namespace", "md-namespace-list"));
        Assert.Equal(visible, await _alice.ListAsync("namespace", "md-namespace-list", "--page-size", "7"));
        var closed = await _admin.ListAsync("namespace", "md-namespace-list", "--visibility", "private");
        Assert.Contains("Listed::Private", closed);
        Assert.Empty(closed.Intersect(visible));
        Assert.Equal(["Listed::Public"], await _alice.ListAsync("namespace", "md-namespace-list", "--resource-types", "Listed::Type"));
        var typed = await _alice.ListAsync(
            "namespace", "md-namespace-list", "--resource-types", "Listed::Type", "--resource-types", "OS::Cinder::Volume", "--visibility", "public");
        Assert.Contains("Listed::Public", typed);
        Assert.Contains("OS::Cinder::Volumetype", await _alice.ListAsync("namespace", "md-namespace-list"));
        Assert.True(typed.Count > 1);
        await _alice.RefusedAsync("HTTP 400 Bad Request", "md-namespace-list", "--visibility", "nonsense");
    }

    [Fact]
    public async Task A_namespace_comes_whole_from_a_file_or_a_pipe()
    {
        var file = Path.Combine(portal.Folder, "namespace.json");
        await File.WriteAllTextAsync(
            file,
            """
            { "namespace": "Imported::One", "display_name": "Imported", "description": "from a file", "visibility": "public", "protected": false,
              "resource_type_associations": [{ "name": "OS::Glance::Image", "prefix": "hw_" }],
              "properties": { "cores": { "title": "Cores", "type": "integer" } },
              "objects": [{ "name": "disk", "description": "a disk", "required": ["bus"], "properties": { "bus": { "title": "Bus", "type": "string" } } }],
              "tags": [{ "name": "fast" }] }
            """,
            Cancellation);

        var made = await _admin.ShowAsync("md-namespace-import", "--file", file);
        Assert.Equal(
            ("""["cores"]""", """["disk"]""", """["fast"]""", """["OS::Glance::Image"]"""),
            (made["properties"], made["objects"], made["tags"], made["resource_type_associations"]));
        await _admin.RefusedAsync("HTTP 409 Conflict", "md-namespace-import", "--file", file);
        await _admin.Redirected($"< <(sed s/Imported::One/Imported::Two/ '{file}')").RunAsync("md-namespace-import");

        foreach (var name in new[] { "Imported::One", "Imported::Two" })
        {
            var plain = await _alice.ShowAsync("md-namespace-show", name);
            var onImages = await _alice.ShowAsync("md-namespace-show", name, "--resource-type", ImageType, "--max-column-width", "60");
            Assert.Equal(("""["cores"]""", """["hw_cores"]"""), (plain["properties"], onImages["properties"]));
            Assert.Equal(("from a file", "public"), (plain["description"], plain["visibility"]));
        }
    }

    [Fact]
    public async Task Resource_types_are_associated_and_taken_off()
    {
        await _admin.RunAsync("md-namespace-create", "Typed", "--visibility", "public");

        var made = await _admin.ShowAsync("md-resource-type-associate", "Typed", "--name", ImageType, "--prefix", "hw_", "--properties-target", "image");
        Assert.Equal((ImageType, "hw_", "image"), (made["name"], made["prefix"], made["properties_target"]));
        await _admin.RunAsync("md-resource-type-associate", "Typed", "--name", "My::Type");
        Assert.Equal(
            [(ImageType, "hw_", "image"), ("My::Type", "", "")],
            (await _alice.RowsAsync("md-namespace-resource-type-list", "Typed"))
                .Select(row => (row["name"], row["prefix"], row["properties_target"])).OrderByDescending(row => row.Item1, StringComparer.Ordinal));
        var known = await _alice.ListAsync("name", "md-resource-type-list");
        Assert.Contains("My::Type", known);
        Assert.Contains("OS::Nova::Flavor", known);

        await _admin.RunAsync("md-resource-type-deassociate", "Typed", ImageType);
        Assert.Equal(["My::Type"], await _alice.ListAsync("name", "md-namespace-resource-type-list", "Typed"));
        await _admin.RefusedAsync("HTTP 404 Not Found", "md-resource-type-deassociate", "Typed", ImageType);
    }

    [Fact]
    public async Task Who_does_not_administer_only_reads()
    {
        await _admin.RunAsync("md-namespace-create", "Closed");

        await _alice.RefusedAsync("HTTP 404 Not Found: No metadef_namespace found with ID Closed", "md-namespace-show", "Closed");
        await _alice.RefusedAsync("add_metadef_namespace", "md-namespace-create", "Mine");
        Assert.Equal("True", (await _alice.ShowAsync("md-namespace-show", "OS::Compute::Libvirt"))["protected"]);
    }
}
