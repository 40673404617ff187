using System.Net;
using System.Text.Json.Nodes;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Api.V2;

[Trait("Suite", "api")]
public sealed class ReachOfVisibilitiesOnSqlite(TrustingPortal portal) : ReachOfVisibilities(portal), IClassFixture<TrustingPortal>;

[Trait("Suite", "api"), Collection(PostgresPortalTests.Name)]
public sealed class ReachOfVisibilitiesOnPostgres(PostgresPortal portal) : ReachOfVisibilities(portal);

/// <summary>Whom a visibility reaches, by id and in lists: glance-behaviour.md, sections 5 and 7.</summary>
public abstract class ReachOfVisibilities(TrustingPortal portal)
{
    private readonly string _owner = Guid.NewGuid().ToString("N");
    private readonly string _guest = Guid.NewGuid().ToString("N");

    [Theory]
    [InlineData("private", false, false, HttpStatusCode.Forbidden)]
    [InlineData("shared", false, false, HttpStatusCode.OK)]
    [InlineData("community", false, true, HttpStatusCode.Forbidden)]
    [InlineData("public", true, true, HttpStatusCode.Forbidden)]
    public async Task A_visibility_says_who_lists_who_reaches_and_whether_there_are_members(
        string visibility, bool isListed, bool isReached, HttpStatusCode share)
    {
        using var owner = portal.Client("admin", _owner);
        using var other = portal.Client();
        using var admin = portal.Client("admin");
        var id = await owner.CreateImageIdAsync($$"""{ "visibility": "{{visibility}}" }""");

        Assert.Equal(isListed, (await other.ListImagesAsync($"?owner={_owner}")).Contains(id));
        Assert.Equal(isReached ? HttpStatusCode.OK : HttpStatusCode.NotFound, await other.StatusAsync(HttpMethod.Get, $"/v2/images/{id}"));
        Assert.Equal(HttpStatusCode.OK, await admin.StatusAsync(HttpMethod.Get, $"/v2/images/{id}"));
        Assert.Equal(share, await owner.StatusAsync(HttpMethod.Post, $"/v2/images/{id}/members", new JsonObject { ["member"] = _guest }));
    }

    // The first two projects share an image that the guest has accepted, and one that waits; each has an image of its own of every visibility.
    [Theory]
    [InlineData("guest", "", "public accepted")]
    [InlineData("guest", "visibility=public", "public")]
    [InlineData("guest", "visibility=private", "")]
    [InlineData("guest", "visibility=shared", "accepted")]
    [InlineData("guest", "visibility=shared&member_status=pending", "pending")]
    [InlineData("guest", "visibility=shared&member_status=all", "pending accepted")]
    [InlineData("guest", "member_status=pending", "public pending")]
    [InlineData("guest", "visibility=community", "community")]
    [InlineData("guest", "visibility=all", "public community accepted")]
    [InlineData("owner", "", "public community private pending accepted")]
    [InlineData("owner", "visibility=shared", "pending accepted")]
    [InlineData("owner", "visibility=private", "private")]
    [InlineData("stranger", "", "public")]
    [InlineData("stranger", "visibility=shared", "")]
    [InlineData("stranger", "visibility=all", "public community")]
    [InlineData("admin", "", "public private pending accepted")]
    [InlineData("admin", "visibility=private", "private")]
    [InlineData("admin", "visibility=shared", "pending accepted")]
    [InlineData("admin", "visibility=community", "community")]
    [InlineData("admin", "visibility=all", "public community private pending accepted")]
    public async Task A_list_has_what_the_caller_and_the_visibility_say(string caller, string query, string names)
    {
        using var owner = portal.Client("admin", _owner);
        using var guest = portal.Client(project: _guest);
        foreach (var visibility in new[] { "accepted", "pending", "private", "community", "public" })
        {
            var given = visibility is "accepted" or "pending" ? "shared" : visibility;
            var id = await owner.CreateImageIdAsync($$"""{ "name": "{{visibility}}", "visibility": "{{given}}" }""");
            if (given == "shared")
            {
                await owner.StatusAsync(HttpMethod.Post, $"/v2/images/{id}/members", new JsonObject { ["member"] = _guest });
                await guest.StatusAsync(HttpMethod.Put, $"/v2/images/{id}/members/{_guest}", new JsonObject { ["status"] = visibility });
            }
        }

        using var client = caller switch
        {
            "owner" => portal.Client(project: _owner),
            "guest" => portal.Client(project: _guest),
            var role => portal.Client(role == "admin" ? "admin" : "member"),
        };
        var list = await client.GetJsonAsync($"/v2/images?owner={_owner}&{query}");

        Assert.Equal(names, string.Join(' ', list["images"]!.AsArray().Select(image => image!["name"]!.ToString())));
    }

    [Theory]
    [InlineData("pending")]
    [InlineData("rejected")]
    [InlineData("accepted")]
    public async Task A_shared_image_is_reached_by_its_members_whatever_they_answered(string status)
    {
        using var owner = portal.Client(project: _owner);
        using var guest = portal.Client(project: _guest);
        var id = await owner.UploadImageAsync([1]);
        await owner.StatusAsync(HttpMethod.Post, $"/v2/images/{id}/members", new JsonObject { ["member"] = _guest });
        await guest.StatusAsync(HttpMethod.Put, $"/v2/images/{id}/members/{_guest}", new JsonObject { ["status"] = status });

        Assert.Equal(HttpStatusCode.OK, await guest.StatusAsync(HttpMethod.Get, $"/v2/images/{id}"));
        Assert.Equal(HttpStatusCode.OK, await guest.StatusAsync(HttpMethod.Get, $"/v2/images/{id}/file"));
        Assert.Equal(status == "accepted", (await guest.ListImagesAsync($"?owner={_owner}")).Contains(id));
    }

    [Fact]
    public async Task An_image_of_nobody_is_everybodys()
    {
        using var admin = portal.Client("admin");
        using var other = portal.Client();
        var id = await admin.CreateImageIdAsync("""{ "visibility": "private" }""");
        using var given = await admin.PatchImageAsync(id, """[{ "op": "replace", "path": "/owner", "value": null }]""");

        Assert.Equal(HttpStatusCode.OK, given.StatusCode);
        Assert.Equal(HttpStatusCode.OK, await other.StatusAsync(HttpMethod.Get, $"/v2/images/{id}"));
        Assert.Equal(HttpStatusCode.Forbidden, await other.StatusAsync(HttpMethod.Delete, $"/v2/images/{id}"));
    }
}
