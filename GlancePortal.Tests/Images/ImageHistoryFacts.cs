using GlancePortal.Domain.Access;
using GlancePortal.Domain.Audit;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Images;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Images;

[Trait("Suite", "data")]
public sealed class ImageHistoryOnSqlite(SqliteDatabase database) : ImageHistoryFacts(database), IClassFixture<SqliteDatabase>;

[Trait("Suite", "data")]
public sealed class ImageHistoryOnPostgres(PostgresDatabase database) : ImageHistoryFacts(database), IClassFixture<PostgresDatabase>;

/// <summary>What became of an image, and who may know of it.</summary>
public abstract class ImageHistoryFacts(TestDatabase database)
{
    private readonly Caller _alpha = Callers.Member();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_timeline_goes_both_ways_in_parts()
    {
        var id = await CreateAsync();
        foreach (var name in new[] { "one", "two", "three" })
        {
            await database.InScopeAsync((ImageRecords records) => records.UpdateAsync(_alpha, id, [new NameChange(name)], Cancellation));
        }

        var newest = await TimelineAsync(_alpha, id, new AuditPage(10));
        var oldest = new List<AuditEvent>();
        for (IReadOnlyList<AuditEvent> part; (part = await TimelineAsync(_alpha, id, new AuditPage(3, true, oldest.LastOrDefault()?.Id))).Count > 0;)
        {
            oldest.AddRange(part);
        }

        Assert.Equal(["image.update", "image.update", "image.update", "image.create"], newest.Select(change => change.Action));
        Assert.Equal(newest.Reverse().Select(change => change.Id), oldest.Select(change => change.Id));
        Assert.Equal(newest[2].Id, (await TimelineAsync(_alpha, id, new AuditPage(1, After: newest[1].Id))).Single().Id);
    }

    [Fact]
    public async Task A_deleted_image_is_there_for_who_may_restore_it_until_that_is_over()
    {
        var id = await CreateAsync();
        await database.InScopeAsync((ImageRecords records) => records.DeleteAsync(_alpha, id, Cancellation));

        foreach (var caller in new[] { _alpha, Callers.Admin() })
        {
            Assert.Equal(ImageStatus.PendingDelete, (await ShowAsync(caller, id)).Status);
            Assert.Equal(["image.delete", "image.create"], (await TimelineAsync(caller, id, new AuditPage(10))).Select(change => change.Action));
        }

        foreach (var caller in new[] { Callers.Reader(_alpha.ProjectId), Callers.Member() })
        {
            await Assert.ThrowsAsync<NotFoundException>(() => ShowAsync(caller, id));
            await Assert.ThrowsAsync<NotFoundException>(() => TimelineAsync(caller, id, new AuditPage(10)));
        }

        database.Time.Advance(TimeSpan.FromDays(7));
        await Assert.ThrowsAsync<NotFoundException>(() => ShowAsync(_alpha, id));
    }

    [Fact]
    public async Task What_others_do_with_their_image_is_theirs_to_know()
    {
        var open = await CreateAsync(ImageVisibility.Community);
        var closed = await CreateAsync();

        await Assert.ThrowsAsync<ForbiddenException>(() => TimelineAsync(Callers.Member(), open, new AuditPage(10)));
        await Assert.ThrowsAsync<NotFoundException>(() => TimelineAsync(Callers.Member(), closed, new AuditPage(10)));
        Assert.Single(await TimelineAsync(Callers.Reader(_alpha.ProjectId), closed, new AuditPage(10)));
    }

    private async Task<Guid> CreateAsync(ImageVisibility visibility = ImageVisibility.Private) =>
        (await database.InScopeAsync((ImageRecords records) => records.CreateAsync(_alpha, new ImageDraft { Visibility = visibility }, Cancellation))).Id;

    private Task<Image> ShowAsync(Caller caller, Guid id) =>
        database.InScopeAsync((ImageHistory history) => history.ShowAsync(caller, id, Cancellation));

    private Task<IReadOnlyList<AuditEvent>> TimelineAsync(Caller caller, Guid id, AuditPage page) =>
        database.InScopeAsync((ImageHistory history) => history.TimelineAsync(caller, id, page, Cancellation));
}
