using System.Net;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Api;

[Trait("Suite", "api")]
public sealed class ImageLists(TrustingPortal portal) : IClassFixture<TrustingPortal>
{
    [Fact]
    public async Task An_empty_list_says_where_it_begins_and_what_it_is()
    {
        using var client = portal.Client();
        var list = await client.GetJsonAsync("/v2/images?visibility=private&name=%22quoted%22");

        Assert.Empty(list["images"]!.AsArray());
        Assert.Equal("/v2/images?visibility=private&name=%22quoted%22", list["first"]!.ToString());
        Assert.Equal("/v2/schemas/images", list["schema"]!.ToString());
        Assert.Null(list["next"]);
    }

    [Fact]
    public async Task Following_next_gives_every_image_once_newest_first()
    {
        using var client = portal.Client();
        var created = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            created.Insert(0, await client.CreateImageIdAsync("""{ "visibility": "private" }"""));
        }

        var seen = new List<string>();
        string? next = "/v2/images?limit=2&visibility=private";
        while (next is not null)
        {
            var page = await client.GetJsonAsync(next);
            Assert.Equal("/v2/images?limit=2&visibility=private", page["first"]!.ToString());
            seen.AddRange(page["images"]!.AsArray().Select(image => image!["id"]!.ToString()));
            next = page["next"]?.ToString();
        }

