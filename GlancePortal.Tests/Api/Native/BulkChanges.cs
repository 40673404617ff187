using System.Net;
using System.Text.Json.Nodes;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Api.Native;

/// <summary>`POST /api/v1/images/bulk`.</summary>
[Trait("Suite", "api")]
public sealed class BulkChanges(TrustingPortal portal) : IClassFixture<TrustingPortal>
{
    [Fact]
    public async Task A_preview_and_the_change_tell_each_image_and_the_totals()
    {
        using var client = portal.Client();
        var data = await client.UploadImageAsync(Bytes.Random(5000), "full");
        var locked = await client.CreateImageIdAsync("""{ "name": "locked", "protected": true }""");
        var body = $$"""{ "action": "delete", "ids": ["{{data}}", "{{locked}}"], "dryRun": true }""";

        var told = await RunAsync(client, body);
        Assert.Equal(HttpStatusCode.OK, await client.StatusAsync(HttpMethod.Get, $"/v2/images/{data}"));
        var done = await RunAsync(client, body.Replace("true }", "false }", StringComparison.Ordinal));

        Assert.Equal(["will_change", "skipped"], told["items"]!.AsArray().Select(item => (string?)item!["outcome"]));
        Assert.Equal("""{"images":2,"changed":1,"skipped":1,"bytes":5000}""", told["totals"]!.ToJsonString());
        Assert.Equal(["changed", "skipped"], done["items"]!.AsArray().Select(item => (string?)item!["outcome"]));
        Assert.Equal(("locked", "image.protected"), ((string?)done["items"]![1]!["name"], (string?)done["items"]![1]!["code"]));
        Assert.NotNull(done["items"]![1]!["message"]);
        Assert.Equal(HttpStatusCode.NotFound, await client.StatusAsync(HttpMethod.Get, $"/v2/images/{data}"));
    }

    [Fact]
    public async Task A_filter_has_the_names_of_a_search()
    {
        using var client = portal.Client();
        var wanted = await client.CreateImageIdAsync("""{ "visibility": "private", "tags": ["a", "b"], "min_ram": 512, "p": "v" }""");
        await client.CreateImageAsync("""{ "visibility": "private", "tags": ["a"] }""");

        var done = await RunAsync(
            client, """{ "action": "add-tags", "tags": ["c"], "filter": { "visibility": "private", "tag": ["a", "b"], "min_ram_min": 512, "protected": false, "property": "p=v" } }""");

        Assert.Equal([wanted], done["items"]!.AsArray().Select(item => (string?)item!["id"]));
        Assert.Equal(3, (await client.GetJsonAsync($"/v2/images/{wanted}"))["tags"]!.AsArray().Count);
    }

    [Fact]
    public async Task Images_are_taken_out_of_use_and_brought_back()
    {
        using var client = portal.Client();
        var id = await client.UploadImageAsync([1]);

        var told = await RunAsync(client, $$"""{ "action": "deactivate", "ids": ["{{id}}"], "dryRun": true }""");
        Assert.Equal("active", await StatusAsync());
        var gone = await RunAsync(client, $$"""{ "action": "deactivate", "ids": ["{{id}}"] }""");
        Assert.Equal("deactivated", await StatusAsync());
        var back = await RunAsync(client, $$"""{ "action": "reactivate", "ids": ["{{id}}"] }""");
        Assert.Equal("active", await StatusAsync());

        Assert.Equal(["will_change", "changed", "changed"], new[] { told, gone, back }.Select(done => (string?)done["items"]![0]!["outcome"]));

        async Task<string?> StatusAsync() => (string?)(await client.GetJsonAsync($"/v2/images/{id}"))["status"];
    }

    [Theory]
    [InlineData("[]", HttpStatusCode.BadRequest)]
    [InlineData("{}", HttpStatusCode.BadRequest)]
    [InlineData("""{ "action": "explode", "ids": [] }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "action": "delete" }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "action": "delete", "ids": ["x"] }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "action": "delete", "filter": {} }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "action": "delete", "filter": { "q": " " } }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "action": "delete", "filter": { "visibility": "all", "hidden": "all" } }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "action": "delete", "filter": { "limit": 1 } }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "action": "delete", "filter": { "q": {} } }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "action": "delete", "ids": [], "dry_run": true }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "action": "set-visibility", "ids": [], "visibility": "secret" }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "action": "add-tags", "ids": [] }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "action": "delete", "ids": [] }""", HttpStatusCode.OK)]
    public async Task A_body_that_means_nothing_is_400(string body, HttpStatusCode status)
    {
        using var client = portal.Client();
        using var answer = await client.SendTextAsync(HttpMethod.Post, "/api/v1/images/bulk", body);

        Assert.Equal(status, answer.StatusCode);
    }

    [Theory]
    [InlineData("name", 101)]
    [InlineData("tag", 101)]
    [InlineData("property", 5000)]
    public async Task A_filter_of_too_many_conditions_is_400(string name, int count)
    {
        using var client = portal.Client();
        var values = new JsonArray([.. Enumerable.Range(0, count).Select(number => JsonValue.Create($"p=a{number}"))]);
        var body = new JsonObject { ["action"] = "delete", ["dryRun"] = true, ["filter"] = new JsonObject { [name] = values } };

        Assert.Equal(HttpStatusCode.BadRequest, await client.StatusAsync(HttpMethod.Post, "/api/v1/images/bulk", body));
    }

    [Fact]
    public async Task Too_many_images_are_413()
    {
        using var client = portal.Client();
        var ids = new JsonArray([.. Enumerable.Range(0, 1001).Select(_ => JsonValue.Create(Guid.NewGuid().ToString()))]);

        Assert.Equal(
            HttpStatusCode.RequestEntityTooLarge,
            await client.StatusAsync(HttpMethod.Post, "/api/v1/images/bulk", new JsonObject { ["action"] = "delete", ["ids"] = ids }));
    }

    [Fact]
    public async Task A_reader_changes_nothing()
    {
        var project = Guid.NewGuid().ToString("N");
        using var member = portal.Client(project: project);
        using var reader = portal.Client("reader", project);
        var id = await member.CreateImageIdAsync();

        var done = await RunAsync(reader, $$"""{ "action": "protect", "ids": ["{{id}}"] }""");

        Assert.Equal("access.forbidden", (string?)done["items"]![0]!["code"]);
    }

    private static async Task<JsonNode> RunAsync(HttpClient client, string body)
    {
        using var answer = await client.SendTextAsync(HttpMethod.Post, "/api/v1/images/bulk", body);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.JsonAsync();
    }
}
