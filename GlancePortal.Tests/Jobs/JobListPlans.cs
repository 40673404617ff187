using System.Text.RegularExpressions;
using GlancePortal.Domain.Access;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Jobs;
using GlancePortal.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace GlancePortal.Tests.Jobs;

[Trait("Suite", "data")]
public sealed class JobListPlansOnSqlite(JobCrowd<SqliteDatabase> crowd) : JobListPlans(crowd.Database), IClassFixture<JobCrowd<SqliteDatabase>>
{
    // The rest of an order, within jobs of the same instant, is no sorting of the list.
    protected override string Sorting => "USE TEMP B-TREE FOR ORDER BY|SCAN j$";
}

[Trait("Suite", "data")]
public sealed class JobListPlansOnPostgres(JobCrowd<PostgresDatabase> crowd) : JobListPlans(crowd.Database), IClassFixture<JobCrowd<PostgresDatabase>>
{
    protected override string Sorting => @"(?<!Incremental )Sort\b(?! Key)(?!ed)|Seq Scan on jobs";
}

/// <summary>Among 100,000 jobs no list is made by looking at all of them: it walks an index in its order, or few are found by an index.</summary>
public abstract class JobListPlans(TestDatabase database)
{
    private static readonly Caller Admin = Callers.Admin();
    private static readonly Caller Member = Callers.Member(JobCrowd<SqliteDatabase>.Project);

    private static readonly Dictionary<string, (Caller Caller, JobFilter Filter, string Index)> Lists = new()
    {
        ["all"] = (Admin, new JobFilter(), "ix_jobs_created_at_id"),
        ["own too"] = (Admin, new JobFilter { WithOwn = true }, "ix_jobs_created_at_id"),
        ["a project's"] = (Member, new JobFilter(), "ix_jobs_project_id_created_at"),
        ["a kind"] = (Admin, new JobFilter { Types = [JobTypes.ImageImport] }, "ix_jobs_type_created_at_id"),
        ["a time"] = (Admin, new JobFilter { CreatedBefore = DateTimeOffset.UnixEpoch.AddSeconds(60_000) }, "ix_jobs_created_at_id"),
        ["those that ended so"] = (Admin, new JobFilter { States = [JobState.Failed] }, "ix_jobs_created_at_id"),
        ["a cause"] = (Admin, new JobFilter { Causes = ["store.full"] }, "ix_jobs_created_at_id"),
        ["a person"] = (Admin, new JobFilter { Text = "someone" }, "ix_jobs_created_at_id"),
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Names() => [.. Lists.Keys];

    /// <summary>What the plan says where many rows are sorted or all of them are read.</summary>
    protected abstract string Sorting { get; }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_list_walks_an_index_in_its_order(string name)
    {
        var (caller, filter, index) = Lists[name];
        var plan = await PlanAsync(caller, filter);

        Assert.Contains(index, plan, StringComparison.Ordinal);
        Assert.False(Regex.IsMatch(plan, Sorting, RegexOptions.Multiline), plan);
    }

    [Theory]
    [InlineData("all")]
    [InlineData("a project's")]
    [InlineData("a kind")]
    public async Task A_deep_page_begins_where_the_one_before_ended(string name)
    {
        var (caller, filter, index) = Lists[name];
        var plan = await PlanAsync(caller, filter, new Job { Id = Guid.NewGuid(), Type = "", CreatedAt = DateTimeOffset.UnixEpoch.AddSeconds(50_000) });

        Assert.Matches($"{index} \\(.*created_at<|{index} on jobs(.|\n)*Index Cond: .*created_at <=", plan);
        Assert.False(Regex.IsMatch(plan, Sorting, RegexOptions.Multiline), plan);
    }

    [Fact]
    public async Task Those_that_are_not_over_are_few_and_found_by_their_state() =>
        Assert.Contains("ix_jobs_state_due_at", await PlanAsync(Admin, new JobFilter { States = [JobState.Running, JobState.Queued] }), StringComparison.Ordinal);

    [Fact]
    public async Task Those_of_an_image_are_found_by_it() =>
        Assert.Contains("ix_jobs_image_id", await PlanAsync(Admin, new JobFilter { ImageId = Guid.NewGuid() }), StringComparison.Ordinal);

    private Task<string> PlanAsync(Caller caller, JobFilter filter, Job? after = null) => database.InScopeAsync(async (PortalDb db) =>
    {
        var page = new JobQueries(db, Rules.Access()).Page(caller, filter, after, take: 25);
        return await db.PlanOfAsync(page.IgnoreAutoIncludes().Select(job => new { job.Id, job.State }), Cancellation);
    });
}

/// <summary>A database with 100,000 jobs of two projects, a second apart; of a hundred one failed and the others succeeded.</summary>
public sealed class JobCrowd<TDatabase> : IAsyncLifetime
    where TDatabase : TestDatabase, new()
{
    /// <summary>Has one in fifty of them.</summary>
    public const string Project = "crowded";

    private const string Columns =
        "INSERT INTO jobs (id, type, project_id, user_id, user_name, state, cause_code, attempts, cancel_requested, created_at, ended_at, image_id) ";

    // Each number becomes a job.
    private const string Values = """
         CASE i % 50 WHEN 0 THEN 'image.import' ELSE 'upload.finish' END, CASE i % 50 WHEN 0 THEN 'crowded' ELSE 'other' END, 'u', 'Someone',
         CASE i % 100 WHEN 0 THEN 'Failed' ELSE 'Succeeded' END, CASE i % 100 WHEN 0 THEN 'store.full' END, 1,
        """;

    public TDatabase Database { get; } = new();

    public async ValueTask InitializeAsync()
    {
        await Database.InitializeAsync();
        await Database.InScopeAsync((PortalDb db) => db.WriteAsync(
            token => db.Database.ExecuteSqlRawAsync(db is SqlitePortalDb ? OnSqlite : OnPostgres, token), CancellationToken.None));
        await Database.InScopeAsync((PortalDb db) =>
            db.Database.ExecuteSqlRawAsync(db is SqlitePortalDb ? "SELECT 1" : "ANALYZE jobs", CancellationToken.None));
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();

    private const string OnSqlite = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000) " + Columns
        + "SELECT printf('%08X-0000-0000-0000-000000000000', i), " + Values
        + " 0, i * 1000000, i * 1000000 + 5, printf('%08X-0000-0000-0000-000000000001', i / 3) FROM n";

    private const string OnPostgres = Columns + "SELECT lpad(to_hex(i), 32, '0')::uuid, " + Values
        + " false, i * 1000000::bigint, i * 1000000::bigint + 5, lpad(to_hex(i / 3), 32, '1')::uuid FROM generate_series(1, 100000) AS i";
}
