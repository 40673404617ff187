using System.Net;
using System.Text.Json.Nodes;
using GlancePortal.Domain.Images;
using GlancePortal.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace GlancePortal.Tests.Api.V2;

[Trait("Suite", "api")]
public sealed class ImageCreationOnSqlite(TrustingPortal portal) : ImageCreation(portal), IClassFixture<TrustingPortal>;

[Trait("Suite", "api"), Collection(PostgresPortalTests.Name)]
public sealed class ImageCreationOnPostgres(PostgresPortal portal) : ImageCreation(portal);

/// <summary>New images: glance-behaviour.md, sections 3 and 4.</summary>
public abstract class ImageCreation(TrustingPortal portal)
{
    [Fact]
    public async Task An_image_of_nothing_has_every_base_field_with_its_default()
    {
        var creator = Guid.NewGuid().ToString("N");
        using var client = portal.Client(project: creator);
        using var answer = await client.SendTextAsync(HttpMethod.Post, "/v2/images", "{}");

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var image = (await answer.JsonAsync()).AsObject();
        var id = image["id"]!.ToString();
        Assert.Equal($"/v2/images/{id}", answer.Headers.Location!.ToString());
        Assert.Equal("local", answer.Headers.GetValues("OpenStack-image-store-ids").Single());
        Assert.Equal("glance-direct,web-download,copy-image,glance-download", answer.Headers.GetValues("OpenStack-image-import-methods").Single());
        Assert.Equal(
            [
                "name", "disk_format", "container_format", "visibility", "size", "virtual_size", "status", "checksum", "protected", "min_ram", "min_disk",
                "owner", "os_hidden", "os_hash_algo", "os_hash_value", "id", "created_at", "updated_at", "tags", "self", "file", "schema",
            ],
            image.Select(member => member.Key));
        var made = image["created_at"]!.ToString();
        Assert.Matches("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$", made);
        Assert.True(JsonNode.DeepEquals(image, JsonNode.Parse($$"""
            { "name": null, "disk_format": null, "container_format": null, "visibility": "shared", "size": null, "virtual_size": null,
              "status": "queued", "checksum": null, "protected": false, "min_ram": 0, "min_disk": 0, "owner": "{{creator}}", "os_hidden": false,
              "os_hash_algo": null, "os_hash_value": null, "id": "{{id}}", "created_at": "{{made}}", "updated_at": "{{made}}", "tags": [],
              "self": "/v2/images/{{id}}", "file": "/v2/images/{{id}}/file", "schema": "/v2/schemas/image" }
            """)));
    }

    [Fact]
    public async Task What_was_given_is_what_is_shown()
    {
        using var client = portal.Client();
        var id = Guid.NewGuid().ToString();
        var created = await client.CreateImageAsync($$"""
            { "id": "{{id}}", "name": "Bücher & <Karten>", "visibility": "private", "protected": true, "os_hidden": true, "disk_format": "qcow2",
              "container_format": "bare", "min_ram": 512, "min_disk": 2147483647, "tags": ["b", "a", "b"], "os_distro": "debian",
              "owner_specified.openstack.md5": "", "kernel_id": null }
            """);

        var shown = await client.GetJsonAsync($"/v2/images/{id}");

        Assert.True(JsonNode.DeepEquals(created, shown));
        Assert.Equal("Bücher & <Karten>", shown["name"]!.ToString());
        Assert.Equal(["a", "b"], shown["tags"]!.AsArray().Select(tag => tag!.ToString()));
        Assert.Equal("debian", shown["os_distro"]!.ToString());
        Assert.Equal("", shown["kernel_id"]!.ToString());
        Assert.Equal("", shown["owner_specified.openstack.md5"]!.ToString());
    }

