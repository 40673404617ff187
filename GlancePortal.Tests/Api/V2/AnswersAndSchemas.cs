using System.Text.Json.Nodes;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Api.V2;

/// <summary>What is served is what its schema says: glance-behaviour.md, section 21.</summary>
[Trait("Suite", "api")]
public sealed class AnswersAndSchemas(TrustingPortal portal) : IClassFixture<TrustingPortal>
{
    private const string Full = """
        { "name": "full", "disk_format": "raw", "container_format": "bare", "visibility": "community", "min_ram": 1, "min_disk": 2, "tags": ["a", "b"],
          "os_hidden": true, "protected": true, "ramdisk_id": "6ba7b810-9dad-11d1-80b4-00c04fd430c8", "anything": "else",
          "cinder_encryption_key_deletion_policy": "do_not_delete" }
        """;

    [Fact]
    public async Task Images()
    {
        using var client = portal.Client();
        var empty = await client.CreateImageIdAsync();
        var active = await client.UploadImageAsync([1]);
        var full = await client.CreateImageIdAsync(Full);

        foreach (var id in new[] { empty, active, full })
        {
            await CheckAsync(client, $"/v2/images/{id}", "image");
        }

        await CheckAsync(client, "/v2/images?limit=1", "images");
        await CheckAsync(client, "/v2/images?os_hidden=true&visibility=all", "images");
    }

    [Fact]
    public async Task Members()
    {
        using var client = portal.Client();
        var id = await client.CreateImageIdAsync();
        await client.SendJsonAsync(HttpMethod.Post, $"/v2/images/{id}/members", new JsonObject { ["member"] = "somebody" });

        await CheckAsync(client, $"/v2/images/{id}/members", "members");
        await CheckAsync(client, $"/v2/images/{id}/members/somebody", "member");
    }

    [Fact]
    public async Task Tasks()
    {
        using var admin = portal.Client("admin");
        var id = await admin.CreateImageIdAsync();

        await CheckAsync(admin, "/v2/tasks", "tasks");
        await CheckAsync(admin, $"/v2/images/{id}/tasks", "tasks");
    }

    [Theory]
    [InlineData("image", "images")]
    [InlineData("member", "members")]
    [InlineData("task", "tasks")]
    public async Task A_list_is_of_what_one_of_it_is(string one, string many)
    {
        using var client = portal.Client("reader");

        var list = await client.GetJsonAsync($"/v2/schemas/{many}");

        Assert.Equal(many, list["name"]!.ToString());
        Assert.True(JsonNode.DeepEquals(await client.GetJsonAsync($"/v2/schemas/{one}"), list["properties"]![many]!["items"]));
        Assert.Equal(["first", "next", "describedby"], list["links"]!.AsArray().Select(link => link!["rel"]!.ToString()));
    }

    [Theory]
    [InlineData("member", "member_id", "5")]
    [InlineData("member", "status", "\"perhaps\"")]
    [InlineData("member", "image_id", "\"none\"")]
    [InlineData("member", "can_share", "true")]
    [InlineData("image", "size", "\"1\"")]
    [InlineData("image", "checksum", "\"d41d8cd98f00b204e9800998ecf8427e0\"")]
    [InlineData("image", "anything", "1")]
    [InlineData("image", "tags", "[1]")]
    [InlineData("task", "status", "\"done\"")]
    [InlineData("task", "input", "[]")]
    public async Task A_wrong_answer_would_be_found(string resource, string field, string value)
    {
        using var client = portal.Client();
        var schema = await client.GetJsonAsync($"/v2/schemas/{resource}");

        Assert.Single(SchemaCheck.Faults(schema, new JsonObject { [field] = JsonNode.Parse(value) }));
    }

    private static async Task CheckAsync(HttpClient client, string address, string schema) =>
        Assert.Empty(SchemaCheck.Faults(await client.GetJsonAsync($"/v2/schemas/{schema}"), await client.GetJsonAsync(address)));
}
