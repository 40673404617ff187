using System.Net;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Api.Native;

/// <summary>`GET /api/v1/images/{id}/timeline`.</summary>
[Trait("Suite", "api")]
public sealed class ImageTimelines(TrustingPortal portal) : IClassFixture<TrustingPortal>
{
    [Fact]
    public async Task Every_transition_has_time_actor_action_and_facts()
    {
        using var client = portal.Client();
        var id = await client.UploadImageAsync(Bytes.Random(1000));

        var entries = (await client.GetJsonAsync($"/api/v1/images/{id}/timeline?order=oldest"))["entries"]!.AsArray();

        Assert.Equal(["image.create", "image.upload", "image.activate"], entries.Select(entry => (string?)entry!["action"]));
        var last = entries[^1]!;
        Assert.Equal("1000", (string?)last["facts"]!["size"]);
        Assert.Equal("user-of-member", (string?)last["actor"]!["id"]);
        Assert.Equal(("image", id), ((string?)last["object"]!["type"], (string?)last["object"]!["id"]));
        Assert.StartsWith("req-", (string?)last["requestId"], StringComparison.Ordinal);
        Assert.NotNull(last["at"]);
        Assert.Null(last["cause"]);
    }

    [Fact]
    public async Task A_failure_names_its_cause_and_uploads_and_jobs_belong_to_it()
    {
        using var client = portal.Client();
        var tus = new TusClient(client);
        using var created = await tus.CreateAsync(
            10, TusClient.RawImage("x", ("checksum_sha256", new string('0', 64))), TestContext.Current.CancellationToken);
        using var sent = await tus.PatchAsync(created.Upload(), 0, new byte[10], TestContext.Current.CancellationToken);

        var page = await Eventually.SeeAsync(
            () => client.GetJsonAsync($"/api/v1/images/{created.ImageId()}/timeline"),
            seen => seen["entries"]!.AsArray().Any(entry => (string?)entry!["action"] == "job.fail"),
            TestContext.Current.CancellationToken);

        Assert.Contains(page["entries"]!.AsArray(), entry => (string?)entry!["action"] == "upload.create");
        Assert.Contains(page["entries"]!.AsArray(), entry => (string?)entry!["cause"] == "upload.digest_mismatch");
    }

    [Fact]
    public async Task Following_next_gives_every_entry_once()
    {
        using var client = portal.Client();
        var id = await client.CreateImageIdAsync();
        for (var i = 0; i < 4; i++)
        {
            await client.StatusAsync(HttpMethod.Put, $"/v2/images/{id}/tags/t{i}");
        }

        var seen = new List<long>();
        string? next = null;
        do
        {
            var page = await client.GetJsonAsync($"/api/v1/images/{id}/timeline?limit=2{(next is null ? "" : $"&after={next}")}");
            seen.AddRange(page["entries"]!.AsArray().Select(entry => (long)entry!["id"]!));
            next = page["next"]?.ToString();
        }
        while (next is not null);

        Assert.Equal(5, seen.Count);
        Assert.Equal(seen.Distinct().OrderDescending(), seen);
    }

    [Theory]
    [InlineData("order=sideways")]
    [InlineData("limit=x")]
    [InlineData("after=-1")]
    public async Task A_query_that_means_nothing_is_400(string query)
    {
        using var client = portal.Client();
        var id = await client.CreateImageIdAsync();

        Assert.Equal(HttpStatusCode.BadRequest, await client.StatusAsync(HttpMethod.Get, $"/api/v1/images/{id}/timeline?{query}"));
    }

    [Fact]
    public async Task An_image_that_one_does_not_see_has_none()
    {
        using var owner = portal.Client();
        using var other = portal.Client();
        var id = await owner.CreateImageIdAsync("""{ "visibility": "private" }""");

        Assert.Equal(HttpStatusCode.NotFound, await other.StatusAsync(HttpMethod.Get, $"/api/v1/images/{id}/timeline"));
    }
}
