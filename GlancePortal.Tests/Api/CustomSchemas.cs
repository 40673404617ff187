using System.Net;
using System.Text.Json.Nodes;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Api;

/// <summary>A schema file of the operator's own (glance-behaviour.md, sections 3, 4 and 21).</summary>
[Trait("Suite", "api")]
public sealed class CustomSchemas(CustomSchemas.Portal portal) : IClassFixture<CustomSchemas.Portal>
{
    [Fact]
    public async Task The_schema_shows_what_the_file_says_in_place_of_the_stock()
    {
        using var client = portal.Trusting.Client();

        var schema = await client.GetJsonAsync("/v2/schemas/image");

        Assert.Equal(
            """{"type":["null","string"],"enum":[null,"gold"],"description":"How good it is.","is_base":false}""", schema["properties"]!["tier"]!.ToJsonString());
        Assert.Equal("""["tier"]""", schema["required"]!.ToJsonString());
        Assert.False(schema["properties"]!.AsObject().ContainsKey("os_distro"));
    }

    [Theory]
    [InlineData("{}", HttpStatusCode.BadRequest)]
    [InlineData("""{ "tier": "tin" }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "tier": 1 }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "tier": "gold" }""", HttpStatusCode.Created)]
    [InlineData("""{ "tier": null }""", HttpStatusCode.Created)]
    [InlineData("""{ "tier": "gold", "kernel_id": "free text now" }""", HttpStatusCode.Created)]
    public async Task A_new_image_fits_it(string body, HttpStatusCode status)
    {
        using var client = portal.Trusting.Client();

        Assert.Equal(status, await client.StatusAsync(HttpMethod.Post, "/v2/images", JsonNode.Parse(body)));
    }

    [Fact]
    public async Task A_change_fits_it()
    {
        using var client = portal.Trusting.Client();
        var id = await client.CreateImageIdAsync("""{ "tier": "gold" }""");

        using var answer = await client.PatchImageAsync(id, """[{ "op": "replace", "path": "/tier", "value": "tin" }]""");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    public sealed class Portal : IDisposable
    {
        private readonly TemporaryFolder _folder = new();

        public Portal()
        {
            File.WriteAllText(_folder.File("schema-image.json"), """
                { "properties": { "tier": { "type": ["null", "string"], "enum": [null, "gold"], "description": "How good it is." } }, "required": ["tier"] }
                """);
            Trusting.Settings["Images:SchemaFile"] = _folder.File("schema-image.json");
        }

        internal TrustingPortal Trusting { get; } = new();

        public void Dispose()
        {
            Trusting.Dispose();
            _folder.Dispose();
        }
    }
}
