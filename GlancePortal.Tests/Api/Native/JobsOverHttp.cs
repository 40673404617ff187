using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using GlancePortal.Domain.Jobs;
using GlancePortal.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace GlancePortal.Tests.Api.Native;

/// <summary>`/api/v1/jobs`, and the import rules of projects.</summary>
[Trait("Suite", "api")]
public sealed class JobsOverHttp(PortalFactory portal) : IClassFixture<PortalFactory>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_list_is_paged_filtered_and_of_the_project_only()
    {
        using var alice = await portal.ClientOfAsync("alice", "alpha");
        using var bob = await portal.ClientOfAsync("bob", "beta");
        var (first, second) = (await AddAsync(JobState.Failed, cause: "store.full", by: "Lister"), await AddAsync(JobState.Succeeded, by: "Lister"));

        var page = await GetAsync(alice, "/api/v1/jobs?limit=1&q=lister");
        var next = await GetAsync(alice, $"/api/v1/jobs?limit=1&q=lister&marker={page["next"]}");
        Assert.Equal([second, first], new[] { page, next }.Select(part => (Guid)part["jobs"]![0]!["id"]!));
        Assert.Null(next["next"]);

        var failed = (await GetAsync(alice, "/api/v1/jobs?q=lister&state=failed&cause=store.full&type=upload.finish&created_after=2020-01-01T00:00:00Z"))["jobs"]![0]!;
        Assert.Equal((first, "failed", "store.full", "alpha"), ((Guid)failed["id"]!, (string?)failed["state"], (string?)failed["cause"]!["code"], (string?)failed["projectName"]));
        Assert.Empty((await GetAsync(bob, "/api/v1/jobs?q=lister"))["jobs"]!.AsArray());
        using var foreign = await bob.GetAsync(new Uri($"/api/v1/jobs/{first}", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, foreign.StatusCode);
    }

    [Theory]
    [InlineData("state=done")]
    [InlineData("marker=x")]
    [InlineData("created_after=soon")]
    [InlineData("colour=red")]
    public async Task A_condition_that_is_none_is_refused(string query)
    {
        using var alice = await portal.ClientOfAsync("alice", "alpha");
        using var answer = await alice.GetAsync(new Uri($"/api/v1/jobs?{query}", UriKind.Relative), Cancellation);

        Assert.Equal((HttpStatusCode.BadRequest, "query.invalid"), (answer.StatusCode, (string?)(await answer.Content.ReadFromJsonAsync<JsonNode>(Cancellation))!["code"]));
    }

    [Fact]
    public async Task A_job_is_shown_with_its_log_and_the_log_by_parts()
    {
        using var alice = await portal.ClientOfAsync("alice", "alpha");
        var id = await AddAsync(JobState.Succeeded);
        await portal.InDatabaseAsync(db => db.WriteAsync(
            _ =>
            {
                db.JobLogLines.AddRange(Enumerable.Range(1, 3).Select(number =>
                    new JobLogLine { JobId = id, At = DateTimeOffset.UnixEpoch, Code = $"line.{number}", Values = """["a","b"]""" }));
                return Task.FromResult(true);
            },
            Cancellation));

        var log = (await GetAsync(alice, $"/api/v1/jobs/{id}"))["log"]!.AsArray();
        var part = await GetAsync(alice, $"/api/v1/jobs/{id}/log?limit=1&before={log[^1]!["id"]}");

        Assert.Equal(["line.1", "line.2", "line.3"], log.Select(line => (string?)line!["code"]));
        Assert.Equal(("line.2", "b", true), ((string?)part["lines"]![0]!["code"], (string?)part["lines"]![0]!["values"]![1], (bool)part["hasMore"]!));
    }

    [Fact]
    public async Task A_queued_job_is_cancelled_and_one_that_ended_is_not()
    {
        using var alice = await portal.ClientOfAsync("alice", "alpha");
        using var carol = await portal.ClientOfAsync("carol", "alpha");
        var id = await AddAsync(JobState.Waiting);

        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync(carol, $"/api/v1/jobs/{id}/cancel"));
        Assert.Equal(HttpStatusCode.Accepted, await PostAsync(alice, $"/api/v1/jobs/{id}/cancel"));
        await Eventually.SeeAsync(
            async () => (string?)(await GetAsync(alice, $"/api/v1/jobs/{id}"))["state"], state => state == "cancelled", Cancellation);
        Assert.Equal(HttpStatusCode.Conflict, await PostAsync(alice, $"/api/v1/jobs/{id}/cancel"));
        Assert.Equal(HttpStatusCode.Conflict, await PostAsync(alice, $"/api/v1/jobs/{id}/retry"));
    }

    [Fact]
    public async Task A_limit_holds_jobs_back_and_lets_them_go_without_a_restart()
    {
        using var admin = await portal.ClientOfAsync("admin", "admin");
        using var alice = await portal.ClientOfAsync("alice", "alpha");
        using var held = await admin.PutAsJsonAsync("/api/v1/jobs/limits", new { type = JobTypes.ImageConvert, atOnce = 0 }, Cancellation);
        var limits = (await held.Content.ReadFromJsonAsync<JsonNode>(Cancellation))!["limits"]!.AsArray();
        var limit = limits.Single(one => (string?)one!["type"] == JobTypes.ImageConvert)!;
        Assert.Equal((0, 0, 2), ((int)limit["atOnce"]!, (int)limit["own"]!, (int)limit["configured"]!));

        // It has no image, so it ends at once when it may begin.
        var id = await AddAsync(JobState.Queued, JobTypes.ImageConvert);
        var other = await AddAsync(JobState.Queued);
        await Eventually.SeeAsync(async () => (string?)(await GetAsync(alice, $"/api/v1/jobs/{other}"))["state"], state => state == "failed", Cancellation);
        Assert.Equal("queued", (string?)(await GetAsync(alice, $"/api/v1/jobs/{id}"))["state"]);
        using var free = await admin.PutAsJsonAsync("/api/v1/jobs/limits", new { type = JobTypes.ImageConvert, atOnce = (int?)null }, Cancellation);

        await Eventually.SeeAsync(async () => (string?)(await GetAsync(alice, $"/api/v1/jobs/{id}"))["state"], state => state == "failed", Cancellation);
        Assert.Equal(2, await portal.InDatabaseAsync(db => db.AuditEvents.CountAsync(change => change.Action == JobEvents.LimitChanged, Cancellation)));
    }

    [Fact]
    public async Task Limits_are_for_administrators_and_of_kinds_that_there_are()
    {
        using var admin = await portal.ClientOfAsync("admin", "admin");
        using var alice = await portal.ClientOfAsync("alice", "alpha");
        using var denied = await alice.PutAsJsonAsync("/api/v1/jobs/limits", new { type = JobTypes.ImageImport, atOnce = 1 }, Cancellation);
        using var unknown = await admin.PutAsJsonAsync("/api/v1/jobs/limits", new { type = "images.purge", atOnce = 1 }, Cancellation);
        using var negative = await admin.PutAsJsonAsync("/api/v1/jobs/limits", new { type = JobTypes.ImageImport, atOnce = -1 }, Cancellation);

        Assert.Equal(
            (HttpStatusCode.Forbidden, HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (denied.StatusCode, unknown.StatusCode, negative.StatusCode));
    }

    [Fact]
    public async Task Import_rules_are_changed_by_administrators_and_seen_by_the_project()
    {
        using var admin = await portal.ClientOfAsync("admin", "admin");
        using var alice = await portal.ClientOfAsync("alice", "alpha");
        var address = $"/api/v1/projects/{PortalFactory.Alpha}/import-rules";
        var before = await GetAsync(alice, address);
        Assert.Equal((null, "none"), ((string?)before["convertTo"], (string?)before["compression"]));

        using var denied = await alice.PutAsJsonAsync(address, new { convertTo = "raw" }, Cancellation);
        using var wrong = await admin.PutAsJsonAsync(address, new { convertTo = "raw", compression = "zstd" }, Cancellation);
        using var changed = await admin.PutAsJsonAsync(address, new { convertTo = "qcow2", compression = "zstd" }, Cancellation);
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.BadRequest, HttpStatusCode.OK), (denied.StatusCode, wrong.StatusCode, changed.StatusCode));
        var after = await GetAsync(alice, address);
        Assert.Equal(("qcow2", "zstd"), ((string?)after["convertTo"], (string?)after["compression"]));

        using var bob = await portal.ClientOfAsync("bob", "beta");
        using var foreign = await bob.GetAsync(new Uri(address, UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, foreign.StatusCode);
        using var back = await admin.PutAsJsonAsync(address, new { convertTo = (string?)null, compression = "none" }, Cancellation);
        Assert.Equal(HttpStatusCode.OK, back.StatusCode);
    }

    private async Task<Guid> AddAsync(JobState state, string type = JobTypes.UploadFinish, string? cause = null, string by = "Someone")
    {
        var job = new Job
        {
            Id = Guid.NewGuid(), Type = type, ProjectId = PortalFactory.Alpha, UserId = PortalFactory.Alice, UserName = by, State = state,
            CauseCode = cause, CreatedAt = TimeProvider.System.GetUtcNow(),
        };
        await portal.InDatabaseAsync(db => db.WriteAsync(
            _ =>
            {
                db.Jobs.Add(job);
                return Task.FromResult(true);
            },
            Cancellation));
        return job.Id;
    }

    private static async Task<JsonNode> GetAsync(HttpClient client, string address) => (await client.GetFromJsonAsync<JsonNode>(address, Cancellation))!;

    private static async Task<HttpStatusCode> PostAsync(HttpClient client, string address)
    {
        using var answer = await client.PostAsync(new Uri(address, UriKind.Relative), content: null, Cancellation);
        return answer.StatusCode;
    }
}
