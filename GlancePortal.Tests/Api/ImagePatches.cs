using System.Net;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Api;

[Trait("Suite", "api")]
public sealed class ImagePatches(TrustingPortal portal) : IClassFixture<TrustingPortal>
{
    private const string Image =
        """{ "name": "before", "visibility": "private", "disk_format": "raw", "os_distro": "debian", "tags": ["t"] }""";

    [Theory]
    [InlineData("""[{ "op": "replace", "path": "/name", "value": "after" }]""", "name", "after")]
    [InlineData("""[{ "op": "add", "path": "/name", "value": "after" }]""", "name", "after")]
    [InlineData("""[{ "op": "replace", "path": "/name", "value": null }]""", "name", null)]
    [InlineData("""[{ "op": "replace", "path": "/min_ram", "value": 512 }]""", "min_ram", "512")]
    [InlineData("""[{ "op": "replace", "path": "/protected", "value": true }]""", "protected", "true")]
    [InlineData("""[{ "op": "replace", "path": "/visibility", "value": "community" }]""", "visibility", "community")]
    [InlineData("""[{ "op": "replace", "path": "/disk_format", "value": "qcow2" }]""", "disk_format", "qcow2")]
    [InlineData("""[{ "op": "add", "path": "/os_distro", "value": "fedora" }]""", "os_distro", "fedora")]
    [InlineData("""[{ "op": "replace", "path": "/os_distro", "value": "fedora" }]""", "os_distro", "fedora")]
    [InlineData("""[{ "op": "remove", "path": "/os_distro" }]""", "os_distro", null)]
    [InlineData("""[{ "op": "remove", "path": "/os_distro" }, { "op": "add", "path": "/os_distro", "value": "again" }]""", "os_distro", "again")]
    [InlineData("""[{ "op": "add", "path": "/a~1b~0c", "value": "x" }]""", "a/b~c", "x")]
    [InlineData("""[]""", "name", "before")]
    public async Task A_change_is_answered_with_the_changed_image(string patch, string field, string? value)
    {
        using var client = portal.Client();
        var id = await client.CreateImageIdAsync(Image);
        using var answer = await client.PatchImageAsync(id, patch);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var changed = await answer.JsonAsync();
        Assert.Equal(value, changed[field]?.ToString());
        Assert.Equal(changed.ToJsonString(), (await client.GetJsonAsync($"/v2/images/{id}")).ToJsonString());
    }

    [Theory]
    [InlineData("""[{ "replace": "/name", "value": "after" }]""", HttpStatusCode.OK)]
    [InlineData("""[{ "add": "/new", "value": "x" }]""", HttpStatusCode.OK)]
    [InlineData("""[{ "remove": "/os_distro" }]""", HttpStatusCode.OK)]
    [InlineData("""[{ "add": "/name", "value": "after" }]""", HttpStatusCode.Conflict)]
    [InlineData("""[{ "add": "/os_distro", "value": "fedora" }]""", HttpStatusCode.Conflict)]
    [InlineData("""[{ "value": "x" }]""", HttpStatusCode.BadRequest)]
    [InlineData("""[{ "add": "/x", "replace": "/x", "value": "x" }]""", HttpStatusCode.BadRequest)]
    public async Task The_older_form_adds_only_what_is_not_there(string patch, HttpStatusCode status)
    {
        using var client = portal.Client();
        using var answer = await client.PatchImageAsync(await client.CreateImageIdAsync(Image), patch, ImageRequests.OldPatch);

        Assert.Equal(status, answer.StatusCode);
    }

