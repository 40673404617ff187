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
public sealed class ImageBulkOnSqlite(SqliteDatabase database) : ImageBulkFacts(database), IClassFixture<SqliteDatabase>;

[Trait("Suite", "data")]
public sealed class ImageBulkOnPostgres(PostgresDatabase database) : ImageBulkFacts(database), IClassFixture<PostgresDatabase>;

/// <summary>One thing done to many images, on every database.</summary>
public abstract class ImageBulkFacts(TestDatabase database)
{
    private readonly Caller _alpha = Callers.Member();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_image_is_changed_or_skipped_by_its_own_rules()
    {
        var plain = await CreateAsync(new ImageDraft { Name = "plain" });
        var locked = await CreateAsync(new ImageDraft { Name = "locked", Protected = true });
        var foreign = await CreateAsync(new ImageDraft { Visibility = ImageVisibility.Public }, Callers.Admin());
        var hidden = await CreateAsync(new ImageDraft { Visibility = ImageVisibility.Private }, Callers.Member());

        var items = await RunAsync(new ImageBulkRequest { Action = ImageBulkAction.Delete, Ids = [plain, locked, foreign, hidden, plain] });

        Assert.Equal(
            [(plain, "plain", null), (locked, "locked", "image.protected"), (foreign, null, "access.forbidden"), (hidden, null, "image.not_found")],
            items.Select(item => (item.Id, item.Name, item.Code)));
        Assert.Equal(["image.create", "image.delete"], await ActionsAsync(plain));
        Assert.Equal(["image.create"], await ActionsAsync(locked));
    }

    [Theory]
    [InlineData(ImageBulkAction.Delete)]
    [InlineData(ImageBulkAction.Restore)]
    [InlineData(ImageBulkAction.AddTags)]
    [InlineData(ImageBulkAction.RemoveTags)]
    [InlineData(ImageBulkAction.SetVisibility)]
    [InlineData(ImageBulkAction.Protect)]
    [InlineData(ImageBulkAction.Unprotect)]
    [InlineData(ImageBulkAction.Deactivate)]
    [InlineData(ImageBulkAction.Reactivate)]
    public async Task A_dry_run_tells_what_the_run_will_do_and_changes_nothing(ImageBulkAction action)
    {
        var ids = new List<Guid>
        {
            await CreateAsync(new ImageDraft { Tags = ["t"] }), await CreateAsync(new ImageDraft { Protected = true }),
            await CreateAsync(new ImageDraft { Visibility = ImageVisibility.Private }), await CreateAsync(new ImageDraft()),
            await CreateAsync(new ImageDraft(), Callers.Member()), Guid.NewGuid(), await CreateActiveAsync(), await CreateDeactivatedAsync(),
        };
        await database.InScopeAsync((ImageRecords records) => records.DeleteAsync(_alpha, ids[3], Cancellation));
        var request = new ImageBulkRequest { Action = action, Ids = ids, Tags = ["t"], Visibility = ImageVisibility.Private };
        var before = await StateAsync(ids);

        var told = await RunAsync(request with { DryRun = true });
        var after = await StateAsync(ids);
        var done = await RunAsync(request);

        Assert.Equal(before, after);
        Assert.Equal(done, told);
        Assert.Contains(done, item => !item.IsSkipped);
        Assert.Contains(done, item => item.IsSkipped);
        Assert.All(await RunAsync(request), item => Assert.True(item.IsSkipped));
    }

    [Fact]
    public async Task Tags_are_added_and_removed_where_they_make_a_difference()
    {
        var some = await CreateAsync(new ImageDraft { Tags = ["a"] });
        var all = await CreateAsync(new ImageDraft { Tags = ["a", "b"] });

        var added = await RunAsync(new ImageBulkRequest { Action = ImageBulkAction.AddTags, Ids = [some, all], Tags = ["a", "b"] });
        var removed = await RunAsync(new ImageBulkRequest { Action = ImageBulkAction.RemoveTags, Ids = [some, all], Tags = ["a", "none"] });

        Assert.Equal([null, "image.unchanged"], added.Select(item => item.Code));
        Assert.All(removed, item => Assert.Null(item.Code));
        Assert.Equal(["image.create", "image.update", "image.update"], await ActionsAsync(some));
    }

    [Fact]
    public async Task Images_go_out_of_use_and_come_back_where_they_are_in_use_or_were()
    {
        List<Guid> ids = [await CreateActiveAsync(), await CreateDeactivatedAsync(), await CreateAsync(new ImageDraft())];

        var gone = await RunAsync(new ImageBulkRequest { Action = ImageBulkAction.Deactivate, Ids = ids });
        var back = await RunAsync(new ImageBulkRequest { Action = ImageBulkAction.Reactivate, Ids = ids });

        Assert.Equal([null, "image.unchanged", "image.not_active"], gone.Select(item => item.Code));
        Assert.Equal([null, null, "image.not_active"], back.Select(item => item.Code));
        Assert.Equal(["image.deactivate", "image.reactivate"], (await ActionsAsync(ids[0]))[^2..]);
    }

