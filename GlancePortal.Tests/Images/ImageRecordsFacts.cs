using GlancePortal.Domain.Access;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Images;
using GlancePortal.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace GlancePortal.Tests.Images;

[Trait("Suite", "data")]
public sealed class ImageRecordsOnSqlite(SqliteDatabase database) : ImageRecordsFacts(database), IClassFixture<SqliteDatabase>;

[Trait("Suite", "data")]
public sealed class ImageRecordsOnPostgres(PostgresDatabase database) : ImageRecordsFacts(database), IClassFixture<PostgresDatabase>;

/// <summary>What becomes of records, on every database.</summary>
public abstract class ImageRecordsFacts(TestDatabase database)
{
    private readonly Caller _alpha = Callers.Member();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Many_changes_at_once_are_all_kept_each_as_a_version()
    {
        var image = await CreateAsync(new ImageDraft());

        await Task.WhenAll(Enumerable.Range(0, 12).Select(i => UpdateAsync(image.Id, new PropertyChange($"p{i}", "v"), new TagAddition($"t{i}"))));

        var changed = await database.InScopeAsync((ImageQueries queries) => queries.ShowAsync(_alpha, image.Id, Cancellation));
        Assert.Equal(12, changed.Properties.Count);
        Assert.Equal(12, changed.Tags.Count);
        Assert.Equal(13, changed.Version);
    }

    [Fact]
    public async Task Of_many_who_want_one_id_one_gets_it()
    {
        var draft = new ImageDraft { Id = Guid.NewGuid() };

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => OutcomeAsync(() => CreateAsync(draft))));

        Assert.Equal(["", .. Enumerable.Repeat("image.id_taken", 7)], outcomes.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Of_many_who_delete_one_image_one_does()
    {
        var image = await CreateAsync(new ImageDraft());

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => OutcomeAsync(() => DeleteAsync(image.Id))));

        Assert.Equal(["", .. Enumerable.Repeat("image.not_found", 7)], outcomes.Order(StringComparer.Ordinal));
        Assert.Equal(["image.create", "image.delete"], await ActionsAsync(image.Id));
    }

    [Fact]
    public async Task The_life_of_an_image_is_in_the_audit()
    {
        var image = await CreateAsync(new ImageDraft { Name = "life" });
        await UpdateAsync(image.Id, new NameChange("other"), new PropertyChange("p", "v"));
        await DeleteAsync(image.Id);
        await database.InScopeAsync((ImageRecords records) => records.RestoreAsync(_alpha, image.Id, Cancellation));
        await DeleteAsync(image.Id);
        database.Time.Advance(TimeSpan.FromDays(8));
        await database.InScopeAsync((ImageRecords records) => records.PurgeDueAsync(Cancellation));

        Assert.Equal(
            ["image.create", "image.update", "image.delete", "image.restore", "image.delete", "image.purge"], await ActionsAsync(image.Id));
        var update = await database.InScopeAsync((PortalDb db) => db.AuditEvents.SingleAsync(
            change => change.ObjectId == image.Id.ToString() && change.Action == "image.update", Cancellation));
        Assert.Equal("""{"fields":"name,p"}""", update.Detail);
        Assert.Equal(_alpha.UserId, update.UserId);
        Assert.Equal(_alpha.ProjectId, update.ProjectId);
        var status = await database.InScopeAsync((PortalDb db) => db.Images.Where(row => row.Id == image.Id).Select(row => row.Status).SingleAsync(Cancellation));
        Assert.Equal(ImageStatus.Deleted, status);
    }

    [Fact]
    public async Task A_refused_change_leaves_no_trace()
    {
        var image = await CreateAsync(new ImageDraft { Name = "kept" });

        Assert.Equal("image.property_missing", await OutcomeAsync(() => UpdateAsync(image.Id, new NameChange("lost"), new PropertyRemoval("none"))));

        Assert.Equal(["image.create"], await ActionsAsync(image.Id));
        Assert.Equal(1, (await database.InScopeAsync((ImageQueries queries) => queries.ShowAsync(_alpha, image.Id, Cancellation))).Version);
    }

    [Fact]
    public async Task An_image_is_not_purged_before_its_time()
    {
        var image = await CreateAsync(new ImageDraft());
        await DeleteAsync(image.Id);
        database.Time.Advance(TimeSpan.FromDays(6));

        await database.InScopeAsync((ImageRecords records) => records.PurgeDueAsync(Cancellation));

        Assert.Equal(image.Id, (await database.InScopeAsync((ImageRecords records) => records.RestoreAsync(_alpha, image.Id, Cancellation))).Id);
    }

    [Theory]
    [InlineData(ImageStatus.Active, ImageStatus.Active)]
    [InlineData(ImageStatus.Deactivated, ImageStatus.Deactivated)]
    [InlineData(ImageStatus.Queued, ImageStatus.Queued)]
    [InlineData(ImageStatus.Saving, ImageStatus.Queued)]
    public async Task A_restored_image_is_what_it_was_or_waits_for_data_again(ImageStatus before, ImageStatus after)
    {
        var image = await CreateAsync(new ImageDraft());
        await database.InScopeAsync((PortalDb db) => db.WriteAsync(
            token => db.Images.Where(row => row.Id == image.Id).ExecuteUpdateAsync(row => row.SetProperty(it => it.Status, before), token), Cancellation));
        await DeleteAsync(image.Id);

        Assert.Equal(after, (await database.InScopeAsync((ImageRecords records) => records.RestoreAsync(_alpha, image.Id, Cancellation))).Status);
    }

    private static async Task<string> OutcomeAsync(Func<Task> work)
    {
        try
        {
            await work();
            return "";
        }
        catch (DomainException refusal)
        {
            return refusal.Code;
        }
    }

    private Task<Image> CreateAsync(ImageDraft draft) =>
        database.InScopeAsync((ImageRecords records) => records.CreateAsync(_alpha, draft, Cancellation));

    private Task<Image> UpdateAsync(Guid id, params ImageChange[] changes) =>
        database.InScopeAsync((ImageRecords records) => records.UpdateAsync(_alpha, id, changes, Cancellation));

    private Task DeleteAsync(Guid id) => database.InScopeAsync((ImageRecords records) => records.DeleteAsync(_alpha, id, Cancellation));

    private Task<List<string>> ActionsAsync(Guid id) =>
        database.InScopeAsync((PortalDb db) => db.AuditEvents.Where(change => change.ObjectId == id.ToString())
            .OrderBy(change => change.Id).Select(change => change.Action).ToListAsync(Cancellation));
}
