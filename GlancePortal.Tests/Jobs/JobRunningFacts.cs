using GlancePortal.Domain.Access;
using GlancePortal.Domain.Audit;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Hosting;
using GlancePortal.Domain.Jobs;
using GlancePortal.Jobs.Runner;
using GlancePortal.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Xunit;

namespace GlancePortal.Tests.Jobs;

[Trait("Suite", "data")]
public sealed class JobRunningOnSqlite(SqliteDatabase database) : JobRunningFacts(database), IClassFixture<SqliteDatabase>;

[Trait("Suite", "data")]
public sealed class JobRunningOnPostgres(PostgresDatabase database) : JobRunningFacts(database), IClassFixture<PostgresDatabase>;

/// <summary>How a job goes from its claim to its end, on every database.</summary>
public abstract class JobRunningFacts(TestDatabase database)
{
    private readonly Caller _member = Callers.Member();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_job_that_returns_has_succeeded_with_its_phases()
    {
        var id = await QueueAsync();
        await RunAsync(id, new Handler(async (run, _) =>
        {
            await run.PhaseAsync("Read", 100, () => Task.CompletedTask);
            await run.PhaseAsync("Write", bytesTotal: null, () => Task.CompletedTask);
        }));

        var job = await JobAsync(id);
        Assert.Equal((JobState.Succeeded, 1, null), (job.State, job.Attempts, job.LeaseOwner));
        Assert.Equal(
            [("Read", JobState.Succeeded, 100L), ("Write", JobState.Succeeded, 0L)], job.Phases.Select(phase => (phase.Name, phase.State, phase.BytesDone)));
    }

    [Fact]
    public async Task Of_two_processes_one_gets_the_job()
    {
        var id = await QueueAsync();
        var claims = await Task.WhenAll(Rows("a").ClaimAsync(id, Cancellation), Rows("b").ClaimAsync(id, Cancellation));

        Assert.Single(claims, claim => claim is not null);
    }

    [Fact]
    public async Task A_refusal_is_the_cause_and_a_retry_begins_where_it_failed()
    {
        var (id, reads, writes) = (await QueueAsync(), 0, 0);
        var handler = new Handler(async (run, _) =>
        {
            if (!run.HasSucceeded("Read"))
            {
                await run.PhaseAsync("Read", null, () => Task.FromResult(reads++));
            }

            await run.PhaseAsync("Write", null, () => writes++ == 0 ? throw new ConflictException("Not yet.", "test.refused") : Task.CompletedTask);
        });
        await RunAsync(id, handler);
        var failed = await JobAsync(id);
        Assert.Equal((JobState.Failed, "test.refused", "Not yet.", "Write"), (failed.State, failed.CauseCode, failed.CauseMessage, failed.Phase));

        await database.InScopeAsync((JobControl control) => control.RetryAsync(_member, id, Cancellation));
        await RunAsync(id, handler);

        var job = await JobAsync(id);
        Assert.Equal((JobState.Succeeded, null, 1), (job.State, job.CauseCode, job.Attempts));
        Assert.Equal((1, 2), (reads, writes));
    }

