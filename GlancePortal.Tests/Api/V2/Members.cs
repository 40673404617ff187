using System.Net;
using System.Text.Json.Nodes;
using GlancePortal.Domain.Images;
using GlancePortal.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace GlancePortal.Tests.Api.V2;

[Trait("Suite", "api")]
public sealed class MembersOnSqlite(TrustingPortal portal) : Members(portal), IClassFixture<TrustingPortal>;

[Trait("Suite", "api"), Collection(PostgresPortalTests.Name)]
public sealed class MembersOnPostgres(PostgresPortal portal) : Members(portal);

/// <summary>Projects that an image is shared with: glance-behaviour.md, sections 7 and 16.</summary>
public abstract class Members(TrustingPortal portal)
{
    private const string Nowhere = "6ba7b810-9dad-11d1-80b4-00c04fd430c8";
    private static readonly string[] Fields = ["member_id", "image_id", "status", "created_at", "updated_at", "schema"];

    private readonly string _alpha = Guid.NewGuid().ToString("N");
    private readonly string _beta = Guid.NewGuid().ToString("N");
    private readonly string _gamma = Guid.NewGuid().ToString("N");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_share_begins_pending_and_leaves_the_image_as_it_was()
    {
        using var owner = portal.Client("member", _alpha);
        var id = await owner.CreateImageIdAsync();
        var before = await RowAsync(id);

        using var answer = await owner.SendJsonAsync(HttpMethod.Post, $"/v2/images/{id}/members", new JsonObject { ["member"] = _beta });

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var member = await answer.JsonAsync();
        Assert.Equal(Fields, member.AsObject().Select(field => field.Key));
        Assert.Equal((_beta, id, "pending"), (member["member_id"]!.ToString(), member["image_id"]!.ToString(), member["status"]!.ToString()));
        Assert.Equal("/v2/schemas/member", member["schema"]!.ToString());
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$", member["created_at"]!.ToString());
        var after = await RowAsync(id);
        Assert.Equal((before.Version, before.UpdatedAt), (after.Version, after.UpdatedAt));
    }

    public static TheoryData<string> NoMembers =>
    [
        "", "{", "[]", "{}", """{ "member": "" }""", """{ "member": null }""", """{ "member": 5 }""", """{ "members": "x" }""",
        """{ "member": "\ud83d\ude00" }""", """{ "member": "a\u0000b" }""", $$"""{ "member": "{{new string('a', 256)}}" }""",
    ];

    [Theory]
    [MemberData(nameof(NoMembers))]
    public async Task What_names_no_project_is_400(string body)
    {
        using var owner = portal.Client("member", _alpha);
        var id = await owner.CreateImageIdAsync();
        using var answer = await owner.SendTextAsync(HttpMethod.Post, $"/v2/images/{id}/members", body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData("private")]
    [InlineData("community")]
    public async Task Only_a_shared_image_has_members(string visibility)
    {
        using var owner = portal.Client("member", _alpha);
        var id = await owner.CreateImageIdAsync($$"""{ "visibility": "{{visibility}}" }""");

        Assert.Equal(HttpStatusCode.Forbidden, await ShareAsync(owner, id, _beta));
        Assert.Equal(HttpStatusCode.Forbidden, await owner.StatusAsync(HttpMethod.Get, $"/v2/images/{id}/members"));
        Assert.Equal(HttpStatusCode.NotFound, await owner.StatusAsync(HttpMethod.Get, $"/v2/images/{id}/members/{_beta}"));
        Assert.Equal(HttpStatusCode.Forbidden, await AnswerAsync(owner, id, _beta, "accepted"));
        Assert.Equal(HttpStatusCode.Forbidden, await owner.StatusAsync(HttpMethod.Delete, $"/v2/images/{id}/members/{_beta}"));
    }

    [Theory]
    [InlineData("member", true, HttpStatusCode.OK)]
    [InlineData("reader", true, HttpStatusCode.Forbidden)]
    [InlineData("admin", false, HttpStatusCode.OK)]
    [InlineData("member", false, HttpStatusCode.NotFound)]
    public async Task The_owners_members_and_administrators_share(string roles, bool isOwner, HttpStatusCode status)
    {
        using var owner = portal.Client("member", _alpha);
        using var caller = portal.Client(roles, isOwner ? _alpha : _gamma);
        var id = await owner.CreateImageIdAsync();

        Assert.Equal(status, await ShareAsync(caller, id, _beta));
    }

    [Fact]
    public async Task Whom_an_image_is_shared_with_does_not_share_it_on()
    {
        using var owner = portal.Client("member", _alpha);
        using var consumer = portal.Client("member", _beta);
        var id = await owner.CreateImageIdAsync();
        await ShareAsync(owner, id, _beta);

        Assert.Equal(HttpStatusCode.Forbidden, await ShareAsync(consumer, id, _gamma));
        Assert.Equal(HttpStatusCode.Forbidden, await consumer.StatusAsync(HttpMethod.Delete, $"/v2/images/{id}/members/{_beta}"));
    }

    [Fact]
    public async Task An_image_that_is_not_there_has_no_members()
    {
        using var client = portal.Client("admin");

        Assert.Equal(HttpStatusCode.NotFound, await ShareAsync(client, Nowhere, _beta));
        Assert.Equal(HttpStatusCode.NotFound, await ShareAsync(client, new string('a', 37), _beta));
        Assert.Equal(HttpStatusCode.NotFound, await client.StatusAsync(HttpMethod.Get, $"/v2/images/{Nowhere}/members"));
        Assert.Equal(HttpStatusCode.NotFound, await AnswerAsync(client, Nowhere, _beta, "accepted"));
        Assert.Equal(HttpStatusCode.NotFound, await client.StatusAsync(HttpMethod.Delete, $"/v2/images/{Nowhere}/members/{_beta}"));
    }

    [Fact]
    public async Task Of_many_who_share_with_one_project_at_once_one_does()
    {
        using var owner = portal.Client("member", _alpha);
        var id = await owner.CreateImageIdAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => ShareAsync(owner, id, _beta)));

