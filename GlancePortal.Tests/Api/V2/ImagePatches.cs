using System.Net;
using GlancePortal.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace GlancePortal.Tests.Api.V2;

[Trait("Suite", "api")]
public sealed class ImagePatchesOnSqlite(TrustingPortal portal) : ImagePatches(portal), IClassFixture<TrustingPortal>;

[Trait("Suite", "api"), Collection(PostgresPortalTests.Name)]
public sealed class ImagePatchesOnPostgres(PostgresPortal portal) : ImagePatches(portal);

/// <summary>Changes of images: glance-behaviour.md, section 6.</summary>
public abstract class ImagePatches(TrustingPortal portal)
{
    private const string Image =
        """{ "name": "before", "visibility": "private", "disk_format": "raw", "os_distro": "debian", "tags": ["t"] }""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

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
    [InlineData("""[{ "replace": "/os_distro", "value": "fedora" }]""", HttpStatusCode.OK)]
    [InlineData("""[{ "replace": "/nope", "value": "x" }]""", HttpStatusCode.Conflict)]
    [InlineData("""[{ "remove": "/nope" }]""", HttpStatusCode.Conflict)]
    [InlineData("""[{ "op": "add", "path": "/p", "value": "x" }]""", HttpStatusCode.BadRequest)]
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
    [InlineData("""[{ "op": "add", "path": "/a/ /b", "value": "x" }]""", HttpStatusCode.BadRequest)]
    [InlineData("""[{ "op": "add", "path": "/", "value": "x" }]""", HttpStatusCode.BadRequest)]
    [InlineData("""[{ "op": "add", "path": "", "value": "x" }]""", HttpStatusCode.BadRequest)]
    [InlineData("""[{ "op": "add", "path": 5, "value": "x" }]""", HttpStatusCode.BadRequest)]
    [InlineData("""[{ "op": "add", "path": "/a/b", "value": "x" }]""", HttpStatusCode.BadRequest)]
    [InlineData("""[{ "op": "add", "path": "/locations", "value": [] }]""", HttpStatusCode.BadRequest)]
    [InlineData("""[{ "op": "remove", "path": "/locations" }]""", HttpStatusCode.BadRequest)]
    [InlineData("""[{ "op": "replace", "path": "/locations/0", "value": [] }]""", HttpStatusCode.BadRequest)]
    [InlineData("""[{ "op": "replace", "path": "/locations", "value": [] }]""", HttpStatusCode.Forbidden)]
    [InlineData("""[{ "op": "remove", "path": "/locations/0" }]""", HttpStatusCode.Forbidden)]
    [InlineData("""[{ "op": "replace", "path": "/name" }]""", HttpStatusCode.BadRequest)]
    [InlineData("""[{ "add": "/p", "value": "x" }]""", HttpStatusCode.BadRequest)]
    [InlineData("""[{ "op": "replace", "path": "/visibility", "value": "secret" }]""", HttpStatusCode.BadRequest)]
    [InlineData("""[{ "op": "replace", "path": "/protected", "value": "true" }]""", HttpStatusCode.BadRequest)]
    [InlineData("""[{ "op": "replace", "path": "/min_disk", "value": -1 }]""", HttpStatusCode.BadRequest)]
    [InlineData("""[{ "op": "replace", "path": "/min_ram", "value": 2147483648 }]""", HttpStatusCode.BadRequest)]
    [InlineData("""[{ "op": "replace", "path": "/container_format", "value": "box" }]""", HttpStatusCode.BadRequest)]
    [InlineData("""[{ "op": "add", "path": "/kernel_id", "value": "none" }]""", HttpStatusCode.BadRequest)]
    [InlineData("""[{ "op": "add", "path": "/owner", "value": "other" }]""", HttpStatusCode.Forbidden)]
    [InlineData("""[{ "op": "add", "path": "/visibility", "value": "public" }]""", HttpStatusCode.Forbidden)]
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
    [InlineData("id", "created_at", "updated_at", "status", "checksum", "size", "virtual_size", "os_hash_algo", "os_hash_value")]
    [InlineData("direct_url", "self", "file", "schema")]
    [InlineData("location", "deleted", "deleted_at", "os_glance", "os_glance_x", "os_glancex")]
    public async Task What_only_the_server_sets_is_403_in_both_forms(params string[] names)
    {
        using var client = portal.Client("admin");
        var id = await client.CreateImageIdAsync(Image);
        foreach (var operation in new[] { "add", "replace", "remove" })
        {
            foreach (var name in names)
            {
                using var now = await client.PatchImageAsync(id, $$"""[{ "op": "{{operation}}", "path": "/{{name}}", "value": "x" }]""");
                using var old = await client.PatchImageAsync(id, $$"""[{ "{{operation}}": "/{{name}}", "value": "x" }]""", ImageRequests.OldPatch);

                Assert.Equal((operation, name, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (operation, name, now.StatusCode, old.StatusCode));
            }
        }
    }

    [Theory]
    [InlineData("name", "visibility", "protected", "os_hidden", "owner", "min_ram", "min_disk", "disk_format", "container_format", "tags")]
    public async Task A_field_of_every_image_is_never_removed_nor_added_in_the_older_form(params string[] names)
    {
        using var client = portal.Client("admin");
        var image = await client.CreateImageAsync(Image);
        foreach (var name in names)
        {
            var value = image[name]?.ToJsonString() ?? "null";
            using var removed = await client.PatchImageAsync(image["id"]!.ToString(), $$"""[{ "remove": "/{{name}}" }]""", ImageRequests.OldPatch);
            using var added = await client.PatchImageAsync(image["id"]!.ToString(), $$"""[{ "add": "/{{name}}", "value": {{value}} }]""", ImageRequests.OldPatch);
            using var replaced = await client.PatchImageAsync(image["id"]!.ToString(), $$"""[{ "replace": "/{{name}}", "value": {{value}} }]""", ImageRequests.OldPatch);

            Assert.Equal(
                (name, HttpStatusCode.Forbidden, HttpStatusCode.Conflict, HttpStatusCode.OK),
                (name, removed.StatusCode, added.StatusCode, replaced.StatusCode));
        }
    }

    [Fact]
    public async Task An_empty_list_saves_nothing()
    {
        using var client = portal.Client();
        var id = await client.CreateImageIdAsync(Image);
        using var answer = await client.PatchImageAsync(id, "[]");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var key = Guid.Parse(id);
        Assert.Equal(1, await portal.InDatabaseAsync(db => db.Images.Where(row => row.Id == key).Select(row => row.Version).SingleAsync(Cancellation)));
        Assert.Equal(1, await portal.InDatabaseAsync(db => db.AuditEvents.CountAsync(change => change.ObjectId == id, Cancellation)));
    }

    [Theory]
    [InlineData(128, HttpStatusCode.OK)]
    [InlineData(129, HttpStatusCode.RequestEntityTooLarge)]
    public async Task There_are_128_properties_and_tags_at_most(int count, HttpStatusCode status)
    {
        using var client = portal.Client();
        var id = await client.CreateImageIdAsync();
        var tags = string.Join(", ", Enumerable.Range(0, count).Select(i => $"\"t{i}\""));
        var additions = string.Join(", ", Enumerable.Range(0, count).Select(i => $$"""{ "op": "add", "path": "/p{{i}}", "value": "v" }"""));
        using var tagged = await client.PatchImageAsync(id, $$"""[{ "op": "replace", "path": "/tags", "value": [{{tags}}] }]""");
        using var described = await client.PatchImageAsync(id, $"[{additions}]");

        Assert.Equal((status, status), (tagged.StatusCode, described.StatusCode));
    }

    [Fact]
    public async Task An_administrator_gives_images_away_and_makes_them_public()
    {
        using var owner = portal.Client();
        using var admin = portal.Client("admin");
        var id = await owner.CreateImageIdAsync(Image);
        using var answer = await admin.PatchImageAsync(
            id, """[{ "op": "replace", "path": "/owner", "value": "other" }, { "op": "replace", "path": "/visibility", "value": "public" }]""");

        var image = await answer.JsonAsync();
        Assert.Equal(("other", "public"), (image["owner"]!.ToString(), image["visibility"]!.ToString()));
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/json-patch+json")]
    [InlineData("application/openstack-images-v2.2-json-patch")]
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
        using var disk = await client.PatchImageAsync(id, """[{ "op": "replace", "path": "/disk_format", "value": "qcow2" }]""");
        using var container = await client.PatchImageAsync(id, """[{ "op": "replace", "path": "/container_format", "value": "ovf" }]""");

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (disk.StatusCode, container.StatusCode));
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
}
