using System.Net;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Api.V2;

[Trait("Suite", "api")]
public sealed class CharactersOfFourBytesOnSqlite(TrustingPortal portal) : CharactersOfFourBytes(portal), IClassFixture<TrustingPortal>;

[Trait("Suite", "api"), Collection(PostgresPortalTests.Name)]
public sealed class CharactersOfFourBytesOnPostgres(PostgresPortal portal) : CharactersOfFourBytes(portal);

/// <summary>What is beyond the Basic Multilingual Plane: glance-behaviour.md, sections 2 and 34.</summary>
public abstract class CharactersOfFourBytes(TrustingPortal portal)
{
    [Theory]
    [InlineData("name")]
    [InlineData("tag")]
    [InlineData("any_property")]
    [InlineData("owner")]
    [InlineData("status")]
    [InlineData("disk_format")]
    [InlineData("checksum")]
    [InlineData("id")]
    public async Task A_filter_finds_nothing(string filter)
    {
        using var client = portal.Client();
        await client.CreateImageIdAsync();

        Assert.Empty(await client.ListImagesAsync($"?{filter}={Uri.EscapeDataString("\U0001F600")}"));
        Assert.Empty(await client.ListImagesAsync($"?{Uri.EscapeDataString("\U0001F600")}=x"));
    }

    [Theory]
    [InlineData("POST", "/v2/images", """{ "name": "\ud83d\ude00" }""")]
    [InlineData("POST", "/v2/images", """{ "owner": "\ud83d\ude00" }""")]
    [InlineData("POST", "/v2/images", """{ "tags": ["\ud83d\ude00"] }""")]
    [InlineData("POST", "/v2/images", """{ "\ud83d\ude00": "x" }""")]
    [InlineData("POST", "/v2/images", """{ "x": "\ud83d\ude00" }""")]
    [InlineData("POST", "/v2/images", """{ "x": "😀" }""")]
    [InlineData("PATCH", "/name", "\"\\ud83d\\ude00\"")]
    [InlineData("PATCH", "/tags", "[\"\\ud83d\\ude00\"]")]
    [InlineData("PATCH", "/x", "\"\\ud83d\\ude00\"")]
    [InlineData("PATCH", "/\\ud83d\\ude00", "\"x\"")]
    [InlineData("PUT", "/tags/%F0%9F%98%80", "")]
    public async Task They_are_written_nowhere(string method, string path, string body)
    {
        using var client = portal.Client("admin");
        var id = await client.CreateImageIdAsync();
        using var answer = method switch
        {
            "PATCH" => await client.PatchImageAsync(id, $$"""[{ "op": "add", "path": "{{path}}", "value": {{body}} }]"""),
            "PUT" => await client.SendJsonAsync(HttpMethod.Put, $"/v2/images/{id}{path}"),
            _ => await client.SendTextAsync(HttpMethod.Post, path, body),
        };

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }
}
