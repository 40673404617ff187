using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using GlancePortal.Domain.Audit;
using GlancePortal.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace GlancePortal.Tests.Api;

/// <summary>Two processes' worth of portal on one PostgreSQL.</summary>
[Trait("Suite", "api")]
public sealed class SeveralNodes : IAsyncLifetime
{
    private string _database = "";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _database = await PostgresServer.CreateDatabaseAsync();

    public async ValueTask DisposeAsync() => await PostgresServer.DropDatabaseAsync(_database);

    [Fact]
    public async Task What_one_node_changes_the_other_shows_at_once()
    {
        using var one = Node("one");
        using var other = Node("other");
        using var here = one.Client(project: "p");
        using var there = other.Client(project: "p");
        var id = await here.CreateImageIdAsync("""{ "name": "first", "visibility": "private" }""");
        Assert.Equal("first", (await there.GetJsonAsync($"/v2/images/{id}"))["name"]!.ToString());

        (await here.PatchImageAsync(id, """[{ "op": "replace", "path": "/name", "value": "second" }]""")).Dispose();
        Assert.Equal("second", (await there.GetJsonAsync($"/v2/images/{id}"))["name"]!.ToString());
        Assert.Equal("second", (await there.GetJsonAsync("/v2/images"))["images"]![0]!["name"]!.ToString());

        await there.DeleteAsync($"/v2/images/{id}", Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, await here.StatusAsync(HttpMethod.Get, $"/v2/images/{id}"));
        Assert.Empty(await here.ListImagesAsync());
    }

    [Fact]
    public async Task What_one_node_changes_is_told_to_those_who_watch_on_the_other()
    {
        using var one = Node("one");
        using var other = Node("other");
        using var here = one.Client(project: "p");
        using var there = other.Client(project: "p");
        using var left = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var heard = new ConcurrentQueue<LiveUpdate>();
        var watching = WatchAsync(other, heard, left.Token);

        await FindEachOtherAsync(here, heard);
        var id = await here.CreateImageIdAsync();
        await here.DeleteAsync($"/v2/images/{id}", Cancellation);
        await Eventually.SeeAsync(
            () => Task.FromResult(heard.LastOrDefault(update => update.ObjectId == id)?.Action), seen => seen == "image.delete", Cancellation);

        var own = await there.CreateImageIdAsync();
        Assert.DoesNotContain(heard, update => update.ObjectId == own && update.IsFromElsewhere);
        await left.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watching);
    }

    [Fact]
    public async Task What_was_changed_while_a_node_heard_nothing_is_told_when_it_hears_again()
    {
        using var one = Node("one");
        using var other = Node("other");
        using var here = one.Client(project: "p");
        using var there = other.Client(project: "p");
        using var left = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var heard = new ConcurrentQueue<LiveUpdate>();
        var watching = WatchAsync(other, heard, left.Token);
        await FindEachOtherAsync(here, heard);

        await PostgresServer.EndListenersAsync(_database);
        var id = await here.CreateImageIdAsync();

        await Eventually.SeeAsync(() => Task.FromResult(heard), seen => seen.Any(update => update.ObjectId == id), Cancellation);
        await left.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watching);
    }

    // They begin to listen a moment after their start.
    private static async Task FindEachOtherAsync(HttpClient here, ConcurrentQueue<LiveUpdate> heard) =>
        await Eventually.SeeAsync(() => here.CreateImageIdAsync(), _ => heard.Any(update => update.IsFromElsewhere), Cancellation);

    private static async Task WatchAsync(TrustingPortal node, ConcurrentQueue<LiveUpdate> heard, CancellationToken left)
    {
        await foreach (var update in node.Services.GetRequiredService<ChangeBroadcast>().WatchAsync(left))
        {
            heard.Enqueue(update);
        }
    }

    [Fact]
    public async Task An_image_lives_on_postgres_as_on_sqlite()
    {
        using var node = Node("only");
        using var client = node.Client();
        var data = Bytes.Random(100_000);
        var id = await client.UploadImageAsync(data, "postgres");

        Assert.Equal([id], await client.ListImagesAsync("?name=postgres&status=active&sort=size:asc&size_min=1"));
        Assert.Equal(data[..10], await client.GetByteArrayAsync($"/v2/images/{id}/file", Cancellation) is { } all ? all[..10] : null);
        Assert.Equal(HttpStatusCode.NoContent, await client.StatusAsync(HttpMethod.Put, $"/v2/images/{id}/tags/x"));
        Assert.Equal(HttpStatusCode.NoContent, await client.StatusAsync(HttpMethod.Delete, $"/v2/images/{id}"));
        Assert.Equal(HttpStatusCode.Conflict, await client.StatusAsync(HttpMethod.Post, "/v2/images", new JsonObject { ["id"] = id }));
        Assert.Equal(HttpStatusCode.NoContent, await client.StatusAsync(HttpMethod.Post, $"/api/v1/images/{id}/restore"));
        Assert.Equal(data, await client.GetByteArrayAsync($"/api/v1/images/{id}/file", Cancellation));
    }

    [Fact]
    public async Task Without_its_database_a_node_is_not_ready_and_answers_503_without_details()
    {
        using var node = Node("lost");
        using var client = node.Client();
        await client.ListImagesAsync();

        await PostgresServer.DropDatabaseAsync(_database);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await client.StatusAsync(HttpMethod.Get, "/readyz"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await client.StatusAsync(HttpMethod.Get, "/healthcheck"));
        Assert.Equal(HttpStatusCode.OK, await client.StatusAsync(HttpMethod.Get, "/livez"));
        foreach (var (method, path) in new[] { (HttpMethod.Get, "/v2/images"), (HttpMethod.Post, "/v2/images"), (HttpMethod.Post, $"/api/v1/images/{Guid.NewGuid()}/restore") })
        {
            using var answer = await client.SendJsonAsync(method, path, method == HttpMethod.Post ? new JsonObject() : null);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            var body = await answer.Content.ReadAsStringAsync(Cancellation);
            Assert.Contains("records cannot be reached", body, StringComparison.Ordinal);
            Assert.DoesNotContain("Npgsql", body, StringComparison.Ordinal);
        }
    }

    private TrustingPortal Node(string name) => new()
    {
        Settings =
        {
            ["Database:Provider"] = "PostgreSql", ["Database:ConnectionString"] = _database, ["Cluster:NodeName"] = name,
        },
    };
}
