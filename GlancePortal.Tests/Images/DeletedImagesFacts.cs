using GlancePortal.Domain.Access;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Images;
using GlancePortal.Domain.Uploads;
using GlancePortal.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace GlancePortal.Tests.Images;

[Trait("Suite", "data")]
public sealed class DeletedImagesOnSqlite(SqliteDatabase database) : DeletedImagesFacts(database), IClassFixture<SqliteDatabase>;

[Trait("Suite", "data")]
public sealed class DeletedImagesOnPostgres(PostgresDatabase database) : DeletedImagesFacts(database), IClassFixture<PostgresDatabase>;

/// <summary>The recycle bin and its end, on every database.</summary>
public abstract class DeletedImagesFacts(TestDatabase database)
{
    private readonly Caller _member = Callers.Member();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_deleted_last_comes_first_with_who_and_until_when()
    {
        var (first, second) = (await ActiveAsync("first"), await ActiveAsync("second"));
        await DeleteAsync(first.Id);
        database.Time.Advance(TimeSpan.FromHours(1));
        await DeleteAsync(second.Id);

        var page = await PageAsync(_member);

        Assert.Equal(["second", "first"], page.Images.Select(deleted => deleted.Image.Name));
        var last = page.Images[0];
        Assert.Equal((ImageStatus.PendingDelete, _member.UserName), (last.Image.Status, last.Deletion!.UserName));
        Assert.Equal(database.Time.GetUtcNow().AddDays(7), last.RestorableUntil);
    }

    [Fact]
    public async Task A_page_has_its_part_and_the_total()
    {
        for (var number = 0; number < 3; number++)
        {
            await DeleteAsync((await CreateAsync($"image-{number}")).Id);
            database.Time.Advance(TimeSpan.FromMinutes(1));
        }

        var page = await database.InScopeAsync((DeletedImages images) => images.PageAsync(_member, ownerId: null, offset: 2, limit: 2, Cancellation));

        Assert.Equal(("image-0", 3), (Assert.Single(page.Images).Image.Name, page.Total));
    }

    [Fact]
    public async Task Other_projects_see_nothing_and_administrators_everything()
    {
        var deleted = await CreateAsync("theirs");
        await DeleteAsync(deleted.Id);

        Assert.Empty((await PageAsync(Callers.Member())).Images);
        Assert.Contains((await PageAsync(Callers.Admin())).Images, one => one.Image.Id == deleted.Id);
        Assert.Equal(deleted.Id, Assert.Single((await PageAsync(Callers.Admin(), _member.ProjectId)).Images).Image.Id);
        await Assert.ThrowsAsync<NotFoundException>(() => PageAsync(Callers.Member(), _member.ProjectId));
    }

    [Fact]
    public async Task What_can_no_longer_be_restored_is_not_listed()
    {
        await DeleteAsync((await CreateAsync("late")).Id);
        database.Time.Advance(TimeSpan.FromDays(7));

        Assert.Equal(0, (await PageAsync(_member)).Total);
    }

    [Fact]
    public async Task An_image_is_restored_with_all_that_belongs_to_it()
    {
        var image = await ActiveAsync("whole");
        await database.InScopeAsync((ImageRecords images) => images.UpdateAsync(
            _member, image.Id, [new PropertyChange("os_distro", "debian"), new TagAddition("lts")], Cancellation));
        await AddMemberAsync(image.Id, "partner");
        var before = await LoadAsync(image.Id);
        await DeleteAsync(image.Id);

        await database.InScopeAsync((ImageRecords images) => images.RestoreAsync(_member, image.Id, Cancellation));

        var after = await LoadAsync(image.Id);
        Assert.Equal((ImageStatus.Active, "whole", before.Size), (after.Status, after.Name, after.Size));
        Assert.Equal((before.HashValue, before.Checksum), (after.HashValue, after.Checksum));
        Assert.Equal(("debian", "lts"), (Assert.Single(after.Properties).Value, Assert.Single(after.Tags).Value));
        var member = Assert.Single(after.Members);
        Assert.Equal(("partner", MemberStatus.Accepted, null), (member.MemberId, member.Status, member.DeletedAt));
        Assert.True(File.Exists(image.Path));
    }

    [Fact]
    public async Task When_the_time_is_over_only_the_burnt_id_stays()
    {
        var image = await ActiveAsync("gone");
        await database.InScopeAsync((ImageRecords images) => images.UpdateAsync(
            _member, image.Id, [new PropertyChange("secret", "value"), new TagAddition("tag")], Cancellation));
        await AddMemberAsync(image.Id, "partner");
        await DeleteAsync(image.Id);
        database.Time.Advance(TimeSpan.FromDays(8));

        await PurgeAsync();

        var row = await LoadAsync(image.Id);
        Assert.Equal((ImageStatus.Deleted, null, null, null, null), (row.Status, row.Name, row.Size, row.Checksum, row.HashValue));
        Assert.Equal(("", null, null), (row.SearchText, row.TagSet, row.OsDistro));
        Assert.Empty(row.Properties);
        Assert.Empty(row.Tags);
        Assert.Empty(row.Members);
        Assert.Empty(row.Locations);
        Assert.False(File.Exists(image.Path));
        var taken = await Assert.ThrowsAsync<ConflictException>(() => database.InScopeAsync(
            (ImageRecords images) => images.CreateAsync(_member, new ImageDraft { Id = image.Id }, Cancellation)));
        Assert.Equal("image.id_taken", taken.Code);
    }

