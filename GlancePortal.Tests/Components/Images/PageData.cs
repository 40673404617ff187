using GlancePortal.Components.Images;
using GlancePortal.Domain.Access;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Identity;
using GlancePortal.Domain.Images;
using GlancePortal.Domain.Import;
using GlancePortal.Domain.Jobs;
using GlancePortal.Domain.Scanning;
using GlancePortal.Domain.Uploads;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Components.Images;

/// <summary>What pages read of the records, on each database.</summary>
public abstract class PageData(TestDatabase database)
{
    private readonly Caller _member = Callers.Member();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_page_of_the_list_has_its_rows_and_the_total()
    {
        for (var number = 1; number <= 26; number++)
        {
            await CreateAsync(_member, $"image-{number:00}");
        }

        var list = await LoadAsync(_member, new ImagesPageState { Order = ImageSortKey.Name, Descending = false, Page = 2 });

        Assert.Equal(("image-26", 26, true), (Assert.Single(list.Rows).Name, list.Total, list.AnyAtAll));
    }

    [Fact]
    public async Task Nothing_that_matches_is_told_from_nothing_at_all()
    {
        var empty = await LoadAsync(_member, new ImagesPageState { Text = "x" });
        await CreateAsync(_member, "something");
        var without = await LoadAsync(_member, new ImagesPageState { Text = "no such name" });

        Assert.Equal((0, false), (empty.Total, empty.AnyAtAll));
        Assert.Equal((0, true), (without.Total, without.AnyAtAll));
    }

    [Fact]
    public async Task An_administrator_sees_in_a_project_what_the_project_sees()
    {
        await CreateAsync(_member, "of another project");
        var admin = Callers.Admin();
        await CreateAsync(admin, "of this project");

        Assert.Equal(["of this project"], (await LoadAsync(admin, new())).Rows.Select(row => row.Name));
    }

    [Fact]
    public async Task Bytes_on_their_way_are_told_by_upload_and_then_by_phase()
    {
        var (sending, verifying) = (await CreateAsync(_member, "sending"), await CreateAsync(_member, "verifying"));
        await AddUploadAsync(sending.Id, completed: false);
        await AddUploadAsync(verifying.Id, completed: true);
        await AddJobAsync(verifying.Id);

        var rows = (await LoadAsync(_member, new())).Rows.ToDictionary(row => row.Name!);

        Assert.Equal(("Send", 40, 100), (rows["sending"].Progress!.Phase, rows["sending"].Progress!.Done, rows["sending"].Progress!.Total));
        Assert.Equal(("Verify", 7, 100), (rows["verifying"].Progress!.Phase, rows["verifying"].Progress!.Done, rows["verifying"].Progress!.Total));
    }

    [Fact]
    public async Task Rows_that_are_gone_are_missing_from_a_refresh_and_new_ones_are_counted()
    {
        var (kept, deleted) = (await CreateAsync(_member, "kept"), await CreateAsync(_member, "deleted"));
        await database.InScopeAsync((ImageRecords records) => records.DeleteAsync(_member, deleted.Id, Cancellation));

        var rows = await InListsAsync(lists => lists.RefreshAsync(_member, [kept.Id, deleted.Id], Cancellation));
        var news = await InListsAsync(lists => lists.CountAmongAsync(_member, new() { Text = "kept" }, [kept.Id, deleted.Id], Cancellation));

        Assert.Equal([kept.Id], rows.Select(row => row.Id));
        Assert.Equal(1, news);
    }

    [Fact]
    public async Task The_page_of_an_image_tells_what_happened_to_it_and_to_its_uploads()
    {
        var image = await CreateAsync(_member, "told");
        await database.InScopeAsync((ImageRecords records) => records.UpdateAsync(_member, image.Id, [new NameChange("renamed")], Cancellation));

        var details = await InDetailsAsync(loader => loader.LoadAsync(_member, image.Id, Cancellation));

        Assert.Equal(["image.update", "image.create"], details.Timeline.Select(entry => entry.Action));
        Assert.Equal("name", details.Timeline[0].Fields);
    }

    [Fact]
    public async Task Who_only_sees_an_image_is_not_told_what_its_owners_do()
    {
        var admin = Callers.Admin();
        var image = await database.InScopeAsync((ImageRecords records) =>
            records.CreateAsync(admin, new ImageDraft { Name = "public", Visibility = ImageVisibility.Public }, Cancellation));

        var details = await InDetailsAsync(loader => loader.LoadAsync(_member, image.Id, Cancellation));

        Assert.Empty(details.Timeline);
        Assert.Empty(details.Jobs);
        await database.InScopeAsync((ImageRecords records) => records.DeleteAsync(admin, image.Id, Cancellation));
    }

