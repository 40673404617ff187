using System.Globalization;
using GlancePortal.Domain.Access;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Images;
using GlancePortal.Domain.Jobs;
using GlancePortal.Domain.Uploads;
using GlancePortal.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace GlancePortal.Tests.Jobs;

[Trait("Suite", "data")]
public sealed class JobListOnSqlite(SqliteDatabase database) : JobListFacts(database), IClassFixture<SqliteDatabase>;

[Trait("Suite", "data")]
public sealed class JobListOnPostgres(PostgresDatabase database) : JobListFacts(database), IClassFixture<PostgresDatabase>;

/// <summary>What people find among jobs, on every database.</summary>
public abstract class JobListFacts(TestDatabase database)
{
    private readonly Caller _member = Callers.Member();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private DateTimeOffset Now => database.Time.GetUtcNow();

    [Fact]
    public async Task Pages_come_newest_first_and_each_job_once()
    {
        // Two at the same instant: only their ids tell them apart.
        var made = new List<Guid>();
        for (var number = 0; number < 7; number++)
        {
            var at = Now.AddSeconds(number / 2);
            made.Add(await AddAsync(job => job.CreatedAt = at));
        }

        var seen = new List<Job>();
        Guid? after = null;
        bool more;
        do
        {
            var page = await PageAsync(new JobFilter(), after, take: 2);
            seen.AddRange(page.Jobs);
            (after, more) = (page.Jobs[^1].Id, page.HasMore);
        }
        while (more);

        Assert.Equal(made.Order(), seen.Select(job => job.Id).Order());
        Assert.Equal(seen.Select(job => job.CreatedAt).OrderDescending(), seen.Select(job => job.CreatedAt));
    }

    [Fact]
    public async Task Every_condition_holds()
    {
        var image = Guid.NewGuid();
        var failed = await AddAsync(job => (job.State, job.CauseCode, job.Type, job.ImageId) = (JobState.Failed, "store.full", JobTypes.ImageImport, image));
        var running = await AddAsync(job => job.State = JobState.Running);
        var old = await AddAsync(job => (job.State, job.CreatedAt) = (JobState.Succeeded, Now.AddDays(-2)));

        Assert.Equal([failed], await IdsAsync(new JobFilter { Types = [JobTypes.ImageImport] }));
        Assert.Equal([failed], await IdsAsync(new JobFilter { Types = [JobTypes.ImageImport, JobTypes.ImageConvert] }));
        Assert.Equal([failed], await IdsAsync(new JobFilter { States = [JobState.Failed] }));
        Assert.Equal([running], await IdsAsync(new JobFilter { States = [JobState.Running, JobState.Queued] }));
        Assert.Equal(Sorted(failed, running), await IdsAsync(new JobFilter { States = [JobState.Running, JobState.Failed] }));
        Assert.Equal([failed], await IdsAsync(new JobFilter { ImageId = image }));
        Assert.Equal([failed], await IdsAsync(new JobFilter { Causes = ["store.full", "unknown"] }));
        Assert.Equal(Sorted(failed, running), await IdsAsync(new JobFilter { CreatedAfter = Now.AddDays(-1) }));
        Assert.Equal([old], await IdsAsync(new JobFilter { CreatedBefore = Now.AddDays(-1) }));
        Assert.Equal(Sorted(failed, old), await IdsAsync(new JobFilter { Ids = [failed, old] }));
    }

    [Fact]
    public async Task A_text_is_looked_for_in_ids_names_of_images_and_who_asked()
    {
        var image = await database.InScopeAsync((ImageRecords images) =>
            images.CreateAsync(_member, new ImageDraft { Name = "Debian Bookworm" }, Cancellation));
        var named = await AddAsync(job => job.ImageId = image.Id);
        var asked = await AddAsync(job => job.UserName = "Zoë Quick");

        Assert.Equal([named], await IdsAsync(new JobFilter { Text = "bookWORM" }));
        Assert.Equal([asked], await IdsAsync(new JobFilter { Text = " quick " }));
        Assert.Equal([named], await IdsAsync(new JobFilter { Text = named.ToString()[..18] }));
        Assert.Equal([named], await IdsAsync(new JobFilter { Text = image.Id.ToString() }));
        Assert.Empty(await IdsAsync(new JobFilter { Text = "100%" }));
    }