        Assert.Equal(created, seen);
    }

    [Fact]
    public async Task A_listed_image_is_the_shown_image()
    {
        using var client = portal.Client();
        var id = await client.CreateImageIdAsync("""{ "visibility": "private", "os_distro": "debian", "tags": ["t"] }""");

        var listed = (await client.GetJsonAsync("/v2/images?visibility=private"))["images"]!.AsArray().Single();

        Assert.Equal((await client.GetJsonAsync($"/v2/images/{id}")).ToJsonString(), listed!.ToJsonString());
    }

    [Theory]
    [InlineData("limit=x")]
    [InlineData("limit=-1")]
    [InlineData("limit=")]
    [InlineData("marker=6ba7b810-9dad-11d1-80b4-00c04fd430c8")]
    [InlineData("marker=x")]
    [InlineData("sort_key=owner")]
    [InlineData("sort=min_ram")]
    [InlineData("sort_dir=up")]
    [InlineData("sort_key=name&sort_key=size&sort_key=id&sort_dir=asc&sort_dir=desc")]
    [InlineData("sort=name:asc&sort_key=name")]
    [InlineData("sort=name:up")]
    [InlineData("name=a:b")]
    [InlineData("name=neq:a")]
    [InlineData("status=gt:active")]
    [InlineData("name=in:%22a")]
    [InlineData("name=in:a%22b%22")]
    [InlineData("name=in:%22a%22b")]
    [InlineData("created_at=yesterday")]
    [InlineData("created_at=about:2026-01-01T00:00:00Z")]
    [InlineData("size_min=x")]
    [InlineData("min_ram_max=x")]
    [InlineData("visibility=secret")]
    [InlineData("member_status=maybe")]
    [InlineData("os_hidden=x")]
    [InlineData("protected=True")]
    [InlineData("changes-since=2026-01-01T00:00:00Z")]
    [InlineData("name=%00")]
    public async Task A_query_that_means_nothing_is_400(string query)
    {
        using var client = portal.Client();

        Assert.Equal(HttpStatusCode.BadRequest, await client.StatusAsync(HttpMethod.Get, $"/v2/images?{query}"));
    }

    [Theory]
    [InlineData("limit=0", 0)]
    [InlineData("limit=1", 1)]
    [InlineData("limit=5000", 3)]
    [InlineData("limit=99999999999999999999", 3)]
    [InlineData("name=one", 1)]
    [InlineData("name=eq:one", 1)]
    [InlineData("name=in:one,two,four", 2)]
    [InlineData("name=in:%22a:b%22,one", 2)]
    [InlineData("name=in:%22a:b%22", 1)]
    [InlineData("name=%F0%9F%98%80", 0)]
    [InlineData("id=in:x,y", 0)]
    [InlineData("status=queued", 3)]
    [InlineData("status=active", 0)]
    [InlineData("status=nonsense", 0)]
    [InlineData("disk_format=in:raw,iso", 2)]
    [InlineData("container_format=bare", 2)]
    [InlineData("min_ram=512", 1)]
    [InlineData("min_ram_min=513", 0)]
    [InlineData("min_ram_max=511", 2)]
    [InlineData("size_min=0", 0)]
    [InlineData("tag=t", 2)]
    [InlineData("tag=t&tag=u", 1)]
    [InlineData("os_distro=debian", 1)]
    [InlineData("os_distro=debian&os_version=12", 1)]
    [InlineData("os_distro=fedora", 0)]
    [InlineData("no_such_property=x", 0)]
    [InlineData("protected=false", 3)]
    [InlineData("protected=true", 0)]
    [InlineData("os_hidden=TRUE", 0)]
    [InlineData("created_at=gt:2020-01-01T00:00:00Z", 3)]
    [InlineData("created_at=gt:2020-01-01T00:00:00%2B01:00", 3)]
    [InlineData("created_at=lte:9999-12-31T23:59:59Z", 3)]
    [InlineData("updated_at=gt:9999-12-31T23:59:59Z", 0)]
    [InlineData("updated_at=lt:2020-01-01T00:00:00", 0)]
    [InlineData("visibility=private", 3)]
    [InlineData("visibility=shared", 0)]
    public async Task Filters_choose(string query, int count)
    {
        var owner = Guid.NewGuid().ToString("N");
        using var client = portal.Client(project: owner);
        await client.CreateImageAsync(
            """{ "name": "one", "visibility": "private", "disk_format": "raw", "container_format": "bare", "tags": ["t", "u"], "os_distro": "debian", "os_version": "12" }""");
        await client.CreateImageAsync("""{ "name": "two", "visibility": "private", "disk_format": "iso", "container_format": "bare", "min_ram": 512, "tags": ["t"] }""");
        await client.CreateImageAsync("""{ "name": "a:b", "visibility": "private" }""");

        Assert.Equal(count, (await client.ListImagesAsync($"?owner={owner}&{query}")).Count);
    }

    [Theory]
    [InlineData("sort_key=name&sort_dir=asc", "a b c")]
    [InlineData("sort_key=name", "c b a")]
    [InlineData("sort=name:asc", "a b c")]
    [InlineData("sort=disk_format:asc,name:desc", "c b a")]
    [InlineData("sort_key=disk_format&sort_key=name&sort_dir=desc&sort_dir=asc", "a b c")]
    [InlineData("sort_dir=asc", "b a c")]
    [InlineData("", "c a b")]
    public async Task A_list_can_be_ordered(string query, string names)
    {
        var owner = Guid.NewGuid().ToString("N");
        using var client = portal.Client(project: owner);
        foreach (var fields in new[] { """{ "name": "b", "disk_format": "raw" }""", """{ "name": "a", "disk_format": "raw" }""", """{ "name": "c", "disk_format": "iso" }""" })
        {
            await client.CreateImageAsync(fields);
        }

        var list = await client.GetJsonAsync($"/v2/images?owner={owner}&{query}");
        Assert.Equal(names, string.Join(' ', list["images"]!.AsArray().Select(image => image!["name"]!.ToString())));
    }

    [Fact]
    public async Task Hidden_images_are_listed_only_when_asked_for()
    {
        using var client = portal.Client();
        var id = await client.CreateImageIdAsync("""{ "visibility": "private", "os_hidden": true }""");

        Assert.Empty(await client.ListImagesAsync("?visibility=private"));
        Assert.Equal([id], await client.ListImagesAsync("?visibility=private&os_hidden=true"));
        Assert.Equal(HttpStatusCode.OK, await client.StatusAsync(HttpMethod.Get, $"/v2/images/{id}"));
    }

    [Fact]
    public async Task Who_is_not_even_a_reader_lists_nothing()
    {
        using var client = portal.Client("guest");

        Assert.Equal(HttpStatusCode.Forbidden, await client.StatusAsync(HttpMethod.Get, "/v2/images"));
    }
}
