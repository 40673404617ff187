using GlancePortal.Domain.Access;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Images;
using GlancePortal.Domain.Jobs;
using GlancePortal.Domain.Stores;
using GlancePortal.Domain.Uploads;
using GlancePortal.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Xunit;

namespace GlancePortal.Tests.Uploads;

[Trait("Suite", "data")]
public sealed class UploadTidyingOnSqlite(SqliteDatabase database) : UploadTidyingFacts(database), IClassFixture<SqliteDatabase>;

[Trait("Suite", "data")]
public sealed class UploadTidyingOnPostgres(PostgresDatabase database) : UploadTidyingFacts(database), IClassFixture<PostgresDatabase>;

/// <summary>What is removed and what is not, on every database.</summary>
public abstract class UploadTidyingFacts(TestDatabase database)
{
    // Older than the grace of the sweep by the clock of the tests, younger by the real one.
    private static readonly DateTime LongAgo = new(2025, 12, 1, 0, 0, 0, DateTimeKind.Utc);
    private readonly Caller _member = Callers.Member();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private StagingFolder Staging => database.Services.GetRequiredService<StagingFolder>();

    [Fact]
    public async Task Staged_files_that_no_row_names_go_and_the_others_stay()
    {
        var upload = await BeginAsync(length: 10);
        await AppendAsync(upload.Id, new byte[5]);
        var (orphan, young) = (Guid.NewGuid(), Guid.NewGuid());
        await StageAsync(orphan, LongAgo);
        await StageAsync(young, database.Time.GetUtcNow().UtcDateTime);
        File.SetLastWriteTimeUtc(Staging.PathOf(upload.Id), LongAgo);

        await SweepAsync();

        Assert.False(File.Exists(Staging.PathOf(orphan)));
        Assert.True(File.Exists(Staging.PathOf(young)));
        Assert.Equal(5, Staging.LengthOf(upload.Id));
    }

    [Fact]
    public async Task Stored_files_that_no_row_names_go_and_the_others_stay()
    {
        var active = await ActiveAsync();
        var orphan = await StoreAsync(Guid.NewGuid());
        var saving = await StoreAsync((await CreateImageAsync()).Id);
        await database.InScopeAsync((PortalDb db) => db.WriteAsync(
            _ =>
            {
                db.Uploads.Add(new Upload
                {
                    Id = Guid.NewGuid(), Kind = UploadKind.Direct, ImageId = saving.ImageId, LeaseOwner = "other/1", LeaseUntil = database.Time.GetUtcNow(),
                });
                return Task.CompletedTask;
            },
            Cancellation));
        foreach (var path in new[] { active.Path, orphan.Path, saving.Path })
        {
            File.SetLastWriteTimeUtc(path, LongAgo);
        }

        await SweepAsync();

        Assert.True(File.Exists(active.Path));
        Assert.True(File.Exists(saving.Path));
        Assert.False(File.Exists(orphan.Path));
    }

    [Fact]
    public async Task A_store_that_is_away_does_not_keep_the_others_from_being_swept()
    {
        var orphan = await StoreAsync(Guid.NewGuid());
        File.SetLastWriteTimeUtc(orphan.Path, LongAgo);
        var local = database.Services.GetRequiredService<StoreRegistry>().Default;
        var stores = new StoreRegistry(local.Id, [local, new RegisteredStore(new StoreThatIsAway(), new StoreBackendOptions { Weight = 1 })]);

        await database.InScopeAsync((PortalDb db) => new StagingSweep(
            db, Staging, stores, database.Services.GetRequiredService<IOptionsMonitor<ScrubberOptions>>(), database.Time, NullLogger<StagingSweep>.Instance)
            .RunAsync(Cancellation));

        Assert.False(File.Exists(orphan.Path));
    }

    [Fact]
    public async Task Images_stay_when_the_folder_of_their_store_has_moved()
    {
        var active = await ActiveAsync();
        File.SetLastWriteTimeUtc(active.Path, LongAgo);
        await database.InScopeAsync((PortalDb db) => db.WriteAsync(
            token => db.ImageLocations.Where(location => location.ImageId == active.ImageId)
                .ExecuteUpdateAsync(location => location.SetProperty(row => row.Url, $"file:///where/it/was/{active.ImageId}"), token),
            Cancellation));

        await SweepAsync();

        Assert.True(File.Exists(active.Path));
    }