    [Fact]
    public async Task Of_what_imports_keep_on_an_image_the_names_of_nodes_are_not_shown()
    {
        using var client = portal.Client();
        var id = await client.CreateImageIdAsync();
        var key = Guid.Parse(id);
        await portal.InDatabaseAsync(db => db.WriteAsync(
            async token =>
            {
                db.ImageProperties.AddRange("stage_host hash_op_host import_task importing_to_stores failed_import".Split(' ')
                    .Select(name => new ImageProperty { ImageId = key, Name = $"os_glance_{name}", Value = name }));
                return await db.Images.Where(row => row.Id == key).ExecuteUpdateAsync(row => row.SetProperty(it => it.Version, it => it.Version + 1), token);
            },
            TestContext.Current.CancellationToken));

        var shown = (await client.GetJsonAsync($"/v2/images/{id}")).AsObject();

        Assert.Equal(
            ["os_glance_failed_import", "os_glance_import_task", "os_glance_importing_to_stores"],
            shown.Select(field => field.Key).Where(field => field.StartsWith("os_glance", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("""{ "name": 5 }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "id": "5" }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "visibility": "secret" }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "protected": "true" }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "disk_format": "floppy" }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "min_ram": -1 }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "min_disk": 2147483648 }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "min_disk": 1.5 }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "tags": "x" }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "os_distro": 12 }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "os_distro": null }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "kernel_id": "none" }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "cinder_encryption_key_deletion_policy": "never" }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "os_hidden": "true" }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "container_format": "box" }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "min_disk": -1 }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "min_ram": 2147483648 }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "min_ram": null }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "tags": [1] }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "id": "6ba7b8109dad11d180b400c04fd430c8" }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "ramdisk_id": "none" }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "owner": "somebody" }""", HttpStatusCode.Forbidden)]
    [InlineData("""{ "visibility": "public" }""", HttpStatusCode.Forbidden)]
    public async Task What_cannot_be_is_refused_and_makes_nothing(string fields, HttpStatusCode status)
    {
        using var client = portal.Client();
        using var answer = await client.SendTextAsync(HttpMethod.Post, "/v2/images", fields);

        Assert.Equal(status, answer.StatusCode);
        Assert.Empty(await client.ListImagesAsync("?visibility=private&os_hidden=false"));
        Assert.Empty(await client.ListImagesAsync("?visibility=shared"));
    }

    [Theory]
    [InlineData("direct_url", "self", "file", "schema", "stores")]
    [InlineData("created_at", "updated_at", "status", "checksum", "os_hash_algo", "os_hash_value", "size", "virtual_size")]
    [InlineData("location", "deleted", "deleted_at", "locations", "os_glance", "os_glance_x", "os_glancex")]
    public async Task What_only_the_server_sets_is_403(params string[] names)
    {
        using var client = portal.Client("admin");
        foreach (var name in names)
        {
            var value = name switch { "status" => "\"active\"", "size" or "virtual_size" => "5", "locations" => "[]", _ => "\"x\"" };
            using var answer = await client.SendTextAsync(HttpMethod.Post, "/v2/images", $$"""{ "{{name}}": {{value}} }""");

            Assert.Equal((name, HttpStatusCode.Forbidden), (name, answer.StatusCode));
        }
    }

    [Fact]
    public async Task The_content_type_of_a_new_image_does_not_matter()
    {
        using var client = portal.Client();
        using var answer = await client.SendTextAsync(HttpMethod.Post, "/v2/images", """{ "name": "n" }""", "text/plain");

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
    }

    [Fact]
    public async Task A_project_has_so_many_images_as_its_quota_says()
    {
        var project = Guid.NewGuid().ToString("N");
        using var admin = portal.Client("admin");
        using var client = portal.Client(project: project);
        (await admin.SendTextAsync(HttpMethod.Put, $"/api/v1/projects/{project}/quotas", """{ "imageCountTotal": 1 }""")).Dispose();
        await client.CreateImageIdAsync();

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await client.StatusAsync(HttpMethod.Post, "/v2/images", new JsonObject()));
    }

    [Theory]
    [InlineData(255, HttpStatusCode.Created)]
    [InlineData(256, HttpStatusCode.BadRequest)]
    public async Task Names_owners_tags_and_keys_have_255_characters_at_most(int length, HttpStatusCode status)
    {
        using var client = portal.Client("admin");
        var text = new string('x', length);
        foreach (var fields in new[] { $$"""{ "name": "{{text}}" }""", $$"""{ "owner": "{{text}}" }""", $$"""{ "tags": ["{{text}}"] }""", $$"""{ "{{text}}": "1" }""" })
        {
            using var answer = await client.SendTextAsync(HttpMethod.Post, "/v2/images", fields);
            Assert.Equal(status, answer.StatusCode);
        }
    }

    [Theory]
    [InlineData(128, HttpStatusCode.Created)]
    [InlineData(129, HttpStatusCode.RequestEntityTooLarge)]
    public async Task There_are_128_properties_and_tags_at_most(int count, HttpStatusCode status)
    {
        using var client = portal.Client();
        var properties = new JsonObject(Enumerable.Range(0, count).Select(i => KeyValuePair.Create($"p{i}", (JsonNode?)"v")));
        var tags = new JsonObject { ["tags"] = new JsonArray([.. Enumerable.Range(0, count).Select(i => (JsonNode)$"t{i}")]) };

        Assert.Equal(status, await client.StatusAsync(HttpMethod.Post, "/v2/images", properties));
        Assert.Equal(status, await client.StatusAsync(HttpMethod.Post, "/v2/images", tags));
    }

    [Fact]
    public async Task An_id_is_taken_once_and_for_ever()
    {
        using var client = portal.Client();
        var fields = $$"""{ "id": "{{Guid.NewGuid()}}" }""";
        var id = await client.CreateImageIdAsync(fields);
        using (var again = await client.SendTextAsync(HttpMethod.Post, "/v2/images", fields))
        {
            Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        }

        await client.DeleteAsync($"/v2/images/{id}", TestContext.Current.CancellationToken);

        using var afterwards = await client.SendTextAsync(HttpMethod.Post, "/v2/images", fields);
        Assert.Equal(HttpStatusCode.Conflict, afterwards.StatusCode);
    }

    [Fact]
    public async Task An_administrator_may_make_public_images_and_give_them_to_anybody()
    {
        using var admin = portal.Client("admin");

        Assert.Equal("public", (await admin.CreateImageAsync("""{ "visibility": "public" }"""))["visibility"]!.ToString());
        Assert.Equal("other", (await admin.CreateImageAsync("""{ "owner": "other" }"""))["owner"]!.ToString());
    }

    [Fact]
    public async Task A_reader_makes_nothing()
    {
        using var reader = portal.Client("reader");

        Assert.Equal(HttpStatusCode.Forbidden, await reader.StatusAsync(HttpMethod.Post, "/v2/images", new JsonObject()));
    }
}
