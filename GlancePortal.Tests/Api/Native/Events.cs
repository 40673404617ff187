using System.Net;
using GlancePortal.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace GlancePortal.Tests.Api.Native;

/// <summary>`GET /api/v1/events` and `/api/v1/projects/{project}/events`, over a socket.</summary>
[Trait("Suite", "api")]
public sealed class Events : IAsyncDisposable
{
    private readonly TrustingPortal _portal = new();
    private readonly string _project = Guid.NewGuid().ToString("N");

    public Events()
    {
        _portal.UseKestrel(0);
        _portal.StartServer();
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _portal.DisposeAsync();

    [Fact]
    public async Task A_change_of_the_project_is_told_with_what_the_image_is_now()
    {
        using var client = Client(_project);
        using var events = await EventReader.OpenAsync(client, "/api/v1/events");
        Assert.Equal("ready", (await events.NextAsync()).Name);

        var id = await client.CreateImageIdAsync("""{ "name": "told" }""");
        var told = await events.NextAsync();

        Assert.Equal("image", told.Name);
        Assert.Equal(("image.create", id, "told", "queued"), ((string?)told.Data["action"], (string?)told.Data["id"], (string?)told.Data["name"], (string?)told.Data["status"]));
        Assert.NotNull(told.Id);
    }

    [Fact]
    public async Task Who_connects_again_gets_what_was_missed_and_each_object_once()
    {
        using var client = Client(_project);
        string? last;
        using (var events = await EventReader.OpenAsync(client, "/api/v1/events"))
        {
            last = (await events.NextAsync()).Id;
        }

        var first = await client.CreateImageIdAsync();
        var second = await client.CreateImageIdAsync();
        await client.StatusAsync(HttpMethod.Put, $"/v2/images/{first}/tags/t");

        using var again = await EventReader.OpenAsync(client, "/api/v1/events", last);
        Assert.Equal(last, (await again.NextAsync()).Id);
        var (one, other) = (await again.NextAsync(), await again.NextAsync());

        Assert.Equal((second, "image.create"), ((string?)one.Data["id"], (string?)one.Data["action"]));
        Assert.Equal((first, "image.update"), ((string?)other.Data["id"], (string?)other.Data["action"]));
        using var upToDate = await EventReader.OpenAsync(client, $"/api/v1/events?since={other.Id}");
        await upToDate.NextAsync();
        var third = await client.CreateImageIdAsync();
        Assert.Equal(third, (string?)(await upToDate.NextAsync()).Data["id"]);
    }

    [Fact]
    public async Task An_image_that_is_given_away_is_told_of_once_more_and_not_described()
    {
        using var client = Client(_project);
        using var admin = Client(roles: "admin");
        using var events = await EventReader.OpenAsync(client, "/api/v1/events");
        await events.NextAsync();
        var id = await client.CreateImageIdAsync("""{ "name": "secret", "visibility": "private" }""");
        await events.NextAsync();

        using var given = await admin.PatchImageAsync(id, """[{ "op": "replace", "path": "/owner", "value": "somebody" }]""");

        var told = (await events.NextAsync()).Data;
        Assert.Equal((id, "image.give_away"), ((string?)told["id"], (string?)told["action"]));
        Assert.DoesNotContain("secret", told.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_of_another_project_is_told()
    {
        using var client = Client(_project);
        using var other = Client();
        using var events = await EventReader.OpenAsync(client, "/api/v1/events");
        await events.NextAsync();

        await other.CreateImageIdAsync("""{ "visibility": "community" }""");
        var own = await client.CreateImageIdAsync();

        Assert.Equal(own, (string?)(await events.NextAsync()).Data["id"]);
    }

    [Fact]
    public async Task Bytes_on_their_way_and_the_job_are_told_until_the_image_is_active()
    {
        using var client = Client(_project);
        using var events = await EventReader.OpenAsync(client, "/api/v1/events");
        var tus = new TusClient(client);
        using var created = await tus.CreateAsync(200_000, TusClient.RawImage("moving"), Cancellation);
        var body = new PushContent();
        var sending = tus.PatchAsync(created.Upload(), 0, body, Cancellation);
        body.Push(Bytes.Random(100_000));

        var moving = await events.UntilAsync(one => one.Name == "progress");
        Assert.Null(moving.Id);
        Assert.Equal((created.ImageId().ToString(), "Send", 200_000), ((string?)moving.Data["imageId"], (string?)moving.Data["phase"], (int)moving.Data["total"]!));

        body.Push(Bytes.Random(100_000, seed: 2));
        body.End();
        (await sending).Dispose();
        var job = await events.UntilAsync(one => one.Name == "job" && (string?)one.Data["status"] == "succeeded");
        Assert.Equal(created.ImageId().ToString(), (string?)job.Data["imageId"]);
    }

    [Fact]
    public async Task What_another_node_changed_is_told_too()
    {
        using var client = Client(_project);
        using var events = await EventReader.OpenAsync(client, "/api/v1/events");
        await events.NextAsync();

        // As another process does: nobody in this one hears of it.
        await _portal.InDatabaseAsync(async db =>
        {
            await db.WriteAsync(
                _ =>
                {
                    db.AuditEvents.Add(new() { At = DateTimeOffset.UnixEpoch, Action = "image.update", ObjectType = "image", ObjectId = "elsewhere", ProjectId = _project });
                    return Task.CompletedTask;
                },
                Cancellation);
            return true;
        });

        Assert.Equal("elsewhere", (string?)(await events.NextAsync()).Data["id"]);
    }

    [Fact]
    public async Task An_id_that_is_no_longer_worth_going_on_from_starts_anew()
    {
        using var client = Client(_project);
        using var events = await EventReader.OpenAsync(client, "/api/v1/events?since=999999999");

        Assert.Equal("reset", (await events.NextAsync()).Name);
    }

    [Fact]
    public async Task Only_the_own_project_can_be_watched_unless_one_is_an_administrator()
    {
        using var member = Client(_project);
        using var admin = Client(roles: "admin");
        using var guest = Client(_project, "guest");

        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(member, "/api/v1/projects/other/events"));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(guest, "/api/v1/events"));
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync(member, "/api/v1/events?since=x"));
        foreach (var client in new[] { member, admin })
        {
            using var events = await EventReader.OpenAsync(client, $"/api/v1/projects/{_project}/events");
            await events.NextAsync();
            var id = await member.CreateImageIdAsync();
            Assert.Equal(id, (string?)(await events.NextAsync()).Data["id"]);
        }
    }