    [Fact]
    public async Task An_edit_of_an_older_version_changes_nothing()
    {
        var image = await CreateAsync(_member, "first");
        await database.InScopeAsync((ImageRecords records) =>
            records.UpdateAsync(_member, image.Id, [new NameChange("second")], image.Version, Cancellation));

        var refusal = await Assert.ThrowsAsync<ConflictException>(() => database.InScopeAsync((ImageRecords records) =>
            records.UpdateAsync(_member, image.Id, [new NameChange("third")], image.Version, Cancellation)));

        Assert.Equal("image.changed", refusal.Code);
        Assert.Equal("second", (await LoadAsync(_member, new())).Rows.Single().Name);
    }

    [Fact]
    public async Task Preferences_are_kept_and_overwritten()
    {
        var user = Guid.NewGuid().ToString("N");
        await AddAsync(new PortalUser { Id = user, UserName = user, NormalizedUserName = user, DomainId = IdentityDefaults.DomainId });
        foreach (var theme in new[] { "dark", "light" })
        {
            await database.InScopeAsync((UserPreferences preferences) => preferences.SetAsync(user, UserPreferences.Theme, theme, Cancellation));
        }

        var kept = await database.InScopeAsync((UserPreferences preferences) => preferences.OfAsync(user, Cancellation));

        Assert.Equal([KeyValuePair.Create(UserPreferences.Theme, "light")], kept);
    }

    private Task<Image> CreateAsync(Caller caller, string name) => database.InScopeAsync((ImageRecords records) =>
        records.CreateAsync(caller, new ImageDraft { Name = name, Visibility = ImageVisibility.Private }, Cancellation));

    private Task<ImageList> LoadAsync(Caller caller, ImagesPageState state) => InListsAsync(lists => lists.LoadAsync(caller, state, Cancellation));

    private Task<T> InListsAsync<T>(Func<ImageLists, Task<T>> work) => database.InScopeAsync((ImageQueries images) =>
        database.InScopeAsync((ImageProgress progress) => work(new ImageLists(images, Rules.Access(), progress))));

    private Task<ImageDetails> InDetailsAsync(Func<ImageDetailsLoader, Task<ImageDetails>> work) => database.InScopeAsync((PortalDb db) =>
        database.InScopeAsync((ImageHistory history) => database.InScopeAsync((Quarantine quarantine) => work(new ImageDetailsLoader(
            new ImageQueries(db, Rules.Permits()), Rules.Access(), new ImageProgress(db, database.Time), new UploadQueries(db, Rules.Access(), database.Time),
            new JobQueries(db, Rules.Access()), new JobFacts(db, Rules.Access(), new JobQueries(db, Rules.Access()), database.Time), history,
            new IdentityQueries(db), new ImageProvenances(db), quarantine)))));

    private Task AddUploadAsync(Guid imageId, bool completed) => AddAsync(new Upload
    {
        Id = Guid.NewGuid(),
        Kind = UploadKind.Resumable,
        ProjectId = _member.ProjectId,
        ImageId = imageId,
        Offset = completed ? 100 : 40,
        Length = 100,
        CreatedAt = database.Time.GetUtcNow(),
        UpdatedAt = database.Time.GetUtcNow(),
        CompletedAt = completed ? database.Time.GetUtcNow() : null,
    });

    private Task AddJobAsync(Guid imageId)
    {
        var job = new Job
        {
            Id = Guid.NewGuid(),
            Type = JobTypes.UploadFinish,
            ImageId = imageId,
            ProjectId = _member.ProjectId,
            State = JobState.Running,
            CreatedAt = database.Time.GetUtcNow(),
        };
        job.Phases.Add(new JobPhase { JobId = job.Id, Index = 0, Name = "Send", State = JobState.Succeeded, BytesDone = 100, BytesTotal = 100 });
        job.Phases.Add(new JobPhase { JobId = job.Id, Index = 1, Name = "Verify", State = JobState.Running, BytesDone = 7, BytesTotal = 100 });
        return AddAsync(job);
    }

    private Task AddAsync(object row) => database.InScopeAsync((PortalDb db) => db.WriteAsync(
        _ =>
        {
            db.Add(row);
            return Task.CompletedTask;
        },
        Cancellation));
}

[Trait("Suite", "data")]
public sealed class SqlitePageData(SqliteDatabase database) : PageData(database), IClassFixture<SqliteDatabase>;

[Trait("Suite", "data")]
public sealed class PostgresPageData(PostgresDatabase database) : PageData(database), IClassFixture<PostgresDatabase>;
