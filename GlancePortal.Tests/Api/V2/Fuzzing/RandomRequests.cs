using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Api.V2.Fuzzing;

[Trait("Suite", "api")]
public sealed class RandomRequestsOnSqlite(TrustingPortal portal) : RandomRequests(portal), IClassFixture<TrustingPortal>;

[Trait("Suite", "api"), Collection(PostgresPortalTests.Name)]
public sealed class RandomRequestsOnPostgres(PostgresPortal portal) : RandomRequests(portal);

/// <summary>Whatever a client sends, the answer is never a fault of the server, and a change is made whole or not at all.
/// GLANCEPORTAL_TEST_SEED tries other requests than those of every day.</summary>
public abstract class RandomRequests(TrustingPortal portal)
{
    private const int Requests = 5000;
    private const int RequestsPerImage = 100;
    private const ulong Gamma = 0x9e3779b97f4a7c15; // an odd number without a pattern, as the generator wants it

    private readonly string _alpha = Guid.NewGuid().ToString("N");
    private readonly ulong _seed = ulong.Parse(Environment.GetEnvironmentVariable("GLANCEPORTAL_TEST_SEED") ?? "20", CultureInfo.InvariantCulture);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_patch_is_refused_or_made_whole()
    {
        using var admin = portal.Client("admin", _alpha);
        using var owner = portal.Client("member", _alpha);
        var taken = 0;
        var id = "";
        foreach (var (patch, turn) in Sample(RandomPatch.Any))
        {
            id = turn % RequestsPerImage == 0 ? await admin.CreateImageIdAsync($$"""{ "owner": "{{_alpha}}", "os_distro": "debian" }""") : id;
            taken += await TryAsync(turn % 2 == 0 ? admin : owner, admin, id, patch) ? 1 : 0;
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{taken} taken");
        // Otherwise it would have tried refusals only.
        Assert.InRange(taken, Requests / 20, Requests);
    }

    [Fact]
    public async Task A_list_is_refused_or_answered()
    {
        using var owner = portal.Client("member", _alpha);
        await owner.CreateImageAsync("""{ "name": "a", "tags": ["a", "b"], "os_distro": "linux", "disk_format": "raw", "container_format": "bare" }""");
        await owner.UploadImageAsync([1], "b");
        var answered = 0;
        foreach (var (query, _) in Sample(RandomListQuery.Any))
        {
            using var answer = await owner.GetAsync($"/v2/images{query}", Cancellation);
            Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.BadRequest, $"{query}: {answer.StatusCode}");
            if (answer.StatusCode == HttpStatusCode.OK)
            {
                answered++;
                await FollowAsync(owner, query, await answer.JsonAsync());
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{answered} answered");
        Assert.InRange(answered, Requests / 20, Requests);
    }

    private static async Task<bool> TryAsync(HttpClient client, HttpClient reader, string id, RandomPatch patch)
    {
        var before = await reader.GetJsonAsync($"/v2/images/{id}");
        using var answer = await client.PatchImageAsync(id, patch.ToString(), patch.IsOld ? ImageRequests.OldPatch : ImageRequests.NewPatch);
        var after = await reader.GetJsonAsync($"/v2/images/{id}");
        if (answer.StatusCode != HttpStatusCode.OK)
        {
            Assert.True((int)answer.StatusCode is 400 or 403 or 404 or 409 or 413, $"{patch}: {answer.StatusCode}");
            Assert.True(JsonNode.DeepEquals(before, after), $"{patch} was refused and changed {before} to {after}");
            return false;
        }

        var expected = patch.After(TestJson.Comparable(before));
        Assert.True(JsonNode.DeepEquals(expected, TestJson.Comparable(after)), $"{patch} changed {before} to {after}");
        Assert.True(JsonNode.DeepEquals(after, await answer.JsonAsync()), $"{patch} was answered with something else than {after}");
        return true;
    }

    private static async Task FollowAsync(HttpClient client, string query, JsonNode page)
    {
        var ids = page["images"]!.AsArray().Select(image => image!["id"]!.ToString()).ToList();
        Assert.True(ids.Distinct().Count() == ids.Count, $"{query} lists an image twice");
        if (page["next"] is { } next)
        {
            var following = await client.GetJsonAsync(next.ToString());
            Assert.True(!following["images"]!.AsArray().Any(image => ids.Contains(image!["id"]!.ToString())), $"{query} lists an image again on the next page");
        }
    }

    private IEnumerable<(T Request, int Turn)> Sample<T>(Gen<T> requests)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {_seed}");
        return requests.Sample(Requests, new Rnd(_seed, Gamma), 10).Select((request, turn) => (request, turn));
    }
}