        Assert.Equal([HttpStatusCode.OK, .. Enumerable.Repeat(HttpStatusCode.Conflict, 5)], outcomes.Order());
    }

    [Fact]
    public async Task The_quota_holds_for_many_who_share_at_once()
    {
        using var owner = portal.Client("member", _alpha);
        var id = await owner.CreateImageIdAsync();
        await portal.InDatabaseAsync(db => db.WriteAsync(
            _ =>
            {
                db.ImageMembers.AddRange(Enumerable.Range(0, 125).Select(i => new ImageMember { ImageId = Guid.Parse(id), MemberId = $"project-{i}" }));
                return Task.FromResult(true);
            },
            Cancellation));

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => ShareAsync(owner, id, $"late-{i}")));

        Assert.Equal(3, outcomes.Count(status => status == HttpStatusCode.OK));
        Assert.Equal(5, outcomes.Count(status => status == HttpStatusCode.RequestEntityTooLarge));
        Assert.Equal(128, (await ListAsync(owner, id)).Count);

        // The place of a share that ended is free again.
        await owner.DeleteAsync($"/v2/images/{id}/members/project-0", Cancellation);
        Assert.Equal(HttpStatusCode.OK, await ShareAsync(owner, id, _beta));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await ShareAsync(owner, id, _gamma));
    }

    [Fact]
    public async Task The_owner_sees_all_members_and_each_of_them_only_itself()
    {
        using var owner = portal.Client("member", _alpha);
        using var reader = portal.Client("reader", _alpha);
        using var admin = portal.Client("admin");
        using var consumer = portal.Client("reader", _beta);
        using var stranger = portal.Client();
        var id = await owner.CreateImageIdAsync();
        await ShareAsync(owner, id, _beta);
        await ShareAsync(owner, id, _gamma);

        foreach (var client in new[] { owner, reader, admin })
        {
            Assert.Equal([_beta, _gamma], await ListAsync(client, id));
            Assert.Equal(_gamma, (await client.GetJsonAsync($"/v2/images/{id}/members/{_gamma}"))["member_id"]!.ToString());
        }

        Assert.Equal([_beta], await ListAsync(consumer, id));
        Assert.Equal(_beta, (await consumer.GetJsonAsync($"/v2/images/{id}/members/{_beta}"))["member_id"]!.ToString());
        Assert.Equal(HttpStatusCode.NotFound, await consumer.StatusAsync(HttpMethod.Get, $"/v2/images/{id}/members/{_gamma}"));
        Assert.Equal(HttpStatusCode.NotFound, await stranger.StatusAsync(HttpMethod.Get, $"/v2/images/{id}/members"));
        Assert.Equal(HttpStatusCode.NotFound, await stranger.StatusAsync(HttpMethod.Delete, $"/v2/images/{id}/members/{_beta}"));
        Assert.Equal(HttpStatusCode.NotFound, await owner.StatusAsync(HttpMethod.Get, $"/v2/images/{id}/members/nobody"));
    }

    [Fact]
    public async Task A_list_names_its_schema()
    {
        using var owner = portal.Client("member", _alpha);
        var id = await owner.CreateImageIdAsync();

        Assert.Equal("""{"members":[],"schema":"/v2/schemas/members"}""", (await owner.GetJsonAsync($"/v2/images/{id}/members")).ToJsonString());
    }

    [Theory]
    [InlineData("pending")]
    [InlineData("accepted")]
    [InlineData("rejected")]
    public async Task The_project_itself_answers(string status)
    {
        using var owner = portal.Client("member", _alpha);
        using var consumer = portal.Client("member", _beta);
        var id = await owner.CreateImageIdAsync();
        await ShareAsync(owner, id, _beta);
        using var answer = await consumer.SendJsonAsync(HttpMethod.Put, $"/v2/images/{id}/members/{_beta}", new JsonObject { ["status"] = status });

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(status, (await answer.JsonAsync())["status"]!.ToString());
        Assert.Equal(status, (await owner.GetJsonAsync($"/v2/images/{id}/members/{_beta}"))["status"]!.ToString());
    }

    [Fact]
    public async Task Nobody_else_answers_but_an_administrator()
    {
        using var owner = portal.Client("member", _alpha);
        using var reader = portal.Client("reader", _beta);
        using var other = portal.Client("member", _gamma);
        using var stranger = portal.Client();
        using var admin = portal.Client("admin");
        var id = await owner.CreateImageIdAsync();
        await ShareAsync(owner, id, _beta);
        await ShareAsync(owner, id, _gamma);

        Assert.Equal(HttpStatusCode.Forbidden, await AnswerAsync(owner, id, _beta, "accepted"));
        Assert.Equal(HttpStatusCode.Forbidden, await AnswerAsync(reader, id, _beta, "accepted"));
        Assert.Equal(HttpStatusCode.NotFound, await AnswerAsync(other, id, _beta, "accepted"));
        Assert.Equal(HttpStatusCode.NotFound, await AnswerAsync(stranger, id, _beta, "accepted"));
        Assert.Equal(HttpStatusCode.OK, await AnswerAsync(admin, id, _beta, "accepted"));
        Assert.Equal(HttpStatusCode.NotFound, await AnswerAsync(admin, id, "nobody", "accepted"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{ "status": null }""")]
    [InlineData("""{ "status": "Accepted" }""")]
    [InlineData("""{ "status": "maybe" }""")]
    public async Task An_answer_that_is_none_is_400(string body)
    {
        using var owner = portal.Client("member", _alpha);
        using var consumer = portal.Client("member", _beta);
        var id = await owner.CreateImageIdAsync();
        await ShareAsync(owner, id, _beta);
        using var answer = await consumer.SendTextAsync(HttpMethod.Put, $"/v2/images/{id}/members/{_beta}", body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task A_share_that_ends_takes_the_image_away()
    {
        using var owner = portal.Client("member", _alpha);
        using var consumer = portal.Client("member", _beta);
        var id = await owner.CreateImageIdAsync();
        await ShareAsync(owner, id, _beta);
        Assert.Equal(HttpStatusCode.OK, await consumer.StatusAsync(HttpMethod.Get, $"/v2/images/{id}"));

        Assert.Equal(HttpStatusCode.NoContent, await owner.StatusAsync(HttpMethod.Delete, $"/v2/images/{id}/members/{_beta}"));

        Assert.Equal(HttpStatusCode.NotFound, await consumer.StatusAsync(HttpMethod.Get, $"/v2/images/{id}"));
        Assert.Equal(HttpStatusCode.NotFound, await owner.StatusAsync(HttpMethod.Get, $"/v2/images/{id}/members/{_beta}"));
        Assert.Equal(HttpStatusCode.NotFound, await owner.StatusAsync(HttpMethod.Delete, $"/v2/images/{id}/members/{_beta}"));
        Assert.Empty(await ListAsync(owner, id));
    }

    [Fact]
    public async Task A_share_that_comes_back_is_the_old_one_and_pending_again()
    {
        using var owner = portal.Client("member", _alpha);
        using var consumer = portal.Client("member", _beta);
        var id = await owner.CreateImageIdAsync();
        await ShareAsync(owner, id, _beta);
        await AnswerAsync(consumer, id, _beta, "accepted");
        await owner.DeleteAsync($"/v2/images/{id}/members/{_beta}", Cancellation);

        using var answer = await owner.SendJsonAsync(HttpMethod.Post, $"/v2/images/{id}/members", new JsonObject { ["member"] = _beta });

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("pending", (await answer.JsonAsync())["status"]!.ToString());
        var image = Guid.Parse(id);
        var rows = await portal.InDatabaseAsync(db => db.ImageMembers.Where(member => member.ImageId == image).ToListAsync(Cancellation));
        Assert.Null(Assert.Single(rows).DeletedAt);
    }

    [Fact]
    public async Task The_answer_decides_on_lists_and_not_on_the_image_by_id()
    {
        using var owner = portal.Client("member", _alpha);
        using var consumer = portal.Client("member", _beta);
        var id = await owner.CreateImageIdAsync();
        await ShareAsync(owner, id, _beta);

        Assert.Empty(await consumer.ListImagesAsync("?visibility=shared"));
        Assert.Equal([id], await consumer.ListImagesAsync("?visibility=shared&member_status=pending"));
        await AnswerAsync(consumer, id, _beta, "rejected");
        Assert.Empty(await consumer.ListImagesAsync("?visibility=shared"));
        Assert.Equal([id], await consumer.ListImagesAsync("?visibility=shared&member_status=rejected"));
        Assert.Equal(HttpStatusCode.OK, await consumer.StatusAsync(HttpMethod.Get, $"/v2/images/{id}"));
        await AnswerAsync(consumer, id, _beta, "accepted");
        Assert.Equal([id], await consumer.ListImagesAsync("?visibility=shared"));
        Assert.Equal([id], await consumer.ListImagesAsync("?visibility=shared&member_status=all"));
        Assert.Empty(await consumer.ListImagesAsync("?visibility=shared&member_status=pending"));
        Assert.Equal(HttpStatusCode.BadRequest, await consumer.StatusAsync(HttpMethod.Get, "/v2/images?member_status=maybe"));
    }

    [Fact]
    public async Task Members_outlast_a_change_of_the_visibility_without_effect_meanwhile()
    {
        using var owner = portal.Client("member", _alpha);
        using var consumer = portal.Client("member", _beta);
        var id = await owner.CreateImageIdAsync();
        await ShareAsync(owner, id, _beta);

        await owner.PatchImageAsync(id, """[{ "op": "replace", "path": "/visibility", "value": "private" }]""");
        Assert.Equal(HttpStatusCode.NotFound, await consumer.StatusAsync(HttpMethod.Get, $"/v2/images/{id}"));
        await owner.PatchImageAsync(id, """[{ "op": "replace", "path": "/visibility", "value": "shared" }]""");

        Assert.Equal(HttpStatusCode.OK, await consumer.StatusAsync(HttpMethod.Get, $"/v2/images/{id}"));
    }

    [Fact]
    public async Task Sharing_is_in_the_audit_with_the_project_it_concerns()
    {
        using var owner = portal.Client("member", _alpha);
        using var consumer = portal.Client("member", _beta);
        var id = await owner.CreateImageIdAsync();
        await ShareAsync(owner, id, _beta);
        await AnswerAsync(consumer, id, _beta, "accepted");
        await owner.DeleteAsync($"/v2/images/{id}/members/{_beta}", Cancellation);

        var events = await portal.InDatabaseAsync(db => db.AuditEvents.Where(change => change.ObjectId == id)
            .OrderBy(change => change.Id).ToListAsync(Cancellation));

        Assert.Equal(["image.create", "image.share", "image.share_answer", "image.unshare"], events.Select(change => change.Action));
        Assert.All(events.Skip(1), change => Assert.Contains(_beta, change.Detail, StringComparison.Ordinal));
        Assert.All(events, change => Assert.Equal(_alpha, change.ProjectId));
    }

    private static Task<HttpStatusCode> ShareAsync(HttpClient client, string id, string project) =>
        client.StatusAsync(HttpMethod.Post, $"/v2/images/{id}/members", new JsonObject { ["member"] = project });

    private static Task<HttpStatusCode> AnswerAsync(HttpClient client, string id, string project, string status) =>
        client.StatusAsync(HttpMethod.Put, $"/v2/images/{id}/members/{project}", new JsonObject { ["status"] = status });

    private static async Task<IReadOnlyList<string>> ListAsync(HttpClient client, string id) =>
        [.. (await client.GetJsonAsync($"/v2/images/{id}/members"))["members"]!.AsArray().Select(member => member!["member_id"]!.ToString())];

    private Task<Image> RowAsync(string id)
    {
        var image = Guid.Parse(id);
        return portal.InDatabaseAsync(db => db.Images.AsNoTracking().SingleAsync(row => row.Id == image, Cancellation));
    }
}
