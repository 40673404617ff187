using System.Net;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Api.V2;

[Trait("Suite", "api")]
public sealed class TagsOnSqlite(TrustingPortal portal) : Tags(portal), IClassFixture<TrustingPortal>;

[Trait("Suite", "api"), Collection(PostgresPortalTests.Name)]
public sealed class TagsOnPostgres(PostgresPortal portal) : Tags(portal);

/// <summary>Tags one at a time: glance-behaviour.md, section 15.</summary>
public abstract class Tags(TrustingPortal portal)
{
    private readonly string _alpha = Guid.NewGuid().ToString("N");

    [Fact]
    public async Task Tags_come_and_go_one_by_one()
    {
        using var client = portal.Client();
        var id = await client.CreateImageIdAsync("""{ "tags": ["t"] }""");

        Assert.Equal(HttpStatusCode.NoContent, await PutAsync(client, id, "t"));
        Assert.Equal(HttpStatusCode.NoContent, await PutAsync(client, id, "ü 1"));
        Assert.Equal(HttpStatusCode.NoContent, await DeleteAsync(client, id, "t"));
        Assert.Equal(HttpStatusCode.NotFound, await DeleteAsync(client, id, "t"));
        Assert.Equal(["ü 1"], (await client.GetJsonAsync($"/v2/images/{id}"))["tags"]!.AsArray().Select(tag => tag!.ToString()));
    }

    [Theory]
    [InlineData(255, HttpStatusCode.NoContent)]
    [InlineData(256, HttpStatusCode.BadRequest)]
    public async Task A_tag_has_255_characters_at_most(int length, HttpStatusCode status)
    {
        using var client = portal.Client();

        Assert.Equal(status, await PutAsync(client, await client.CreateImageIdAsync(), new string('ü', length)));
    }

    [Fact]
    public async Task The_tag_above_the_quota_is_413_and_one_that_is_there_is_not()
    {
        using var client = portal.Client();
        var tags = string.Join(", ", Enumerable.Range(0, 128).Select(i => $"\"t{i}\""));
        var id = await client.CreateImageIdAsync($$"""{ "tags": [{{tags}}] }""");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await PutAsync(client, id, "more"));
        Assert.Equal(HttpStatusCode.NoContent, await PutAsync(client, id, "t5"));
        Assert.Equal(HttpStatusCode.NoContent, await DeleteAsync(client, id, "t5"));
        Assert.Equal(HttpStatusCode.NoContent, await PutAsync(client, id, "more"));
    }

    [Theory]
    [InlineData("member", true, "private", HttpStatusCode.NoContent)]
    [InlineData("reader", true, "private", HttpStatusCode.Forbidden)]
    [InlineData("admin", false, "private", HttpStatusCode.NoContent)]
    [InlineData("member", false, "community", HttpStatusCode.Forbidden)]
    [InlineData("member", false, "private", HttpStatusCode.NotFound)]
    public async Task Who_changes_an_image_changes_its_tags(string roles, bool isOwner, string visibility, HttpStatusCode status)
    {
        using var owner = portal.Client("member", _alpha);
        using var caller = portal.Client(roles, isOwner ? _alpha : null);
        var id = await owner.CreateImageIdAsync($$"""{ "visibility": "{{visibility}}", "tags": ["t"] }""");

        Assert.Equal(status, await PutAsync(caller, id, "new"));
        Assert.Equal(status, await DeleteAsync(caller, id, "t"));
    }

    private static Task<HttpStatusCode> PutAsync(HttpClient client, string id, string tag) =>
        client.StatusAsync(HttpMethod.Put, $"/v2/images/{id}/tags/{Uri.EscapeDataString(tag)}");

    private static Task<HttpStatusCode> DeleteAsync(HttpClient client, string id, string tag) =>
        client.StatusAsync(HttpMethod.Delete, $"/v2/images/{id}/tags/{Uri.EscapeDataString(tag)}");
}
