using System.Text.Json.Nodes;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Cli;

/// <summary>`glance` on the service itself: tasks, stores, usage, schemas, and what it says where something is switched off.</summary>
[Trait("Suite", "cli")]
public sealed class GlanceService(RunningPortal portal) : IClassFixture<RunningPortal>
{
    private readonly Glance _admin = new(portal.Credentials("admin", "admin"));
    private readonly Glance _alice = new(portal.Credentials("alice", "alpha"));

    [Fact]
    public async Task There_are_no_tasks_before_anything_imports()
    {
        const string Input = """{"import_from":"http://127.0.0.1/x","import_from_format":"raw","image_properties":{}}""";
        using var http = await portal.ConnectAsync("alice", "alpha");
        var id = await http.CreateImageIdAsync();

        Assert.Empty(await _alice.RowsAsync("image-tasks", id));
        Assert.Empty(await _alice.RowsAsync("-v", "image-tasks", id));
        await _alice.RefusedAsync("Image none not found.", "image-tasks", "none");
        Assert.Empty(await _admin.RowsAsync("task-list"));
        Assert.Empty(await _admin.RowsAsync(
            "task-list", "--type", "import", "--status", "failure", "--sort-key", "id", "--sort-dir", "asc", "--page-size", "5"));
        await _admin.RefusedAsync("HTTP 400 Bad Request", "task-list", "--status", "nonsense");
        await _admin.RefusedAsync($"HTTP 404 Not Found: No task found with ID {id}", "task-show", id);
        foreach (var command in new[] { "task-list", "task-show none", $"task-create --type import --input {Input}" })
        {
            await _alice.RefusedAsync("tasks_api_access", command.Split(' '));
        }
    }

    [Fact]
    public async Task Stores_are_told_to_all_and_their_setup_to_administrators()
    {
        var stores = JsonNode.Parse((await _alice.ShowAsync("stores-info"))["stores"])!.AsArray();
        var detail = JsonNode.Parse((await _admin.ShowAsync("stores-info", "--detail"))["stores"])!.AsArray();

        Assert.Equal("""[{"id":"local","default":"true"}]""", stores.ToJsonString());
        Assert.Single(detail)!.AssertHas("""
            { "id": "local", "default": "true", "type": "file", "weight": 0,
              "properties": { "data_dir": "local", "chunk_size": 1048576, "thin_provisioning": false } }
            """);
        await _alice.RefusedAsync("stores_info_detail", "stores-info", "--detail");
    }

    [Fact]
    public async Task Usage_is_told_of_a_project_with_limits()
    {
        var bob = new Glance(portal.Credentials("bob", "beta"));
        Assert.Empty(await bob.RowsAsync("usage"));
        using var http = await portal.ConnectAsync("bob", "beta");
        await http.UploadImageAsync(Bytes.Random((2 << 20) + 1));
        using var admin = await portal.ConnectAsync("admin", "admin");
        await admin.SendTextAsync(
            HttpMethod.Put, $"/api/v1/projects/{PortalFactory.Beta}/quotas", """{ "imageSizeTotal": "10MiB", "imageCountTotal": 5 }""");

        var usage = await bob.RowsAsync("usage");

        Assert.Equal(
            [("image_size_total", "10", "2"), ("image_stage_total", "-1", "0"), ("image_count_total", "5", "1"), ("image_count_uploading", "-1", "0")],
            usage.Select(row => (row["Quota"], row["Limit"], row["Usage"])));
    }

    [Theory]
    [InlineData("image", "os_hash_algo")]
    [InlineData("images", "next")]
    [InlineData("member", "member_id")]
    [InlineData("task", "expires_at")]
    [InlineData("metadefs/namespace", "resource_type_associations")]
    [InlineData("metadefs/property", "additionalItems")]
    public async Task A_model_is_explained(string model, string attribute) =>
        Assert.Contains(attribute, await _alice.ListAsync("Attribute", "explain", model));

    [Fact]
    public async Task A_model_that_is_none_is_not_explained() =>
        await _alice.RefusedAsync("Unable to find requested model 'coffee'", "explain", "coffee");

    /// <summary>Locations and the cache come later; until then each says why it does nothing.</summary>
    [Fact]
    public async Task What_is_switched_off_says_so_and_changes_nothing()
    {
        const string Uri = "http://127.0.0.1/x";
        const string Reserved = "HTTP 403 Forbidden: Attribute 'locations' is reserved.";
        const string NoLocations = "The administrator has disabled API access to image locations";
        using var http = await portal.ConnectAsync("alice", "alpha");
        var id = await http.CreateImageIdAsync("""{ "disk_format": "raw", "container_format": "bare" }""");
        var before = await http.GetJsonAsync($"/v2/images/{id}");
        var count = (await http.ListImagesAsync()).Count;

        await _alice.RefusedAsync(Reserved, "location-add", id, "--url", Uri, "--metadata", """{ "store": "local" }""");
        await _alice.RefusedAsync(NoLocations, "location-update", id, "--url", Uri, "--metadata", """{ "store": "local" }""");
        await _alice.RefusedAsync(NoLocations, "location-delete", id, "--url", Uri);
        await _admin.RefusedAsync("HTTP 409 Conflict: There is no store 'tape'.", "stores-delete", id, "--store", "tape");
        await _admin.RefusedAsync("Glance does not support image caching API", "cache-list");
        foreach (var command in new[] { $"cache-queue {id}", $"cache-delete {id}", "cache-clear --target queue" })
        {
            // The client says so and ends well all the same.
            Assert.Contains("Glance does not support image caching API", (await _admin.TryAsync(command.Split(' '))).Error, StringComparison.Ordinal);
        }

        Assert.Equal(before.ToJsonString(), (await http.GetJsonAsync($"/v2/images/{id}")).ToJsonString());
        Assert.Equal(count, (await http.ListImagesAsync()).Count);
    }

    [Fact]
    public async Task A_record_is_made_by_the_command_for_imports_while_nothing_is_to_be_imported()
    {
        var made = await _alice.ShowAsync("image-create-via-import", "--name", "record", "--property", "a=b", "--tags", "x");

        Assert.Equal(("record", "queued", "b", """["x"]"""), (made["name"], made["status"], made["a"], made["tags"]));
    }
}
