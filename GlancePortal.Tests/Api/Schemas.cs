using System.Net;
using System.Text.Json.Nodes;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Api;

/// <summary>What is told of images before there is one: glance-behaviour.md, sections 3, 10, 18 and 21.</summary>
[Trait("Suite", "api")]
public sealed class SchemasOnSqlite(TrustingPortal portal) : Schemas(portal), IClassFixture<TrustingPortal>;

[Trait("Suite", "api"), Collection(PostgresPortalTests.Name)]
public sealed class SchemasOnPostgres(PostgresPortal portal) : Schemas(portal);

/// <summary>Schemas, and what tells of stores and methods: glance-behaviour.md, sections 21 and 18.</summary>
public abstract class Schemas(TrustingPortal portal)
{
    [Fact]
    public async Task The_schema_of_an_image_names_every_member_of_an_image()
    {
        using var client = portal.Client("reader");
        using var member = portal.Client();
        var schema = await client.GetJsonAsync("/v2/schemas/image");
        var id = await member.UploadImageAsync([1]);
        var image = await member.GetJsonAsync($"/v2/images/{id}");

        Assert.Equal("image", schema["name"]!.ToString());
        Assert.Equal("""{"type":"string"}""", schema["additionalProperties"]!.ToJsonString());
        Assert.Equal(["self", "enclosure", "describedby"], schema["links"]!.AsArray().Select(link => link!["rel"]!.ToString()));
        var described = schema["properties"]!.AsObject();
        Assert.DoesNotContain(image.AsObject(), field => !described.ContainsKey(field.Key));
        Assert.Contains("qcow2", described["disk_format"]!["enum"]!.AsArray().Select(format => format?.ToString()));
        Assert.Null(described["disk_format"]!["enum"]!.AsArray()[0]);
    }

    [Theory]
    [InlineData("image")]
    [InlineData("images")]
    [InlineData("member")]
    [InlineData("members")]
    [InlineData("task")]
    [InlineData("tasks")]
    [InlineData("metadefs/namespace")]
    [InlineData("metadefs/namespaces")]
    [InlineData("metadefs/resource_type")]
    [InlineData("metadefs/resource_types")]
    [InlineData("metadefs/property")]
    [InlineData("metadefs/properties")]
    [InlineData("metadefs/object")]
    [InlineData("metadefs/objects")]
    [InlineData("metadefs/tag")]
    [InlineData("metadefs/tags")]
    public async Task A_schema_is_for_everybody_with_a_token(string name)
    {
        using var reader = portal.Client("reader");
        using var nobody = portal.CreateClient();

        Assert.Equal("object", (await reader.GetJsonAsync($"/v2/schemas/{name}"))["properties"]!.GetValueKind().ToString().ToLowerInvariant());
        Assert.Equal(HttpStatusCode.Unauthorized, await nobody.StatusAsync(HttpMethod.Get, $"/v2/schemas/{name}"));
    }

    [Fact]
    public async Task The_schema_of_a_member_names_every_member_of_one()
    {
        using var client = portal.Client("reader");

        var fields = (await client.GetJsonAsync("/v2/schemas/member"))["properties"]!.AsObject();

        Assert.Equal(["created_at", "image_id", "member_id", "schema", "status", "updated_at"], fields.Select(field => field.Key).Order());
        Assert.Equal("""["pending","accepted","rejected"]""", fields["status"]!["enum"]!.ToJsonString());
    }

    [Fact]
    public async Task The_schema_of_a_list_holds_that_of_an_image()
    {
        using var client = portal.Client();

        var list = await client.GetJsonAsync("/v2/schemas/images");

        Assert.True(JsonNode.DeepEquals(await client.GetJsonAsync("/v2/schemas/image"), list["properties"]!["images"]!["items"]));
    }

    [Fact]
    public async Task The_stock_properties_and_formats_are_Glances()
    {
        using var client = portal.Client();
        var schema = await client.GetJsonAsync("/v2/schemas/image");
        var properties = schema["properties"]!;

        Assert.Equal(
            ["ami", "ari", "aki", "bare", "ovf", "ova", "docker", "compressed"], Choices(properties["container_format"]!));
        Assert.Equal(
            ["ami", "ari", "aki", "vhd", "vhdx", "vmdk", "raw", "qcow2", "vdi", "iso", "ploop"], Choices(properties["disk_format"]!));
        Assert.Equal(
            [
                "architecture", "cinder_encryption_key_deletion_policy", "cinder_encryption_key_id", "description", "instance_uuid", "kernel_id",
                "os_distro", "os_version", "ramdisk_id",
            ],
            properties.AsObject().Where(property => property.Value!["is_base"] is not null).Select(property => property.Key).Order(StringComparer.Ordinal));
        Assert.Equal(["on_image_deletion", "do_not_delete"], Choices(properties["cinder_encryption_key_deletion_policy"]!));
        Assert.Equal(
            """[{"rel":"self","href":"{self}"},{"rel":"enclosure","href":"{file}"},{"rel":"describedby","href":"{schema}"}]""",
            schema["links"]!.ToJsonString());
        Assert.Equal(
            ["checksum", "created_at", "file", "os_hash_algo", "os_hash_value", "schema", "self", "size", "status", "stores", "updated_at", "virtual_size"],
            properties.AsObject().Where(property => property.Value!["readOnly"] is not null).Select(property => property.Key).Order(StringComparer.Ordinal));

        static IEnumerable<string> Choices(JsonNode property) => property["enum"]!.AsArray().OfType<JsonNode>().Select(choice => choice.ToString());
    }

    [Fact]
    public async Task The_formats_of_the_configuration_are_the_formats()
    {
        using var own = portal.Beside(("Images:DiskFormats", "raw,luks"));
        using var client = own.Client();

        var formats = (await client.GetJsonAsync("/v2/schemas/image"))["properties"]!["disk_format"]!["enum"]!.AsArray();

        Assert.Equal([null, "raw", "luks"], formats.Select(format => format?.ToString()));
        Assert.Equal(HttpStatusCode.Created, await client.StatusAsync(HttpMethod.Post, "/v2/images", new JsonObject { ["disk_format"] = "luks" }));
        Assert.Equal(HttpStatusCode.BadRequest, await client.StatusAsync(HttpMethod.Post, "/v2/images", new JsonObject { ["disk_format"] = "qcow2" }));
    }

    [Fact]
    public async Task The_stores_are_named_unless_there_is_one_only_mode()
    {
        using var client = portal.Client();
        using var single = portal.Beside(("Stores:SingleStoreMode", "true"));
        using var alone = single.Client();

        var stores = await client.GetJsonAsync("/v2/info/stores");
        var id = await alone.UploadImageAsync([1]);

        Assert.Equal("""{"stores":[{"id":"local","default":"true"}]}""", stores.ToJsonString());
        Assert.Equal(HttpStatusCode.NotFound, await alone.StatusAsync(HttpMethod.Get, "/v2/info/stores"));
        Assert.False((await alone.GetJsonAsync($"/v2/images/{id}")).AsObject().ContainsKey("stores"));
        Assert.Equal(HttpStatusCode.BadRequest, await alone.StatusAsync(HttpMethod.Get, $"/v2/images/{id}/file?prefer=local"));
        using var created = await alone.SendTextAsync(HttpMethod.Post, "/v2/images", "{}");
        Assert.False(created.Headers.Contains("OpenStack-image-store-ids"));
    }
}
