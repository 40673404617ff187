using System.Security.Cryptography;
using GlancePortal.Domain.Access;
using GlancePortal.Domain.Content;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Hosting;
using GlancePortal.Domain.Images;
using GlancePortal.Domain.Import;
using GlancePortal.Domain.Stores;
using GlancePortal.Domain.Uploads;
using GlancePortal.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace GlancePortal.Tests.Uploads;

[Trait("Suite", "data")]
public sealed class UploadRecoveryOnSqlite(SqliteDatabase database) : UploadRecoveryFacts(database), IClassFixture<SqliteDatabase>
{
    protected override bool FreesEarlierStartAtOnce => true;
}

[Trait("Suite", "data")]
public sealed class UploadRecoveryOnPostgres(PostgresDatabase database) : UploadRecoveryFacts(database), IClassFixture<PostgresDatabase>
{
    // Another process may carry the same name there.
    protected override bool FreesEarlierStartAtOnce => false;
}

/// <summary>What becomes of the work of processes that are gone, on every database.</summary>
public abstract class UploadRecoveryFacts(TestDatabase database)
{
    private readonly Caller _member = Callers.Member();

    protected abstract bool FreesEarlierStartAtOnce { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private UploadRecovery Recovery => ActivatorUtilities.CreateInstance<UploadRecovery>(database.Services);

    [Fact]
    public async Task An_image_whose_sender_died_is_queued_again_with_the_cause()
    {
        var (image, upload) = await SavingAsync(UploadKind.Direct, "other/1", database.Time.GetUtcNow().AddSeconds(-1));

        await Recovery.RunAsync(atStart: false, Cancellation);

        var row = await ImageAsync(image);
        Assert.Equal((ImageStatus.Queued, UploadInterruptedException.Cause), (row.Status, row.StatusReason));
        Assert.Null(await UploadAsync(upload));
    }

    [Fact]
    public async Task A_live_lease_is_left_alone()
    {
        var (image, upload) = await SavingAsync(UploadKind.Direct, "other/1", database.Time.GetUtcNow().AddSeconds(5));

        await Recovery.RunAsync(atStart: true, Cancellation);

        Assert.Equal(ImageStatus.Saving, (await ImageAsync(image)).Status);
        Assert.NotNull(await UploadAsync(upload));
    }

    [Fact]
    public async Task What_an_earlier_start_of_this_node_held_is_dead_at_start()
    {
        var node = database.Services.GetRequiredService<NodeIdentity>();
        var (image, _) = await SavingAsync(UploadKind.Direct, $"{node.Name}/{Guid.NewGuid():N}", database.Time.GetUtcNow().AddSeconds(9));

        await Recovery.RunAsync(atStart: true, Cancellation);

        Assert.Equal(FreesEarlierStartAtOnce ? ImageStatus.Queued : ImageStatus.Saving, (await ImageAsync(image)).Status);
    }

    [Fact]
    public async Task A_resumable_upload_can_be_continued_after_its_writer_died()
    {
        var (_, upload) = await SavingAsync(UploadKind.Resumable, "other/1", database.Time.GetUtcNow().AddSeconds(-1));

        await Recovery.RunAsync(atStart: false, Cancellation);

        var row = await UploadAsync(upload);
        Assert.Null(row!.LeaseOwner);
        // It may only have been paused.
        Assert.True(row.HasLostWriter);
    }

    [Fact]
    public async Task The_writers_of_an_earlier_start_write_no_more()
    {
        var node = database.Services.GetRequiredService<NodeIdentity>();
        var (_, upload) = await SavingAsync(UploadKind.Resumable, $"{node.Name}/{Guid.NewGuid():N}", database.Time.GetUtcNow().AddSeconds(9));

        await Recovery.RunAsync(atStart: true, Cancellation);

        Assert.False((await UploadAsync(upload))!.HasLostWriter);
    }

    [Fact]
    public async Task What_a_replaced_writer_still_wrote_counts_as_it_lies_there()
    {
        var upload = await TakenOverAsync(Bytes.Random(5000));
        var late = Bytes.Random(5000);
        await File.WriteAllBytesAsync(Staging.PathOf(upload.Id), late, Cancellation);

        var facts = await database.InScopeAsync((StagedUploads staged) => staged.VerifyAsync(upload, _ => { }, Cancellation));

        Assert.Equal(Convert.ToHexStringLower(SHA512.HashData(late)), facts.HashValue);
    }

    [Fact]
    public async Task What_a_replaced_writer_wrote_after_the_check_never_becomes_the_image()
    {
        var upload = await TakenOverAsync(Bytes.Random(5000));
        var facts = await database.InScopeAsync((StagedUploads staged) => staged.VerifyAsync(upload, _ => { }, Cancellation));
        await using var late = new FileStream(Staging.PathOf(upload.Id), FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        late.WriteByte(1);
        await late.FlushAsync(Cancellation);

        await Assert.ThrowsAsync<UploadInterruptedException>(() => AcceptAsync(upload, facts));
        Assert.Equal(ImageStatus.Queued, (await ImageAsync(upload.ImageId!.Value)).Status);

        // Another attempt looks again, and takes what it has seen to a place where nobody else writes.
        facts = await database.InScopeAsync((StagedUploads staged) => staged.VerifyAsync(upload, _ => { }, Cancellation));
        await AcceptAsync(upload, facts);
        late.WriteByte(2);
        await late.FlushAsync(Cancellation);

        var image = await ImageAsync(upload.ImageId.Value);
        Assert.Equal((ImageStatus.Active, facts.HashValue), (image.Status, image.HashValue));
        await using var stored = await database.Services.GetRequiredService<StoreRegistry>().Default.Store.OpenReadAsync(
            new StoreLocation((await LocationAsync(image.Id)).Url), Cancellation);
        Assert.Equal(facts.HashValue, Convert.ToHexStringLower(await SHA512.HashDataAsync(stored, Cancellation)));
    }

    [Fact]
    public async Task An_image_in_saving_that_nobody_saves_is_queued_again()
    {
        var image = await CreateImageAsync();
        await database.InScopeAsync((PortalDb db) => db.WriteAsync(
            token => db.Images.Where(row => row.Id == image).ExecuteUpdateAsync(row => row.SetProperty(x => x.Status, ImageStatus.Saving), token), Cancellation));

        await Recovery.RunAsync(atStart: false, Cancellation);

        Assert.Equal(ImageStatus.Queued, (await ImageAsync(image)).Status);
    }

    [Fact]
    public async Task Who_lost_the_lease_cannot_make_the_image_active()
    {
        var id = await CreateImageAsync();
        var body = new HookedStream(Bytes.Random(1000), () => database.InScopeAsync((PortalDb db) => db.WriteAsync(
            token => db.Uploads.Where(row => row.ImageId == id).ExecuteUpdateAsync(row => row.SetProperty(x => x.LeaseOwner, "other/1"), token), Cancellation)));

        await Assert.ThrowsAsync<UploadInterruptedException>(() => database.InScopeAsync(
            (ImageUploads uploads) => uploads.StoreAsync(_member, id, body, declaredBytes: null, storeId: null, Cancellation)));

        Assert.NotEqual(ImageStatus.Active, (await ImageAsync(id)).Status);
    }

    [Fact]
    public async Task Data_that_reached_the_store_before_a_kill_becomes_active_without_its_staged_file()
    {
        var content = Bytes.Random(5000);
        var upload = await database.InScopeAsync((ResumableUploads uploads) => uploads.CreateAsync(
            _member,
            new NewUpload { Length = content.Length, Metadata = new Dictionary<string, string> { ["disk_format"] = "raw", ["container_format"] = "bare" } },
            new UploadPiece(0, new MemoryStream(content)),
            Cancellation));
        var staging = database.Services.GetRequiredService<StagingFolder>();
        await database.InScopeAsync((StagedUploads staged) => staged.VerifyAsync(upload, _ => { }, Cancellation));
        var store = database.Services.GetRequiredService<StoreRegistry>().Default.Store;
        await store.As<IAdoptsFiles>()!.AdoptAsync(upload.ImageId!.Value, staging.PathOf(upload.Id), Cancellation);

        // What the next start does: the job runs again from its first phase.
        await database.InScopeAsync(async (IServiceProvider services) =>
        {
            var facts = await services.GetRequiredService<StagedUploads>().VerifyAsync(upload, _ => { }, Cancellation);
            await services.GetRequiredService<ImageUploads>().AcceptStagedAsync(
                _member, services.GetRequiredService<StagedContents>().Original(upload, facts), outcome: null, Cancellation);
        });

        var image = await ImageAsync(upload.ImageId.Value);
        Assert.Equal((ImageStatus.Active, content.Length), (image.Status, image.Size));
    }

    [Fact]
    public async Task Who_lost_the_lease_cuts_nothing_off()
    {
        var upload = await database.InScopeAsync((ResumableUploads uploads) => uploads.CreateAsync(
            _member,
            new NewUpload { Length = 2000, Metadata = new Dictionary<string, string> { ["disk_format"] = "raw", ["container_format"] = "bare" } },
            Cancellation));
        var body = new HookedStream(Bytes.Random(1000), () => database.InScopeAsync((PortalDb db) => db.WriteAsync(
            token => db.Uploads.Where(row => row.Id == upload.Id).ExecuteUpdateAsync(row => row.SetProperty(x => x.LeaseOwner, "other/1"), token), Cancellation)));
        var wrong = new UploadPiece(0, body) { Checksum = new PieceChecksum("sha1", new byte[20]) };

        await Assert.ThrowsAsync<UploadBusyException>(() => database.InScopeAsync((ResumableUploads uploads) => uploads.AppendAsync(
            _member, upload.Id, wrong, Cancellation)));

        // By now these may be the bytes of the one who took over.
        Assert.Equal(1000, Staging.LengthOf(upload.Id));
    }

    private StagingFolder Staging => database.Services.GetRequiredService<StagingFolder>();

    /// <summary>A complete upload whose first writer fell silent before a byte came.</summary>
    private async Task<Upload> TakenOverAsync(byte[] content)
    {
        var upload = await database.InScopeAsync((ResumableUploads uploads) => uploads.CreateAsync(
            _member,
            new NewUpload { Length = content.Length, Metadata = new Dictionary<string, string> { ["disk_format"] = "raw", ["container_format"] = "bare" } },
            Cancellation));
        var silentSince = database.Time.GetUtcNow().AddSeconds(-1);
        await database.InScopeAsync((PortalDb db) => db.WriteAsync(
            token => db.Uploads.Where(row => row.Id == upload.Id).ExecuteUpdateAsync(
                row => row.SetProperty(x => x.LeaseOwner, "other/1").SetProperty(x => x.LeaseUntil, silentSince), token),
            Cancellation));
        await database.InScopeAsync((ResumableUploads uploads) => uploads.AppendAsync(
            _member, upload.Id, new UploadPiece(0, new MemoryStream(content)), Cancellation));
        return (await UploadAsync(upload.Id))!;
    }

    private Task AcceptAsync(Upload upload, ContentFacts facts) =>
        database.InScopeAsync((IServiceProvider services) => services.GetRequiredService<ImageUploads>().AcceptStagedAsync(
            _member, services.GetRequiredService<StagedContents>().Original(upload, facts), outcome: null, Cancellation));

    private Task<ImageLocation> LocationAsync(Guid image) =>
        database.InScopeAsync((PortalDb db) => db.ImageLocations.AsNoTracking().SingleAsync(location => location.ImageId == image, Cancellation));

    private async Task<Guid> CreateImageAsync() => await database.InScopeAsync(async (ImageRecords images) =>
        (await images.CreateAsync(_member, new ImageDraft { DiskFormat = "raw", ContainerFormat = "bare" }, Cancellation)).Id);

    private async Task<(Guid Image, Guid Upload)> SavingAsync(UploadKind kind, string owner, DateTimeOffset until)
    {
        var image = await CreateImageAsync();
        var upload = Guid.NewGuid();
        await database.InScopeAsync((PortalDb db) => db.WriteAsync(
            async token =>
            {
                await db.Images.Where(row => row.Id == image).ExecuteUpdateAsync(row => row.SetProperty(x => x.Status, ImageStatus.Saving), token);
                db.Uploads.Add(new Upload { Id = upload, Kind = kind, ImageId = image, ProjectId = _member.ProjectId, LeaseOwner = owner, LeaseUntil = until });
            },
            Cancellation));
        return (image, upload);
    }

    private Task<Image> ImageAsync(Guid id) =>
        database.InScopeAsync((PortalDb db) => db.Images.AsNoTracking().SingleAsync(image => image.Id == id, Cancellation));

    private Task<Upload?> UploadAsync(Guid id) =>
        database.InScopeAsync((PortalDb db) => db.Uploads.AsNoTracking().SingleOrDefaultAsync(upload => upload.Id == id, Cancellation));

    /// <summary>Something happens while the bytes are read.</summary>
    private sealed class HookedStream(byte[] bytes, Func<Task> hook) : MemoryStream(bytes)
    {
        private bool _isHooked;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (!_isHooked)
            {
                _isHooked = true;
                await hook();
            }

            return await base.ReadAsync(buffer, cancellationToken);
        }
    }
}