    [Fact]
    public async Task A_bug_fails_the_job_without_telling_its_words()
    {
        var id = await QueueAsync();
        await RunAsync(id, new Handler((_, _) => throw new InvalidOperationException("/secret/path")));

        var job = await JobAsync(id);
        Assert.Equal((JobState.Failed, "unknown"), (job.State, job.CauseCode));
        Assert.DoesNotContain("secret", job.CauseMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_a_running_job_ends_it_and_removes_what_it_made()
    {
        var id = await QueueAsync();
        var running = new TaskCompletionSource();
        var handler = new Handler(async (_, token) =>
        {
            running.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, token);
        });
        var executor = Executor(handler);
        var run = executor.RunAsync(id, Cancellation);
        await running.Task;
        await database.InScopeAsync((JobControl control) => control.CancelAsync(_member, id, Cancellation));
        executor.Cancel(id);
        await run;

        Assert.Equal(JobState.Cancelled, (await JobAsync(id)).State);
        Assert.True(handler.IsAbandoned);
    }

    [Fact]
    public async Task The_beat_finds_a_cancellation_from_another_process()
    {
        var id = await QueueAsync();
        var rows = Rows("a");
        await rows.ClaimAsync(id, Cancellation);
        Assert.Equal(JobPulse.Alive, await rows.BeatAsync(id, phase: null, bytesDone: 0, Cancellation));

        await database.InScopeAsync((JobControl control) => control.CancelAsync(_member, id, Cancellation));

        Assert.Equal(JobPulse.CancelRequested, await rows.BeatAsync(id, phase: null, bytesDone: 0, Cancellation));
    }

    [Fact]
    public async Task A_job_of_a_dead_process_runs_again_and_the_dead_one_changes_nothing()
    {
        var id = await QueueAsync();
        var (dead, alive) = (Rows("dead"), Rows("alive"));
        var job = await dead.ClaimAsync(id, Cancellation);
        Assert.Equal(0, await ReleasedAsync(alive, id));
        database.Time.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(1, await ReleasedAsync(alive, id));
        Assert.NotNull(await alive.ClaimAsync(id, Cancellation));

        await dead.SucceedAsync(job!, phases: [], Cancellation);
        Assert.Equal(JobPulse.Lost, await dead.BeatAsync(id, phase: null, bytesDone: 0, Cancellation));

        Assert.Equal((JobState.Running, "alive"), ((await JobAsync(id)).State, (await JobAsync(id)).LeaseOwner!.Split('/')[0]));
    }

    [Fact]
    public async Task A_passing_refusal_is_tried_again_later()
    {
        var id = await QueueAsync();
        await RunAsync(id, new Handler((_, _) => throw new Domain.Uploads.UploadBusyException(id)));

        var job = await JobAsync(id);
        Assert.Equal((JobState.Queued, "upload.busy"), (job.State, job.CauseCode));
        Assert.True(job.DueAt > database.Time.GetUtcNow());
    }

    [Fact]
    public async Task A_recurring_job_keeps_its_one_row()
    {
        var rows = Rows("a");
        await rows.EnsureRecurringAsync("test.recurring", Cancellation);
        await rows.EnsureRecurringAsync("test.recurring", Cancellation);
        var row = await database.InScopeAsync((PortalDb db) => db.Jobs.AsNoTracking().SingleAsync(job => job.Type == "test.recurring", Cancellation));
        var passes = 0;
        await Executor(new Recurring(() => passes++)).RunAsync(row.Id, Cancellation);

        var next = await JobAsync(row.Id);
        Assert.Equal((1, JobState.Queued, database.Time.GetUtcNow().AddMinutes(5)), (passes, next.State, next.DueAt));
    }

    [Fact]
    public async Task Another_projects_job_does_not_exist_and_a_reader_only_looks()
    {
        var id = await QueueAsync();
        await Assert.ThrowsAsync<NotFoundException>(() =>
            database.InScopeAsync((JobControl control) => control.CancelAsync(Callers.Member(), id, Cancellation)));
        await Assert.ThrowsAsync<ForbiddenException>(() =>
            database.InScopeAsync((JobControl control) => control.CancelAsync(Callers.With(RoleNames.Reader, _member.ProjectId), id, Cancellation)));
        Assert.Contains(
            (await database.InScopeAsync((JobQueries queries) => queries.PageAsync(_member, new JobFilter(), null, 10, Cancellation))).Jobs, job => job.Id == id);
        await Assert.ThrowsAsync<NotFoundException>(() => database.InScopeAsync((JobQueries queries) =>
            queries.PageAsync(Callers.Member(), new JobFilter { ProjectId = _member.ProjectId }, null, 10, Cancellation)));
    }

    private async Task<Guid> QueueAsync()
    {
        var id = Guid.NewGuid();
        await database.InScopeAsync((PortalDb db) => db.WriteAsync(
            _ =>
            {
                db.Jobs.Add(new Job
                {
                    Id = id, Type = Handler.TypeName, ProjectId = _member.ProjectId, State = JobState.Queued, CreatedAt = database.Time.GetUtcNow(),
                });
                return Task.CompletedTask;
            },
            Cancellation));
        return id;
    }

    private Task<Job> JobAsync(Guid id) => database.InScopeAsync((PortalDb db) =>
        db.Jobs.AsNoTracking().Include(job => job.Phases.OrderBy(phase => phase.Index)).SingleAsync(job => job.Id == id, Cancellation));

    private async Task<int> ReleasedAsync(JobRows rows, Guid id)
    {
        await rows.ReleaseDeadAsync(atStart: false, Cancellation);
        return (await JobAsync(id)).State == JobState.Queued ? 1 : 0;
    }

    private Task RunAsync(Guid id, IJobHandler handler) => Executor(handler).RunAsync(id, Cancellation);

    private JobExecutor Executor(IJobHandler handler) => new(
        new ServiceCollection().AddSingleton(handler).BuildServiceProvider().GetRequiredService<IServiceScopeFactory>(),
        Rows("a"), database.Services.GetRequiredService<ChangeBroadcast>(), database.Time, NullLogger<JobExecutor>.Instance);

    private JobRows Rows(string node) => new(
        database.Services.GetRequiredService<IServiceScopeFactory>(), database.Services.GetRequiredService<JobLimits>(), new NodeIdentity(node, Guid.NewGuid()),
        database.Services.GetRequiredService<IOptions<ClusterOptions>>(), database.Time, NullLogger<JobRows>.Instance);

    private sealed class Handler(Func<JobRun, CancellationToken, Task> work) : IJobHandler
    {
        public const string TypeName = "test.work";

        public string Type => TypeName;

        public bool IsAbandoned { get; private set; }

        public Task RunAsync(JobRun run, CancellationToken cancellationToken) => work(run, cancellationToken);

        public Task AbandonAsync(JobRun run, CancellationToken cancellationToken)
        {
            IsAbandoned = true;
            return Task.CompletedTask;
        }
    }

    private sealed class Recurring(Action pass) : IRecurringJob
    {
        public string Type => "test.recurring";

        public TimeSpan Every => TimeSpan.FromMinutes(5);

        public Task RunAsync(JobRun run, CancellationToken cancellationToken)
        {
            pass();
            return Task.CompletedTask;
        }
    }
}