    [Fact]
    public async Task The_programs_own_work_is_listed_only_when_asked_for()
    {
        var admin = Callers.Admin();
        var own = await AddAsync(job => (job.ProjectId, job.UserId) = (null, null));

        var filter = new JobFilter { Ids = [own] };
        Assert.Empty((await PageAsync(filter, caller: admin)).Jobs);
        Assert.Single((await PageAsync(filter with { WithOwn = true }, caller: admin)).Jobs);
        Assert.Empty((await PageAsync(filter with { WithOwn = true })).Jobs);
    }

    [Fact]
    public async Task All_projects_are_for_administrators()
    {
        var id = await AddAsync(_ => { });

        Assert.Single((await PageAsync(new JobFilter { Ids = [id] }, caller: Callers.Admin())).Jobs);
        Assert.Empty((await PageAsync(new JobFilter { Ids = [id] }, caller: Callers.Member())).Jobs);
        await Assert.ThrowsAsync<ForbiddenException>(() => PageAsync(new JobFilter(), caller: _member with { ProjectId = null }));
        await Assert.ThrowsAsync<InvalidInputException>(() => PageAsync(new JobFilter(), after: Guid.NewGuid()));
    }

    [Fact]
    public async Task Speed_and_time_left_are_those_of_the_present_try()
    {
        var id = await AddAsync(job =>
        {
            job.State = JobState.Running;
            job.Phases.Add(new JobPhase
            {
                Index = 0, Name = "Fetch", State = JobState.Running, BytesDone = 3000, BytesTotal = 5000, StartedAt = Now.AddSeconds(-10),
            });
        });
        Assert.Equal(new JobPace(300, TimeSpan.FromSeconds(7)), (await DescribedAsync(id)).Pace);

        await LogAsync(id, JobPace.Resumed, """["Fetch","2000"]""");

        Assert.Equal(new JobPace(100, TimeSpan.FromSeconds(20)), (await DescribedAsync(id)).Pace);
    }

    [Fact]
    public async Task The_name_of_an_image_that_was_given_away_is_not_told()
    {
        var image = await database.InScopeAsync((ImageRecords images) => images.CreateAsync(_member, new ImageDraft { Name = "ours" }, Cancellation));
        var id = await AddAsync(job => job.ImageId = image.Id);
        Assert.Equal("ours", (await DescribedAsync(id)).ImageName);

        await database.InScopeAsync((PortalDb db) => db.WriteAsync(
            token => db.Images.Where(row => row.Id == image.Id).ExecuteUpdateAsync(row => row.SetProperty(x => x.OwnerId, "another"), token), Cancellation));

        Assert.Null((await DescribedAsync(id)).ImageName);
    }

    [Fact]
    public async Task A_log_is_read_from_its_end_backwards_and_on()
    {
        var id = await AddAsync(_ => { });
        for (var number = 1; number <= 5; number++)
        {
            await LogAsync(id, $"line.{number.ToString(CultureInfo.InvariantCulture)}");
        }

        var tail = await LogOfAsync(id, new JobLogRange(2));
        var before = await LogOfAsync(id, new JobLogRange(2, Before: tail.Lines[0].Id));
        await LogAsync(id, "line.6");
        var next = await LogOfAsync(id, new JobLogRange(2, After: tail.Lines[^1].Id));

        Assert.Equal(["line.4", "line.5"], tail.Lines.Select(line => line.Code));
        Assert.Equal(["line.2", "line.3"], before.Lines.Select(line => line.Code));
        Assert.Equal(["line.6"], next.Lines.Select(line => line.Code));
        Assert.Equal((true, true, false), (tail.HasMore, before.HasMore, next.HasMore));
        await Assert.ThrowsAsync<NotFoundException>(() => database.InScopeAsync((JobFacts facts) =>
            facts.LogAsync(Callers.Member(), id, new JobLogRange(2), Cancellation)));
    }