    private HttpClient Client(string? project = null, string roles = "member")
    {
        var client = _portal.Client(roles, project);
        client.BaseAddress = _portal.ClientOptions.BaseAddress;
        return client;
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string address)
    {
        using var answer = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, Cancellation);
        return answer.StatusCode;
    }
}

/// <summary>The end of a stream with the credential that it was opened with.</summary>
[Trait("Suite", "api")]
public sealed class EventsOfSessions : IAsyncDisposable
{
    private readonly PortalFactory _portal = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _portal.DisposeAsync();

    [Fact]
    public async Task Events_end_when_the_token_does()
    {
        using var client = await _portal.ClientOfAsync("alice", "alpha");
        using var events = await EventReader.OpenAsync(client, "/api/v1/events");
        await events.NextAsync();

        var token = client.DefaultRequestHeaders.GetValues("X-Auth-Token").Single();
        using var ended = await client.SendJsonAsync(HttpMethod.Delete, "/v3/auth/tokens", null, ("X-Subject-Token", token));

        Assert.Equal(HttpStatusCode.NoContent, ended.StatusCode);
        var last = await events.TryNextAsync();
        // That it was revoked may just have been said.
        Assert.Null(last is { Name: "token" } ? await events.TryNextAsync() : last);
    }

    [Fact]
    public async Task A_browser_watches_the_project_that_it_names_until_it_signs_out()
    {
        using var browser = await PortalBrowser.SignedInAsync(_portal, "alice");
        Assert.Equal(HttpStatusCode.BadRequest, await browser.Client.StatusAsync(HttpMethod.Get, "/api/v1/events"));
        using var events = await EventReader.OpenAsync(browser.Client, $"/api/v1/events?project_id={PortalFactory.Alpha}");
        Assert.Equal("ready", (await events.NextAsync()).Name);

        await _portal.InDatabaseAsync(db => db.WriteAsync(token => db.PortalSessions.ExecuteDeleteAsync(token), Cancellation));

        Assert.Null(await events.TryNextAsync());
    }
}