    // A store that is not there leaves the records as a process does that is killed right after the record has ended.
    [Fact]
    public async Task A_purge_that_ends_between_record_and_data_is_taken_up_again()
    {
        var image = await ActiveAsync("cut");
        await DeleteAsync(image.Id);
        database.Time.Advance(TimeSpan.FromDays(8));
        await MoveToStoreAsync(image.Id, "away");

        await PurgeAsync();

        var ended = await LoadAsync(image.Id);
        Assert.Equal((ImageStatus.Deleted, LocationStatus.PendingDelete), (ended.Status, Assert.Single(ended.Locations).Status));
        Assert.True(File.Exists(image.Path));
        var over = await Assert.ThrowsAsync<ConflictException>(() => database.InScopeAsync(
            (ImageRecords images) => images.RestoreAsync(_member, image.Id, Cancellation)));
        Assert.Equal("image.restore_over", over.Code);

        await MoveToStoreAsync(image.Id, "local");
        await PurgeAsync();

        Assert.False(File.Exists(image.Path));
        Assert.Empty((await LoadAsync(image.Id)).Locations);
    }

    [Fact]
    public async Task A_purge_that_ends_between_data_and_its_row_is_taken_up_again()
    {
        var image = await ActiveAsync("cut later");
        await DeleteAsync(image.Id);
        database.Time.Advance(TimeSpan.FromDays(8));
        File.Delete(image.Path);

        await PurgeAsync();

        Assert.Empty((await LoadAsync(image.Id)).Locations);
        Assert.False(await database.InScopeAsync((PortalDb db) => db.LocationChecksums.AnyAsync(
            checksums => !db.ImageLocations.Any(location => location.Id == checksums.LocationId), Cancellation)));
    }

    [Fact]
    public async Task The_sweep_leaves_what_can_be_restored()
    {
        var image = await ActiveAsync("kept");
        File.SetLastWriteTimeUtc(image.Path, new DateTime(2025, 12, 1, 0, 0, 0, DateTimeKind.Utc));
        await DeleteAsync(image.Id);

        await database.InScopeAsync((StagingSweep sweep) => sweep.RunAsync(Cancellation));

        Assert.True(File.Exists(image.Path));
    }

    private Task<DeletedImagePage> PageAsync(Caller caller, string? ownerId = null) =>
        database.InScopeAsync((DeletedImages images) => images.PageAsync(caller, ownerId, offset: 0, limit: 100, Cancellation));

    private Task<int> PurgeAsync() => database.InScopeAsync((ImageRecords images) => images.PurgeDueAsync(Cancellation));

    private Task DeleteAsync(Guid id) => database.InScopeAsync((ImageRecords images) => images.DeleteAsync(_member, id, Cancellation));

    private Task<Image> CreateAsync(string name) => database.InScopeAsync((ImageRecords images) =>
        images.CreateAsync(_member, new ImageDraft { Name = name, DiskFormat = "raw", ContainerFormat = "bare" }, Cancellation));

    private async Task<(Guid Id, string Path)> ActiveAsync(string name)
    {
        var image = await CreateAsync(name);
        await database.InScopeAsync((ImageUploads uploads) => uploads.StoreAsync(_member, image.Id, new MemoryStream([7, 8]), 2, storeId: null, Cancellation));
        var url = await database.InScopeAsync((PortalDb db) =>
            db.ImageLocations.Where(location => location.ImageId == image.Id).Select(location => location.Url).SingleAsync(Cancellation));
        return (image.Id, url["file://".Length..]);
    }

    private Task<Image> LoadAsync(Guid id) => database.InScopeAsync((PortalDb db) => db.Images.AsNoTracking().AsSplitQuery()
        .Include(image => image.Properties).Include(image => image.Tags).Include(image => image.Members).Include(image => image.Locations)
        .SingleAsync(image => image.Id == id, Cancellation));

    private Task<int> MoveToStoreAsync(Guid imageId, string storeId) => database.InScopeAsync((PortalDb db) => db.WriteAsync(
        token => db.ImageLocations.Where(location => location.ImageId == imageId)
            .ExecuteUpdateAsync(location => location.SetProperty(row => row.StoreId, storeId), token),
        Cancellation));

    private Task AddMemberAsync(Guid imageId, string project) => database.InScopeAsync((PortalDb db) => db.WriteAsync(
        _ =>
        {
            db.ImageMembers.Add(new ImageMember
            {
                ImageId = imageId,
                MemberId = project,
                Status = MemberStatus.Accepted,
                CreatedAt = database.Time.GetUtcNow(),
                UpdatedAt = database.Time.GetUtcNow(),
            });
            return Task.CompletedTask;
        },
        Cancellation));
}