    [Fact]
    public async Task Jobs_that_ended_long_ago_are_forgotten_and_others_are_not()
    {
        var longAgo = Now.AddDays(-31);
        void Ended(Job job, JobState state, DateTimeOffset at) => (job.State, job.CreatedAt, job.EndedAt) = (state, longAgo, at);
        var gone = await AddAsync(job =>
        {
            Ended(job, JobState.Succeeded, longAgo.AddMinutes(1));
            job.Phases.Add(new JobPhase { Index = 0, Name = "Store", State = JobState.Succeeded });
        });
        await LogAsync(gone, "line.1");
        var recent = await AddAsync(job => Ended(job, JobState.Failed, Now.AddDays(-29)));
        var recurring = await AddAsync(job => Ended(job, JobState.Queued, longAgo));
        var waits = await AddAsync(job => Ended(job, JobState.Failed, longAgo));
        await database.InScopeAsync((PortalDb db) => db.WriteAsync(
            _ =>
            {
                db.Uploads.Add(new Upload { Id = Guid.NewGuid(), JobId = waits, CreatedAt = longAgo, UpdatedAt = longAgo });
                return Task.CompletedTask;
            },
            Cancellation));

        Assert.False(await database.InScopeAsync((EndedJobs jobs) => jobs.PurgeAsync(Cancellation)));

        Assert.Equal(Sorted(recent, recurring, waits), await IdsAsync(new JobFilter { Ids = [gone, recent, recurring, waits] }));
        Assert.Equal(0, await database.InScopeAsync((PortalDb db) => db.JobLogLines.CountAsync(line => line.JobId == gone, Cancellation)));
        Assert.Equal(0, await database.InScopeAsync((PortalDb db) => db.JobPhases.CountAsync(phase => phase.JobId == gone, Cancellation)));
    }

    private async Task<Guid> AddAsync(Action<Job> with)
    {
        var job = new Job
        {
            Id = Guid.NewGuid(), Type = JobTypes.UploadFinish, ProjectId = _member.ProjectId, UserId = _member.UserId, UserName = "Someone",
            State = JobState.Queued, CreatedAt = Now,
        };
        with(job);
        await database.InScopeAsync((PortalDb db) => db.WriteAsync(
            _ =>
            {
                db.Jobs.Add(job);
                return Task.CompletedTask;
            },
            Cancellation));
        return job.Id;
    }

    private Task LogAsync(Guid id, string code, string? values = null) => database.InScopeAsync((PortalDb db) => db.WriteAsync(
        _ =>
        {
            db.JobLogLines.Add(new JobLogLine { JobId = id, At = Now, Code = code, Values = values });
            return Task.CompletedTask;
        },
        Cancellation));

    private Task<JobPage> PageAsync(JobFilter filter, Guid? after = null, int take = 50, Caller? caller = null) =>
        database.InScopeAsync((JobQueries queries) => queries.PageAsync(caller ?? _member, filter, after, take, Cancellation));

    private async Task<IEnumerable<Guid>> IdsAsync(JobFilter filter) => (await PageAsync(filter)).Jobs.Select(job => job.Id).Order();

    private Task<DescribedJob> DescribedAsync(Guid id) => database.InScopeAsync(async (JobFacts facts) =>
        (await facts.DescribeAsync(_member, (await PageAsync(new JobFilter { Ids = [id] })).Jobs, Cancellation)).Single());

    private Task<JobLogPart> LogOfAsync(Guid id, JobLogRange part) =>
        database.InScopeAsync((JobFacts facts) => facts.LogAsync(_member, id, part, Cancellation));

    private static IEnumerable<Guid> Sorted(params Guid[] ids) => ids.Order();
}
