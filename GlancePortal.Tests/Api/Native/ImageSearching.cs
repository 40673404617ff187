using System.Net;
using System.Text.Json.Nodes;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Api.Native;

/// <summary>`GET /api/v1/images` and `/api/v1/images/{id}`.</summary>
[Trait("Suite", "api")]
public sealed class ImageSearching(TrustingPortal portal) : IClassFixture<TrustingPortal>
{
    [Fact]
    public async Task A_search_answers_with_page_total_cursor_and_facets()
    {
        using var client = portal.Client();
        for (var i = 0; i < 3; i++)
        {
            await client.CreateImageAsync($$"""{ "name": "noble {{i}}", "visibility": "private", "disk_format": "raw", "tags": ["lts"], "os_distro": "ubuntu" }""");
        }

        var first = await client.GetJsonAsync("/api/v1/images?q=NOBLE&visibility=private&sort=name:asc&limit=2&facets=status,disk_format,os_distro,tag");
        var second = await client.GetJsonAsync($"/api/v1/images?q=NOBLE&visibility=private&sort=name:asc&limit=2&cursor={first["next"]}");

        Assert.Equal(["noble 0", "noble 1"], Names(first));
        Assert.Equal(["noble 2"], Names(second));
        Assert.Equal(3, (int)first["total"]!);
        Assert.Null(second["next"]);
        Assert.Equal(
            """{"status":[{"value":"queued","count":3}],"disk_format":[{"value":"raw","count":3}],"os_distro":[{"value":"ubuntu","count":3}],"tag":[{"value":"lts","count":3}]}""",
            first["facets"]!.ToJsonString());
        var image = first["images"]![0]!;
        Assert.Equal("queued", (string?)image["status"]);
        Assert.Equal("ubuntu", (string?)image["properties"]!["os_distro"]);
        Assert.Equal("lts", (string?)image["tags"]![0]);
    }

    [Theory]
    [InlineData("q=two", 1)]
    [InlineData("status=queued,active", 3)]
    [InlineData("status=active", 0)]
    [InlineData("visibility=private&visibility=shared", 3)]
    [InlineData("visibility=public", 0)]
    [InlineData("disk_format=raw,iso", 2)]
    [InlineData("container_format=bare", 1)]
    [InlineData("os_distro=debian", 1)]
    [InlineData("tag=t", 2)]
    [InlineData("tag=t&tag=u", 1)]
    [InlineData("property=os_version%3D12", 1)]
    [InlineData("property=a%3Db%3Dc", 1)]
    [InlineData("min_ram_min=512", 1)]
    [InlineData("size_max=0", 0)]
    [InlineData("created_after=2020-01-01T00:00:00Z", 3)]
    [InlineData("updated_before=2020-01-01", 0)]
    [InlineData("protected=true", 0)]
    [InlineData("hidden=all", 4)]
    [InlineData("hidden=true", 1)]
    [InlineData("name=two&project_id=whatever", 1)]
    [InlineData("offset=2", 3)]
    public async Task Conditions_choose(string query, int total)
    {
        var owner = Guid.NewGuid().ToString("N");
        using var client = portal.Client(project: owner);
        await client.CreateImageAsync(
            """{ "name": "one", "visibility": "private", "disk_format": "raw", "container_format": "bare", "tags": ["t", "u"], "os_distro": "debian", "os_version": "12", "a": "b=c" }""");
        await client.CreateImageAsync("""{ "name": "two", "visibility": "private", "disk_format": "iso", "min_ram": 512, "tags": ["t"] }""");
        await client.CreateImageAsync("""{ "name": "three", "visibility": "private" }""");
        await client.CreateImageAsync("""{ "name": "four", "visibility": "private", "os_hidden": true }""");

        Assert.Equal(total, (int)(await client.GetJsonAsync($"/api/v1/images?owner={owner}&{query}"))["total"]!);
    }

