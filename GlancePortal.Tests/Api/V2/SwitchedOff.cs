using System.Net;
using System.Text.Json.Nodes;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Api.V2;

/// <summary>What Glance answers where import, locations and cache may not be used: glance-behaviour.md, sections 11, 12, 13 and 19.</summary>
[Trait("Suite", "api")]
public sealed class SwitchedOff(SwitchedOff.NoImport portal) : IClassFixture<SwitchedOff.NoImport>
{
    public sealed class NoImport : TrustingPortal
    {
        public NoImport() => Settings["Import:Methods"] = "";
    }

    private const string Nowhere = "6ba7b810-9dad-11d1-80b4-00c04fd430c8";
    private const string Md5 = "d41d8cd98f00b204e9800998ecf8427e";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task There_is_no_staging_area()
    {
        using var client = portal.Client();
        var id = await client.CreateImageIdAsync("""{ "disk_format": "raw", "container_format": "bare" }""");
        using var answer = await client.SendTextAsync(HttpMethod.Put, $"/v2/images/{id}/stage", "data", "application/octet-stream");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("import method glance-direct is not enabled", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Equal("queued", (await client.GetJsonAsync($"/v2/images/{id}"))["status"]!.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{ "method": "glance-direct" }""")]
    [InlineData("""{ "method": { "name": "glance-direct" } }""")]
    [InlineData("""{ "method": { "name": "web-download", "uri": "http://x/y" } }""")]
    public async Task No_import_method_is_enabled(string body)
    {
        using var client = portal.Client();
        var id = await client.CreateImageIdAsync();
        using var answer = await client.SendTextAsync(HttpMethod.Post, $"/v2/images/{id}/import", body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "url": 5 }""")]
    [InlineData("""{ "url": "http://x/y", "validation_data": [] }""")]
    [InlineData("""{ "url": "http://x/y", "validation_data": { "checksum": "x" } }""")]
    [InlineData("""{ "url": "http://x/y", "validation_data": { "os_hash_algo": "md5" } }""")]
    [InlineData("""{ "url": "http://x/y", "validation_data": { "os_hash_algo": "crc", "os_hash_value": "00" } }""")]
    [InlineData("""{ "url": "http://x/y", "validation_data": { "os_hash_algo": "md5", "os_hash_value": "00" } }""")]
    [InlineData("""{ "url": "http://x/y", "validation_data": { "os_hash_algo": "sha256", "os_hash_value": "d41d8cd98f00b204e9800998ecf8427e" } }""")]
    [InlineData("""{ "url": "http://x/y", "validation_data": { "os_hash_algo": "md5", "os_hash_value": "z41d8cd98f00b204e9800998ecf8427e" } }""")]
    public async Task A_location_that_is_none_is_400_before_all_else(string body)
    {
        using var client = portal.Client("service");
        using var answer = await client.SendTextAsync(HttpMethod.Post, $"/v2/images/{Nowhere}/locations", body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData("admin", HttpStatusCode.Forbidden, "switched off")]
    [InlineData("service", HttpStatusCode.Forbidden, "switched off")]
    [InlineData("member", HttpStatusCode.Forbidden, "add_image_location")]
    public async Task A_location_is_added_by_nobody(string roles, HttpStatusCode status, string reason)
    {
        using var owner = portal.Client();
        using var client = portal.Client(roles);
        var id = await owner.CreateImageIdAsync("""{ "visibility": "community" }""");
        var body = new JsonObject { ["url"] = "http://x/y", ["validation_data"] = new JsonObject { ["os_hash_algo"] = "md5", ["os_hash_value"] = Md5 } };
        using var answer = await client.SendJsonAsync(HttpMethod.Post, $"/v2/images/{id}/locations", body);

        Assert.Equal(status, answer.StatusCode);
        Assert.Contains(reason, await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, await client.StatusAsync(HttpMethod.Post, $"/v2/images/{Nowhere}/locations", body));
    }

    [Theory]
    [InlineData("admin", "switched off")]
    [InlineData("service", "switched off")]
    [InlineData("member", "fetch_image_location")]
    public async Task Locations_are_shown_to_nobody(string roles, string reason)
    {
        using var owner = portal.Client();
        using var client = portal.Client(roles);
        var id = await owner.CreateImageIdAsync("""{ "visibility": "community" }""");
        using var answer = await client.GetAsync($"/v2/images/{id}/locations", Cancellation);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains(reason, await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, await client.StatusAsync(HttpMethod.Get, $"/v2/images/{Nowhere}/locations"));
    }

    [Theory]
    [InlineData("GET", "/v2/cache")]
    [InlineData("DELETE", "/v2/cache")]
    [InlineData("PUT", "/v2/cache/" + Nowhere)]
    [InlineData("DELETE", "/v2/cache/" + Nowhere)]
    [InlineData("POST", "/v2/cache/clean")]
    [InlineData("POST", "/v2/cache/prune")]
    [InlineData("GET", "/v2/cache/nodes/" + Nowhere)]
    [InlineData("GET", "/v2/cached_images")]
    [InlineData("DELETE", "/v2/cached_images")]
    [InlineData("DELETE", "/v2/cached_images/" + Nowhere)]
    [InlineData("GET", "/v2/queued_images")]
    [InlineData("DELETE", "/v2/queued_images")]
    [InlineData("PUT", "/v2/queued_images/" + Nowhere)]
    [InlineData("DELETE", "/v2/queued_images/" + Nowhere)]
    public async Task There_is_no_cache(string method, string path)
    {
        using var client = portal.Client("admin");

        Assert.Equal(HttpStatusCode.NotFound, await client.StatusAsync(new HttpMethod(method), path));
    }
}