    [Fact]
    public async Task An_upload_whose_time_is_over_is_dropped_with_its_bytes_and_the_cause_is_told()
    {
        var upload = await BeginAsync(length: 10);
        await AppendAsync(upload.Id, new byte[5]);
        Assert.Equal(0, await ExpireAsync());
        database.Time.Advance(TimeSpan.FromDays(8));

        Assert.True(await ExpireAsync() > 0);

        await database.InScopeAsync(async (PortalDb db) =>
        {
            Assert.False(await db.Uploads.AnyAsync(row => row.Id == upload.Id, Cancellation));
            var job = await db.Jobs.AsNoTracking().SingleAsync(row => row.Id == upload.JobId, Cancellation);
            Assert.Equal((JobState.Failed, "upload.expired"), (job.State, job.CauseCode));
            var image = await db.Images.AsNoTracking().SingleAsync(row => row.Id == upload.ImageId, Cancellation);
            Assert.Equal((ImageStatus.Queued, "upload.expired"), (image.Status, image.StatusReason));
        });
        Assert.Null(Staging.LengthOf(upload.Id));
    }

    [Fact]
    public async Task Every_byte_that_comes_gives_an_upload_its_full_time_again()
    {
        var upload = await BeginAsync(length: 10);
        database.Time.Advance(TimeSpan.FromDays(6));
        var sent = await AppendAsync(upload.Id, new byte[5]);

        Assert.Equal(database.Time.GetUtcNow().AddDays(7), sent.ExpiresAt);
    }

    [Fact]
    public async Task Uploads_of_a_project_say_what_goes_on()
    {
        var waiting = await BeginAsync(length: 10);
        var finishing = await BeginAsync(length: 5);
        await AppendAsync(finishing.Id, new byte[5]);

        var uploads = await database.InScopeAsync((UploadQueries queries) => queries.OfProjectAsync(_member, 10, Cancellation));
        var others = await database.InScopeAsync((UploadQueries queries) => queries.OfProjectAsync(Callers.Member(), 10, Cancellation));

        Assert.Equal(UploadActivity.WaitingForSender, Assert.Single(uploads, upload => upload.Upload.Id == waiting.Id).Activity);
        Assert.Equal(UploadActivity.Finishing, Assert.Single(uploads, upload => upload.Upload.Id == finishing.Id).Activity);
        Assert.Equal(_member.UserName, uploads[0].Upload.UserName);
        Assert.Empty(others);
    }

    private Task<int> SweepAsync() => database.InScopeAsync((StagingSweep sweep) => sweep.RunAsync(Cancellation));

    private Task<int> ExpireAsync() => database.InScopeAsync((ResumableUploads uploads) => uploads.ExpireAsync(100, Cancellation));

    private Task<Upload> BeginAsync(long length) => database.InScopeAsync((ResumableUploads uploads) => uploads.CreateAsync(
        _member,
        new NewUpload { Length = length, Metadata = new Dictionary<string, string> { ["disk_format"] = "raw", ["container_format"] = "bare" } },
        Cancellation));

    private Task<Upload> AppendAsync(Guid id, byte[] bytes) => database.InScopeAsync((ResumableUploads uploads) =>
        uploads.AppendAsync(_member, id, new UploadPiece(0, new MemoryStream(bytes)), Cancellation));

    private Task<Image> CreateImageAsync() => database.InScopeAsync((ImageRecords images) =>
        images.CreateAsync(_member, new ImageDraft { DiskFormat = "raw", ContainerFormat = "bare" }, Cancellation));

    private async Task StageAsync(Guid id, DateTime writtenAt)
    {
        await Staging.Open(id, 0).DisposeAsync();
        File.SetLastWriteTimeUtc(Staging.PathOf(id), writtenAt);
    }

    private async Task<(Guid ImageId, string Path)> StoreAsync(Guid imageId)
    {
        var store = database.Services.GetRequiredService<StoreRegistry>().Default.Store;
        var stored = await store.AddAsync(imageId, new MemoryStream([1, 2, 3]), sizeHint: 3, Cancellation);
        return (imageId, stored.Location.Url["file://".Length..]);
    }

    private async Task<(Guid ImageId, string Path)> ActiveAsync()
    {
        var image = await CreateImageAsync();
        await database.InScopeAsync((ImageUploads uploads) => uploads.StoreAsync(_member, image.Id, new MemoryStream([7]), 1, storeId: null, Cancellation));
        var url = await database.InScopeAsync((PortalDb db) =>
            db.ImageLocations.Where(location => location.ImageId == image.Id).Select(location => location.Url).SingleAsync(Cancellation));
        return (image.Id, url["file://".Length..]);
    }

    private sealed class StoreThatIsAway : IImageStore, IListsData
    {
        public string Id => "away";

        public Task<StoredData> AddAsync(Guid imageId, Stream data, long? sizeHint, CancellationToken cancellationToken) => throw Away();

        public Task<Stream> OpenReadAsync(StoreLocation location, CancellationToken cancellationToken) => throw Away();

        public Task DeleteAsync(StoreLocation location, CancellationToken cancellationToken) => throw Away();

        public IAsyncEnumerable<ListedData> ListAsync(CancellationToken cancellationToken) => throw Away();

        private StoreUnavailableException Away() => new(Id);
    }
}
