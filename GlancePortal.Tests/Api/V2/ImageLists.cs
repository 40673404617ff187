using System.Net;
using GlancePortal.Domain.Images;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Api.V2;

[Trait("Suite", "api")]
public sealed class ImageListsOnSqlite(TrustingPortal portal) : ImageLists(portal), IClassFixture<TrustingPortal>;

[Trait("Suite", "api"), Collection(PostgresPortalTests.Name)]
public sealed class ImageListsOnPostgres(PostgresPortal portal) : ImageLists(portal);

/// <summary>One list, its pages, order and filters: glance-behaviour.md, section 5.</summary>
public abstract class ImageLists(TrustingPortal portal)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

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
    public async Task A_full_page_names_the_next_even_when_that_is_empty()
    {
        using var client = portal.Client();
        var older = await client.CreateImageIdAsync("""{ "visibility": "private" }""");
        var newer = await client.CreateImageIdAsync("""{ "visibility": "private" }""");

        var page = await client.GetJsonAsync("/v2/images?limit=2&visibility=private");
        var next = await client.GetJsonAsync(page["next"]!.ToString());

        Assert.Equal($"/v2/images?limit=2&visibility=private&marker={older}", page["next"]!.ToString());
        Assert.Equal("/v2/images?limit=2&visibility=private", next["first"]!.ToString());
        Assert.Empty(next["images"]!.AsArray());
        Assert.Null(next["next"]);
        Assert.Equal([older], await client.ListImagesAsync($"?visibility=private&marker={newer}"));
    }

    [Theory]
    [InlineData("name")]
    [InlineData("status")]
    [InlineData("container_format")]
    [InlineData("disk_format")]
    [InlineData("size")]
    [InlineData("id")]
    [InlineData("created_at")]
    [InlineData("updated_at")]
    public async Task Every_key_of_an_order_can_be_paged(string key)
    {
        using var client = portal.Client();
        string[] made = [await client.CreateImageIdAsync(), await client.UploadImageAsync([1]), await client.CreateImageIdAsync("""{ "name": "n" }""")];

        foreach (var order in new[] { $"sort_key={key}&sort_dir=asc", $"sort={key}:desc" })
        {
            var whole = await client.ListImagesAsync($"?visibility=shared&{order}");
            Assert.Equal(made.Order(), whole.Order());
            Assert.Equal(whole.Skip(2), await client.ListImagesAsync($"?visibility=shared&{order}&marker={whole[1]}"));
        }
    }

    [Fact]
    public async Task A_page_has_25_images_unless_asked_and_1000_at_most()
    {
        var owner = Guid.NewGuid().ToString("N");
        using var client = portal.Client(project: owner);
        await portal.InDatabaseAsync(db => db.WriteAsync(
            _ =>
            {
                db.Images.AddRange(Enumerable.Range(0, 1001).Select(_ => new Image { Id = Guid.NewGuid(), OwnerId = owner, Visibility = ImageVisibility.Private }));
                return Task.FromResult(true);
            },
            Cancellation));

        foreach (var (limit, count) in new[] { ("", 25), ("&limit=1000", 1000), ("&limit=1001", 1000), ("&limit=5000", 1000) })
        {
            Assert.Equal((limit, count), (limit, (await client.ListImagesAsync($"?visibility=private{limit}")).Count));
        }
    }

    [Fact]
    public async Task A_marker_that_the_caller_does_not_see_is_400()
    {
        using var owner = portal.Client();
        using var other = portal.Client();
        var id = await owner.CreateImageIdAsync("""{ "visibility": "private" }""");

        Assert.Equal(HttpStatusCode.OK, await owner.StatusAsync(HttpMethod.Get, $"/v2/images?marker={id}"));
        Assert.Equal(HttpStatusCode.BadRequest, await other.StatusAsync(HttpMethod.Get, $"/v2/images?marker={id}"));
    }

    [Fact]
    public async Task What_data_has_is_filtered_too()
    {
        using var client = portal.Client();
        var id = await client.UploadImageAsync(Bytes.Random(1000));
        var other = await client.UploadImageAsync(Bytes.Random(2000));
        var image = await client.GetJsonAsync($"/v2/images/{id}");

        foreach (var query in new[]
        {
            $"checksum={image["checksum"]}", $"os_hash_value={image["os_hash_value"]}", "size=1000", "size_max=1000", "size_min=1000&size_max=1999",
            $"id={id}", $"id=in:{id},{Guid.NewGuid()}", $"owner={image["owner"]}&size=1000",
        })
        {
            Assert.Equal((query, id), (query, Assert.Single(await client.ListImagesAsync($"?visibility=shared&{query}"))));
        }

        Assert.Equal([other, id], await client.ListImagesAsync("?visibility=shared&size_min=1000&virtual_size_max=2000"));
        Assert.Empty(await client.ListImagesAsync("?visibility=shared&size_min=2001"));
        Assert.Equal([id, other], await client.ListImagesAsync("?visibility=shared&sort=size:asc"));
    }

    [Fact]
    public async Task What_is_not_there_or_not_to_be_seen_is_404()
    {
        using var owner = portal.Client();
        using var other = portal.Client();
        var id = await owner.CreateImageIdAsync("""{ "visibility": "private" }""");

        Assert.Equal(HttpStatusCode.NotFound, await other.StatusAsync(HttpMethod.Get, $"/v2/images/{id}"));
        Assert.Equal(HttpStatusCode.NotFound, await owner.StatusAsync(HttpMethod.Get, $"/v2/images/{Guid.NewGuid()}"));
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
    [InlineData("sort_key=name&sort_dir=asc&sort_dir=desc")]
    [InlineData("sort=name&sort_dir=asc")]
    [InlineData("name=like:a")]
    [InlineData("id=neq:a")]
    [InlineData("disk_format=lt:raw")]
    [InlineData("container_format=neq:bare")]
    [InlineData("status=in:%22active")]
    [InlineData("updated_at=gt:yesterday")]
    [InlineData("updated_at=in:2026-01-01T00:00:00Z")]
    [InlineData("size_max=1.5")]
    [InlineData("virtual_size_min=x")]
    [InlineData("min_disk_max=x")]
    [InlineData("size=x")]
    [InlineData("visibility=Public")]
    [InlineData("member_status=Accepted")]
    [InlineData("protected=1")]
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

    [Fact]
    public async Task A_wrong_order_is_answered_with_the_right_keys()
    {
        using var client = portal.Client();

        using var answer = await client.GetAsync("/v2/images?sort=foo", TestContext.Current.CancellationToken);

        Assert.Contains(
            "'foo' is not a key to sort by; keys are name, status, container_format, disk_format, size, id, created_at, updated_at.",
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
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
    [InlineData("created_at=gte:2020-01-01T00:00:00Z", 3)]
    [InlineData("created_at=neq:2020-01-01T00:00:00Z", 3)]
    [InlineData("created_at=eq:2020-01-01T00:00:00Z", 0)]
    [InlineData("created_at=2020-01-01T00:00:00Z", 0)]
    [InlineData("created_at=lt:9999-12-31T23:59:59Z&created_at=gt:2020-01-01", 3)]
    [InlineData("status=in:queued,active", 3)]
    [InlineData("container_format=in:bare,ovf", 2)]
    [InlineData("min_disk_min=0", 3)]
    [InlineData("min_disk_max=0", 3)]
    [InlineData("min_disk=1", 0)]
    [InlineData("os_hidden=False", 3)]
    [InlineData("visibility=all", 3)]
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
    [InlineData("sort=name", "c b a")]
    [InlineData("sort_key=disk_format&sort_dir=asc", "c b a")]
    [InlineData("sort_key=disk_format&sort_dir=desc", "a b c")]
    [InlineData("sort_key=disk_format&sort_key=status&sort_dir=asc&sort_dir=asc", "c a b")]
    [InlineData("sort_key=created_at&sort_dir=asc", "b a c")]
    [InlineData("sort_key=updated_at", "c a b")]
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