    [Theory]
    [InlineData("""{}""", HttpStatusCode.BadRequest)]
    [InlineData("""["x"]""", HttpStatusCode.BadRequest)]
    [InlineData("""[{ "path": "/name", "value": "x" }]""", HttpStatusCode.BadRequest)]
    [InlineData("""[{ "op": "move", "path": "/name", "value": "x" }]""", HttpStatusCode.BadRequest)]
    [InlineData("""[{ "op": "add", "value": "x" }]""", HttpStatusCode.BadRequest)]
    [InlineData("""[{ "op": "add", "path": "/name" }]""", HttpStatusCode.BadRequest)]
    [InlineData("""[{ "op": "add", "path": "name", "value": "x" }]""", HttpStatusCode.BadRequest)]
    [InlineData("""[{ "op": "add", "path": "/a//b", "value": "x" }]""", HttpStatusCode.BadRequest)]
    [InlineData("""[{ "op": "add", "path": "/a/", "value": "x" }]""", HttpStatusCode.BadRequest)]
    [InlineData("""[{ "op": "add", "path": "/a~2", "value": "x" }]""", HttpStatusCode.BadRequest)]
    [InlineData("""[{ "op": "add", "path": "/a~", "value": "x" }]""", HttpStatusCode.BadRequest)]
    [InlineData("""[{ "op": "add", "path": "/tags/-", "value": "x" }]""", HttpStatusCode.BadRequest)]
    [InlineData("""[{ "op": "replace", "path": "/name", "value": 5 }]""", HttpStatusCode.BadRequest)]
    [InlineData("""[{ "op": "replace", "path": "/tags", "value": "x" }]""", HttpStatusCode.BadRequest)]
    [InlineData("""[{ "op": "replace", "path": "/disk_format", "value": "floppy" }]""", HttpStatusCode.BadRequest)]
    [InlineData("""[{ "op": "add", "path": "/p", "value": 5 }]""", HttpStatusCode.BadRequest)]
    [InlineData("""[{ "op": "add", "path": "/p", "value": "😀" }]""", HttpStatusCode.BadRequest)]
    [InlineData("""[{ "op": "replace", "path": "/id", "value": "x" }]""", HttpStatusCode.Forbidden)]
    [InlineData("""[{ "op": "replace", "path": "/status", "value": "active" }]""", HttpStatusCode.Forbidden)]
    [InlineData("""[{ "op": "remove", "path": "/checksum" }]""", HttpStatusCode.Forbidden)]
    [InlineData("""[{ "op": "add", "path": "/os_glance_x", "value": "x" }]""", HttpStatusCode.Forbidden)]
    [InlineData("""[{ "op": "add", "path": "/location", "value": "x" }]""", HttpStatusCode.Forbidden)]
    [InlineData("""[{ "op": "add", "path": "/locations/-", "value": {} }]""", HttpStatusCode.Forbidden)]
    [InlineData("""[{ "op": "replace", "path": "/owner", "value": "other" }]""", HttpStatusCode.Forbidden)]
    [InlineData("""[{ "op": "replace", "path": "/visibility", "value": "public" }]""", HttpStatusCode.Forbidden)]
    [InlineData("""[{ "op": "remove", "path": "/min_ram" }]""", HttpStatusCode.Forbidden)]
    [InlineData("""[{ "op": "remove", "path": "/nope" }]""", HttpStatusCode.Conflict)]
    [InlineData("""[{ "op": "replace", "path": "/nope", "value": "x" }]""", HttpStatusCode.Conflict)]
    public async Task What_cannot_be_is_refused_and_nothing_of_it_is_done(string patch, HttpStatusCode status)
    {
        using var client = portal.Client();
        var before = await client.CreateImageAsync(Image);
        var id = before["id"]!.ToString();
        var whole = patch.StartsWith("[{", StringComparison.Ordinal)
            ? $$"""[{ "op": "replace", "path": "/name", "value": "half" }, {{patch[1..]}}"""
            : patch;

        using var answer = await client.PatchImageAsync(id, whole);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(before.ToJsonString(), (await client.GetJsonAsync($"/v2/images/{id}")).ToJsonString());
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/json-patch+json")]
    public async Task Another_media_type_is_415_with_the_right_ones(string type)
    {
        using var client = portal.Client();
        using var answer = await client.PatchImageAsync(await client.CreateImageIdAsync(), "[]", type);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
        Assert.Equal($"{ImageRequests.NewPatch}, {ImageRequests.OldPatch}", answer.Headers.GetValues("Accept-Patch").Single());
    }

    [Fact]
    public async Task Formats_are_fixed_once_there_is_data()
    {
        using var client = portal.Client();
        var id = await client.UploadImageAsync(Bytes.Random(100));
        using var answer = await client.PatchImageAsync(id, """[{ "op": "replace", "path": "/disk_format", "value": "qcow2" }]""");

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task Tags_are_replaced_as_a_whole()
    {
        using var client = portal.Client();
        var id = await client.CreateImageIdAsync(Image);
        using var answer = await client.PatchImageAsync(id, """[{ "op": "replace", "path": "/tags", "value": ["u", "t", "u"] }]""");

        Assert.Equal(["t", "u"], (await answer.JsonAsync())["tags"]!.AsArray().Select(tag => tag!.ToString()));
    }

    [Fact]
    public async Task An_image_of_others_is_404_when_it_is_hidden_and_403_when_it_is_not()
    {
        using var owner = portal.Client();
        using var other = portal.Client();
        using var reader = portal.Client("reader", owner.DefaultRequestHeaders.GetValues("X-Project-Id").Single());
        var closed = await owner.CreateImageIdAsync("""{ "visibility": "private" }""");
        var open = await owner.CreateImageIdAsync("""{ "visibility": "community" }""");

        foreach (var (client, id, status) in new[]
        {
            (other, closed, HttpStatusCode.NotFound), (other, open, HttpStatusCode.Forbidden), (reader, closed, HttpStatusCode.Forbidden),
        })
        {
            using var answer = await client.PatchImageAsync(id, """[{ "op": "replace", "path": "/name", "value": "mine" }]""");
            Assert.Equal(status, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Many_who_change_one_image_at_once_all_succeed()
    {
        using var client = portal.Client();
        var id = await client.CreateImageIdAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i =>
            client.PatchImageAsync(id, $$"""[{ "op": "add", "path": "/p{{i}}", "value": "x" }]""")));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        var image = await client.GetJsonAsync($"/v2/images/{id}");
        Assert.All(Enumerable.Range(0, 8), i => Assert.Equal("x", image[$"p{i}"]!.ToString()));
    }

    [Fact]
    public async Task Tags_come_and_go_one_by_one()
    {
        using var client = portal.Client();
        var id = await client.CreateImageIdAsync(Image);

        Assert.Equal(HttpStatusCode.NoContent, await client.StatusAsync(HttpMethod.Put, $"/v2/images/{id}/tags/t"));
        Assert.Equal(HttpStatusCode.NoContent, await client.StatusAsync(HttpMethod.Put, $"/v2/images/{id}/tags/{Uri.EscapeDataString("ü 1")}"));
        Assert.Equal(HttpStatusCode.NoContent, await client.StatusAsync(HttpMethod.Delete, $"/v2/images/{id}/tags/t"));
        Assert.Equal(HttpStatusCode.NotFound, await client.StatusAsync(HttpMethod.Delete, $"/v2/images/{id}/tags/t"));
        Assert.Equal(HttpStatusCode.BadRequest, await client.StatusAsync(HttpMethod.Put, $"/v2/images/{id}/tags/{new string('x', 256)}"));
        Assert.Equal(["ü 1"], (await client.GetJsonAsync($"/v2/images/{id}"))["tags"]!.AsArray().Select(tag => tag!.ToString()));
    }
}
