using GlancePortal.Domain.Access;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Images;
using GlancePortal.Domain.Import;
using GlancePortal.Domain.Jobs;
using GlancePortal.Domain.Stores;
using GlancePortal.Domain.Uploads;
using GlancePortal.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace GlancePortal.Tests.Import;

[Trait("Suite", "data")]
public sealed class ImportStatesOnSqlite(SqliteDatabase database) : ImportStatesFacts(database), IClassFixture<SqliteDatabase>;

[Trait("Suite", "data")]
public sealed class ImportStatesOnPostgres(PostgresDatabase database) : ImportStatesFacts(database), IClassFixture<PostgresDatabase>;

/// <summary>What a process that dies, is late, or comes twice does to an image that is imported, on every database.</summary>
public abstract class ImportStatesFacts(TestDatabase database)
{
    private static readonly DateTime LongAgo = new(2025, 12, 1, 0, 0, 0, DateTimeKind.Utc);
    private readonly Caller _member = Callers.Member();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_end_that_comes_twice_adds_no_copy_twice()
    {
        var work = await BeginAsync();

        await TakeAsync(work);
        await TakeAsync(work);

        Assert.Equal(1, await database.InScopeAsync((PortalDb db) => db.ImageLocations.CountAsync(location => location.ImageId == work.Image.Id, Cancellation)));
    }

    [Fact]
    public async Task Whoever_lost_the_job_changes_nothing()
    {
        var work = await BeginAsync();
        await ChangeJobAsync(work.Job.Id, "other/1");

        await Assert.ThrowsAsync<UploadInterruptedException>(() => TakeAsync(work));

        Assert.Equal(ImageStatus.Importing, await StatusAsync(work.Image.Id));
    }

    [Fact]
    public async Task Whoever_lost_the_image_adds_nothing_to_it()
    {
        var work = await BeginAsync();
        await database.InScopeAsync((ImageRecords images) => images.DeleteAsync(_member, work.Image.Id, Cancellation));
        await database.InScopeAsync((ImageRecords images) => images.RestoreAsync(_member, work.Image.Id, Cancellation));

        var refusal = await Assert.ThrowsAsync<ConflictException>(() => TakeAsync(work));

        Assert.Equal(("import.lock_lost", ImageStatus.Queued), (refusal.Code, await StatusAsync(work.Image.Id)));
    }

    [Fact]
    public async Task An_image_that_was_declared_otherwise_meanwhile_is_looked_at_again()
    {
        var work = await BeginAsync();
        await database.InScopeAsync((PortalDb db) => db.WriteAsync(
            token => db.Images.Where(image => image.Id == work.Image.Id).ExecuteUpdateAsync(image => image.SetProperty(x => x.DiskFormat, "qcow2"), token), Cancellation));

        await Assert.ThrowsAsync<UploadBusyException>(() => TakeAsync(work));
    }

    [Fact]
    public async Task The_sweep_spares_data_that_is_to_take_the_place_of_other_data()
    {
        var work = await BeginAsync();
        var store = database.Services.GetRequiredService<StoreRegistry>().Default.Store;
        using var data = new MemoryStream(Bytes.Random(100));
        var stored = await store.AddAsync(work.Upload.Id, data, 100, Cancellation);
        var path = stored.Location.Url["file://".Length..];
        File.SetLastWriteTimeUtc(path, LongAgo);

        await database.InScopeAsync((StagingSweep sweep) => sweep.RunAsync(Cancellation));

        Assert.True(File.Exists(path));
    }

    [Fact]
    public async Task Bytes_that_wait_for_another_attempt_do_not_wait_for_ever()
    {
        var work = await BeginAsync();

        await database.InScopeAsync((ImportStates states) => states.FailAsync(_member, work.Job, work.Upload, "store.full", ["local"], keepsBytes: true, Cancellation));

        var upload = await database.InScopeAsync((PortalDb db) => db.Uploads.AsNoTracking().SingleAsync(row => row.Id == work.Upload.Id, Cancellation));
        Assert.NotNull(upload.ExpiresAt);
        Assert.Equal(ImageStatus.Queued, await StatusAsync(work.Image.Id));
    }

    private sealed record Work(Image Image, Upload Upload, Job Job, ImportPlan Plan, ImageCopy Copy);

    /// <summary>An import of staged data whose job this process runs, with a copy that its store has taken.</summary>
    private async Task<Work> BeginAsync()
    {
        var image = await database.InScopeAsync((ImageRecords images) => images.CreateAsync(
            _member, new ImageDraft { DiskFormat = "raw", ContainerFormat = "bare" }, Cancellation));
        using var body = new MemoryStream(Bytes.Random(1000));
        await database.InScopeAsync((ImageStaging staging) => staging.StageAsync(_member, image.Id, body, 1000, Cancellation));
        var job = await database.InScopeAsync((ImageImports imports) => imports.BeginAsync(
            _member, image.Id, new ImportRequest { Method = ImportMethods.GlanceDirect }, Cancellation));
        await ChangeJobAsync(job!.Id, database.Services.GetRequiredService<UploadLeases>().Owner);
        return await database.InScopeAsync(async (IServiceProvider services) =>
        {
            var db = services.GetRequiredService<PortalDb>();
            var upload = await db.Uploads.AsNoTracking().SingleAsync(row => row.JobId == job.Id, Cancellation);
            var facts = await services.GetRequiredService<StagedUploads>().VerifyAsync(upload, _ => { }, Cancellation);
            var plan = new ImportPlan(ImportJobs.RequestOf(job), new ImportOutcome());
            plan.Outcome.Stored["local"] = $"file:///{image.Id}";
            return new Work(image, upload, job, plan, new ImageCopy("local", image.Id, new StoreLocation($"file:///{image.Id}"), facts));
        });
    }

    private Task TakeAsync(Work work) => database.InScopeAsync((ImportStates states) => states.TakeAsync(
        _member, work.Job, work.Image, work.Upload, work.Plan, [work.Copy], Cancellation));

    private Task<int> ChangeJobAsync(Guid id, string owner) => database.InScopeAsync((PortalDb db) => db.WriteAsync(
        token => db.Jobs.Where(job => job.Id == id).ExecuteUpdateAsync(
            job => job.SetProperty(x => x.State, JobState.Running).SetProperty(x => x.LeaseOwner, owner), token),
        Cancellation));

    private Task<ImageStatus> StatusAsync(Guid id) => database.InScopeAsync((PortalDb db) =>
        db.Images.Where(image => image.Id == id).Select(image => image.Status).SingleAsync(Cancellation));
}