    [Theory]
    [InlineData(ImageBulkAction.Deactivate)]
    [InlineData(ImageBulkAction.Reactivate)]
    public async Task Who_may_not_change_an_image_is_not_told_that_nothing_is_to_be_done(ImageBulkAction action)
    {
        var id = await (action == ImageBulkAction.Deactivate ? CreateDeactivatedAsync() : CreateActiveAsync());
        var request = new ImageBulkRequest { Action = action, Ids = [id] };
        var reader = Callers.Reader(_alpha.ProjectId);

        Assert.Equal("access.forbidden", (await RunAsync(request, reader)).Single().Code);
        Assert.Equal("access.forbidden", (await RunAsync(request with { DryRun = true }, reader)).Single().Code);
    }

    [Fact]
    public async Task A_filter_means_what_it_lists_now()
    {
        var wanted = await CreateAsync(new ImageDraft { Tags = ["old"] });
        await CreateAsync(new ImageDraft());

        var items = await RunAsync(new ImageBulkRequest { Action = ImageBulkAction.Protect, Filter = new ImageFilter { Tags = ["old"], OwnerId = _alpha.ProjectId } });

        Assert.Equal([wanted], items.Select(item => item.Id));
    }

    [Fact]
    public async Task More_images_than_one_request_may_have_are_refused_before_any_is_changed()
    {
        var id = await CreateAsync(new ImageDraft());
        var ids = Enumerable.Range(0, ImageBulk.MaxImages).Select(_ => Guid.NewGuid()).Prepend(id).ToList();

        var refusal = await Assert.ThrowsAsync<LimitExceededException>(() => RunAsync(new ImageBulkRequest { Action = ImageBulkAction.Delete, Ids = ids }));

        Assert.Equal("bulk.too_many", refusal.Code);
        Assert.Equal(["image.create"], await ActionsAsync(id));
    }

    public static TheoryData<ImageBulkRequest, string> Unclear => new()
    {
        { new ImageBulkRequest { Action = ImageBulkAction.Delete }, "bulk.images_unclear" },
        { new ImageBulkRequest { Action = ImageBulkAction.Delete, Ids = [], Filter = new ImageFilter() }, "bulk.images_unclear" },
        { new ImageBulkRequest { Action = ImageBulkAction.Restore, Filter = new ImageFilter() }, "bulk.filter_of_deleted" },
        { new ImageBulkRequest { Action = ImageBulkAction.AddTags, Ids = [] }, "bulk.tags_missing" },
        { new ImageBulkRequest { Action = ImageBulkAction.SetVisibility, Ids = [] }, "bulk.visibility_missing" },
    };

    [Theory]
    [MemberData(nameof(Unclear), DisableDiscoveryEnumeration = true)]
    public async Task What_is_not_said_is_refused(ImageBulkRequest request, string code) =>
        Assert.Equal(code, (await Assert.ThrowsAsync<InvalidInputException>(() => RunAsync(request))).Code);

    private async Task<Guid> CreateAsync(ImageDraft draft, Caller? caller = null) =>
        (await database.InScopeAsync((ImageRecords records) => records.CreateAsync(caller ?? _alpha, draft, Cancellation))).Id;

    private async Task<Guid> CreateActiveAsync()
    {
        var id = await CreateAsync(new ImageDraft { DiskFormat = "raw", ContainerFormat = "bare" });
        await database.InScopeAsync((ImageUploads uploads) => uploads.StoreAsync(_alpha, id, new MemoryStream([7, 8]), 2, storeId: null, Cancellation));
        return id;
    }

    private async Task<Guid> CreateDeactivatedAsync()
    {
        var id = await CreateActiveAsync();
        await database.InScopeAsync((ImageRecords records) => records.DeactivateAsync(_alpha, id, Cancellation));
        return id;
    }

    private Task<IReadOnlyList<ImageBulkItem>> RunAsync(ImageBulkRequest request, Caller? caller = null) =>
        database.InScopeAsync((ImageBulk bulk) => bulk.RunAsync(caller ?? _alpha, request, Cancellation));

    private Task<List<string>> ActionsAsync(Guid id) => database.InScopeAsync((PortalDb db) =>
        db.AuditEvents.Where(change => change.ObjectId == id.ToString()).OrderBy(change => change.Id).Select(change => change.Action).ToListAsync(Cancellation));

    private Task<string> StateAsync(IReadOnlyList<Guid> ids) => database.InScopeAsync(async (PortalDb db) =>
    {
        var images = await db.Images.Where(image => ids.Contains(image.Id)).OrderBy(image => image.Id)
            .Select(image => $"{image.Id} {image.Version} {image.Status}").ToListAsync(Cancellation);
        return string.Join('\n', images.Append($"{await db.AuditEvents.CountAsync(Cancellation)} events"));
    });
}