    [Theory]
    [InlineData("stauts=active")]
    [InlineData("status=nonsense")]
    [InlineData("visibility=secret")]
    [InlineData("sort=owner")]
    [InlineData("sort=name,size")]
    [InlineData("limit=x")]
    [InlineData("offset=-1")]
    [InlineData("offset=99999999")]
    [InlineData("cursor=x")]
    [InlineData("cursor=eyJ4IjoxfQ")]
    [InlineData("facets=name")]
    [InlineData("property=novalue")]
    [InlineData("created_after=yesterday")]
    [InlineData("created_after=gt:2026-01-01T00:00:00Z")]
    [InlineData("size_min=x")]
    [InlineData("hidden=maybe")]
    [InlineData("id=1")]
    [InlineData("q=%00")]
    public async Task A_query_that_means_nothing_is_400_with_its_problem(string query)
    {
        using var client = portal.Client();
        using var answer = await client.GetAsync($"/api/v1/images?{query}", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        var problem = await answer.JsonAsync();
        Assert.StartsWith("query.", (string?)problem["code"], StringComparison.Ordinal);
        Assert.StartsWith("req-", (string?)problem["requestId"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v2/images?", "tag=a{0}")]
    [InlineData("/v2/images?", "p{0}=v")]
    [InlineData("/api/v1/images?", "tag=a{0}")]
    public async Task A_query_of_too_many_conditions_is_400(string address, string condition)
    {
        using var client = portal.Client();
        var conditions = Enumerable.Range(0, 900).Select(number => string.Format(System.Globalization.CultureInfo.InvariantCulture, condition, number));

        Assert.Equal(HttpStatusCode.BadRequest, await client.StatusAsync(HttpMethod.Get, address + string.Join('&', conditions)));
        Assert.Equal(HttpStatusCode.OK, await client.StatusAsync(HttpMethod.Get, address + string.Join('&', conditions.Take(90))));
    }

    [Theory]
    [InlineData("updated_at", "315537897599999999")]
    [InlineData("updated_at", "-9223372036854775808")]
    [InlineData("size", "-9223372036854775808")]
    [InlineData("status", "0x1")]
    public async Task A_forged_cursor_is_no_fault_of_the_server(string sort, string key)
    {
        using var client = portal.Client();
        await client.CreateImageAsync();
        await client.CreateImageAsync();
        var cursor = (string)(await client.GetJsonAsync($"/api/v1/images?limit=1&sort={sort}:asc"))["next"]!;
        var body = System.Text.Json.Nodes.JsonNode.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(cursor))!;
        body["key"] = key;
        var forged = System.Buffers.Text.Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes(body.ToJsonString()));

        Assert.InRange(
            (int)await client.StatusAsync(HttpMethod.Get, $"/api/v1/images?limit=1&sort={sort}:asc&cursor={forged}"), 200, 400);
    }

    [Fact]
    public async Task A_cursor_of_another_order_is_400()
    {
        using var client = portal.Client();
        await client.CreateImageAsync();
        await client.CreateImageAsync();
        var cursor = (string?)(await client.GetJsonAsync("/api/v1/images?limit=1&sort=name:asc"))["next"];

        Assert.Equal(HttpStatusCode.BadRequest, await client.StatusAsync(HttpMethod.Get, $"/api/v1/images?limit=1&sort=name:desc&cursor={cursor}"));
        Assert.Equal(HttpStatusCode.BadRequest, await client.StatusAsync(HttpMethod.Get, $"/api/v1/images?sort=name:asc&offset=1&cursor={cursor}"));
    }

    [Fact]
    public async Task An_image_shows_its_bytes_on_the_way_to_its_own_project_only()
    {
        var project = Guid.NewGuid().ToString("N");
        using var client = portal.Client(project: project);
        using var other = portal.Client();
        var tus = new TusClient(client);
        using var created = await tus.CreateAsync(100, TusClient.RawImage("moving", ("visibility", "community")), TestContext.Current.CancellationToken);
        using var sent = await tus.PatchAsync(created.Upload(), 0, new byte[40], TestContext.Current.CancellationToken);

        var own = await client.GetJsonAsync($"/api/v1/images/{created.ImageId()}");
        var foreign = await other.GetJsonAsync($"/api/v1/images/{created.ImageId()}");

        Assert.Equal(("Send", 40, 100), ((string?)own["progress"]!["phase"], (int)own["progress"]!["done"]!, (int)own["progress"]!["total"]!));
        Assert.Null(foreign["progress"]);
    }

    [Fact]
    public async Task A_deleted_image_is_shown_as_pending_delete_to_who_may_restore_it()
    {
        var project = Guid.NewGuid().ToString("N");
        using var member = portal.Client(project: project);
        using var reader = portal.Client("reader", project);
        var id = await member.CreateImageIdAsync();
        await member.StatusAsync(HttpMethod.Delete, $"/v2/images/{id}");

        Assert.Equal("pending_delete", (string?)(await member.GetJsonAsync($"/api/v1/images/{id}"))["status"]);
        Assert.Equal(HttpStatusCode.NotFound, await reader.StatusAsync(HttpMethod.Get, $"/api/v1/images/{id}"));
        Assert.Equal(HttpStatusCode.NotFound, await member.StatusAsync(HttpMethod.Get, "/api/v1/images/not-an-id"));
    }

    [Fact]
    public async Task Who_is_not_even_a_reader_searches_nothing()
    {
        using var client = portal.Client("guest");

        Assert.Equal(HttpStatusCode.Forbidden, await client.StatusAsync(HttpMethod.Get, "/api/v1/images"));
    }

    private static IEnumerable<string> Names(JsonNode page) => page["images"]!.AsArray().Select(image => image!["name"]!.ToString());
}
