using GlancePortal.Domain.Access;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Images;
using GlancePortal.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace GlancePortal.Tests.Images;

[Trait("Suite", "data")]
public sealed class ImageQueriesOnSqlite(SqliteDatabase database) : ImageQueriesFacts(database), IClassFixture<SqliteDatabase>;

[Trait("Suite", "data")]
public sealed class ImageQueriesOnPostgres(PostgresDatabase database) : ImageQueriesFacts(database), IClassFixture<PostgresDatabase>;

/// <summary>What lists show, on every database.</summary>
public abstract class ImageQueriesFacts(TestDatabase database)
{
    private readonly Caller _alpha = Callers.Member();
    private readonly Caller _beta = Callers.Member();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // Public images of other tests are in everybody's list.
    private ImageFilter Own => new() { OwnerId = _alpha.ProjectId };

    public static TheoryData<ImageSortKey, bool> Orders()
    {
        var orders = new TheoryData<ImageSortKey, bool>();
        foreach (var key in Enum.GetValues<ImageSortKey>())
        {
            orders.Add(key, true);
            orders.Add(key, false);
        }

        return orders;
    }

    [Fact]
    public async Task A_project_lists_its_own_public_and_accepted_shared_images_newest_first()
    {
        var own = await CreateAsync(_alpha, new ImageDraft { Visibility = ImageVisibility.Private });
        var open = await CreateAsync(Callers.Admin(), new ImageDraft { Visibility = ImageVisibility.Public });
        var shared = await CreateAsync(_beta, new ImageDraft());
        var pending = await CreateAsync(_beta, new ImageDraft());
        await CreateAsync(_beta, new ImageDraft { Visibility = ImageVisibility.Community });
        await CreateAsync(_beta, new ImageDraft { Visibility = ImageVisibility.Private });
        await CreateAsync(_beta, new ImageDraft());
        await ShareAsync(shared, _alpha, MemberStatus.Accepted);
        await ShareAsync(pending, _alpha, MemberStatus.Pending);

        Assert.Equal([shared, open, own], await ListAsync(_alpha, new ImageFilter(), among: [own, open, shared, pending]));
        Assert.Equal([pending], await ListAsync(_alpha, new ImageFilter { MemberStatus = MemberStatus.Pending }, among: [shared, pending]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(100)]
    public async Task All_wanted_tags_and_properties_must_be_there_however_many(int wanted)
    {
        string[] names = [.. Enumerable.Range(0, wanted).Select(i => $"n{i}")];
        var properties = names.ToDictionary(name => name, name => "v" + name);
        var image = await CreateAsync(_alpha, new ImageDraft { Tags = names, Properties = properties });
        var lacking = await CreateAsync(_alpha, new ImageDraft { Tags = names[1..], Properties = properties });
        var different = await CreateAsync(
            _alpha, new ImageDraft { Tags = names, Properties = names.ToDictionary(name => name, name => name == names[^1] ? "other" : "v" + name) });

        var filter = new ImageFilter { Tags = [.. names, names[0]], Properties = [.. properties] };
        Assert.Equal([image], await ListAsync(_alpha, filter, among: [image, lacking, different]));
    }

    [Fact]
    public async Task Community_images_of_others_are_listed_only_when_asked_for()
    {
        var community = await CreateAsync(_beta, new ImageDraft { Visibility = ImageVisibility.Community });

        Assert.Empty(await ListAsync(_alpha, new ImageFilter(), among: [community]));
        Assert.Empty(await ListAsync(Callers.Admin(), new ImageFilter(), among: [community]));
        Assert.Equal([community], await ListAsync(_beta, new ImageFilter(), among: [community]));
        Assert.Equal([community], await ListAsync(_alpha, new ImageFilter { WithCommunity = true }, among: [community]));
        Assert.Equal([community], await ListAsync(_alpha, new ImageFilter { Visibilities = [ImageVisibility.Community] }, among: [community]));
    }

    [Fact]
    public async Task Hidden_and_deleted_images_stay_out_of_lists()
    {
        var hidden = await CreateAsync(_alpha, new ImageDraft { Hidden = true });
        var deleted = await CreateAsync(_alpha, new ImageDraft());
        await database.InScopeAsync((ImageRecords records) => records.DeleteAsync(_alpha, deleted, Cancellation));

        Assert.Empty(await ListAsync(_alpha, Own));
        Assert.Equal([hidden], await ListAsync(_alpha, Own with { Hidden = true }));
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task Pages_by_marker_give_every_image_once_in_the_asked_order(ImageSortKey key, bool descending)
    {
        foreach (var name in new[] { "b", "a", null, "a", "c" })
        {
            await CreateAsync(_alpha, new ImageDraft { Name = name, DiskFormat = name is "a" ? "raw" : null }, moment: name is "c");
        }

        var whole = await ListAsync(_alpha, Own, sort: [new ImageSort(key, descending)]);
        var paged = new List<Guid>();
        for (IReadOnlyList<Guid> page = [Guid.Empty]; page.Count > 0;)
        {
            page = await ListAsync(_alpha, Own, [new ImageSort(key, descending)], limit: 2, marker: paged.Count > 0 ? paged[^1] : null);
            paged.AddRange(page);
        }

        Assert.Equal(5, whole.Count);
        Assert.Equal(whole, paged);
        if (key == ImageSortKey.Name)
        {
            var names = await NamesAsync(whole);
            Assert.Equal(descending ? ["c", "b", "a", "a", null] : new[] { null, "a", "a", "b", "c" }, names);
        }
    }

    [Fact]
    public async Task Pages_by_marker_go_through_own_and_foreign_images_alike()
    {
        var all = new List<Guid>();
        for (var i = 0; i < 7; i++)
        {
            var owner = i % 3 == 0 ? _beta : _alpha;
            var id = await CreateAsync(owner, new ImageDraft());
            if (owner == _beta)
            {
                await ShareAsync(id, _alpha, MemberStatus.Accepted);
            }

            all.Insert(0, id);
        }

        var first = await ListAsync(_alpha, new ImageFilter { Visibilities = [ImageVisibility.Shared] }, limit: 3);
        var second = await ListAsync(_alpha, new ImageFilter { Visibilities = [ImageVisibility.Shared] }, limit: 10, marker: first[^1]);

        Assert.Equal(all, [.. first, .. second]);
    }

    [Fact]
    public async Task A_marker_that_the_caller_does_not_see_is_refused()
    {
        var foreign = await CreateAsync(_beta, new ImageDraft { Visibility = ImageVisibility.Private });

        var refusal = await Assert.ThrowsAsync<InvalidInputException>(() => ListAsync(_alpha, new ImageFilter(), marker: foreign));
        Assert.Equal("image.marker_unknown", refusal.Code);
    }

    [Fact]
    public async Task Filters_hold_together()
    {
        var wanted = await CreateAsync(_alpha, new ImageDraft
        {
            Name = "Debian 12", DiskFormat = "qcow2", ContainerFormat = "bare", MinRam = 512, Tags = ["x", "y"],
            Properties = new Dictionary<string, string> { ["os_distro"] = "debian", ["os_version"] = "12" },
        });
        await CreateAsync(_alpha, new ImageDraft
        {
            Name = "Debian 11", DiskFormat = "qcow2", ContainerFormat = "bare", MinRam = 256, Tags = ["x"],
            Properties = new Dictionary<string, string> { ["os_distro"] = "debian", ["os_version"] = "11" },
        });

        foreach (var filter in new ImageFilter[]
        {
            new() { Names = ["Debian 12", "other"] },
            new() { Ids = [wanted] },
            new() { Tags = ["x", "y"] },
            new() { Properties = [new("os_distro", "debian"), new("os_version", "12")] },
            new() { Bounds = [new ImageBound(ImageMeasure.MinRam, BoundComparison.AtLeast, 512)] },
            new() { Text = "IAN 12" },
            new() { Text = "Y" },
            new() { Text = wanted.ToString()[2..20].ToUpperInvariant() },
            new() { Statuses = [ImageStatus.Queued], DiskFormats = ["qcow2"], ContainerFormats = ["bare"], Names = ["Debian 12"], Protected = false },
        })
        {
            Assert.Equal([wanted], await ListAsync(_alpha, filter));
        }

        Assert.Empty(await ListAsync(_alpha, new ImageFilter { Statuses = [ImageStatus.Active] }));
        Assert.Empty(await ListAsync(_alpha, new ImageFilter { Text = "%" }));
    }

    [Fact]
    public async Task Times_compare_by_the_second_that_clients_see()
    {
        database.Time.Advance(TimeSpan.FromMilliseconds(1500));
        var id = await CreateAsync(_alpha, new ImageDraft());
        var second = (await database.InScopeAsync((ImageQueries queries) => queries.ShowAsync(_alpha, id, Cancellation))).CreatedAt.ToUnixTimeSeconds();

        foreach (var (comparison, at, found) in new[]
        {
            (BoundComparison.Equal, 0, true), (BoundComparison.Equal, 1, false), (BoundComparison.NotEqual, 0, false), (BoundComparison.NotEqual, 1, true),
            (BoundComparison.Above, 0, false), (BoundComparison.Above, -1, true), (BoundComparison.AtLeast, 0, true), (BoundComparison.AtLeast, 1, false),
            (BoundComparison.Below, 0, false), (BoundComparison.Below, 1, true), (BoundComparison.AtMost, 0, true), (BoundComparison.AtMost, -1, false),
        })
        {
            var bounds = new[] { new ImageBound(ImageMeasure.CreatedAt, comparison, second + at) };
            Assert.Equal(found, (await ListAsync(_alpha, Own with { Bounds = bounds })).Count == 1);
        }
    }

    [Fact]
    public async Task A_page_by_offset_comes_with_the_length_of_the_whole_list()
    {
        var ids = new List<Guid>();
        for (var i = 0; i < 5; i++)
        {
            ids.Add(await CreateAsync(_alpha, new ImageDraft { Name = $"image {i}", Tags = ["t"] }));
        }

        var page = await database.InScopeAsync((ImageQueries queries) => queries.PageAsync(
            _alpha, new ImageFilter { Text = "image" }, new ImageSort(ImageSortKey.Name, Descending: false), offset: 3, limit: 3, Cancellation));

        Assert.Equal(5, page.Total);
        Assert.Equal([ids[3], ids[4]], page.Images.Select(image => image.Id));
        Assert.Equal(["t"], page.Images[0].Tags.Select(tag => tag.Value));
    }

    [Fact]
    public async Task An_image_is_reachable_by_id_as_its_visibility_says()
    {
        var hidden = await CreateAsync(_beta, new ImageDraft { Visibility = ImageVisibility.Private });
        var shared = await CreateAsync(_beta, new ImageDraft());
        var community = await CreateAsync(_beta, new ImageDraft { Visibility = ImageVisibility.Community });
        await ShareAsync(shared, _alpha, MemberStatus.Rejected);

        await Assert.ThrowsAsync<NotFoundException>(() => ShowAsync(_alpha, hidden));
        await Assert.ThrowsAsync<NotFoundException>(() => ShowAsync(Callers.Member(), shared));
        Assert.Equal(shared, (await ShowAsync(_alpha, shared)).Id);
        Assert.Equal(community, (await ShowAsync(Callers.Reader(), community)).Id);
        Assert.Equal(hidden, (await ShowAsync(Callers.Admin(), hidden)).Id);
    }

    private async Task<Guid> CreateAsync(Caller caller, ImageDraft draft, bool moment = true)
    {
        if (moment)
        {
            database.Time.Advance(TimeSpan.FromMilliseconds(1));
        }

        return (await database.InScopeAsync((ImageRecords records) => records.CreateAsync(caller, draft, Cancellation))).Id;
    }

    private Task ShareAsync(Guid image, Caller with, MemberStatus status) =>
        database.InScopeAsync((PortalDb db) => db.WriteAsync(
            _ =>
            {
                db.ImageMembers.Add(new ImageMember { ImageId = image, MemberId = with.ProjectId!, Status = status });
                return Task.CompletedTask;
            },
            Cancellation));

    private Task<Image> ShowAsync(Caller caller, Guid id) =>
        database.InScopeAsync((ImageQueries queries) => queries.ShowAsync(caller, id, Cancellation));

    private async Task<IReadOnlyList<Guid>> ListAsync(
        Caller caller, ImageFilter filter, ImageSort[]? sort = null, int limit = 1000, Guid? marker = null, Guid[]? among = null)
    {
        var request = new ImageListRequest { Filter = filter, Sort = sort ?? [], Limit = limit, Marker = marker };
        var page = await database.InScopeAsync((ImageQueries queries) => queries.ListKeysAsync(caller, request, Cancellation));
        return [.. page.Keys.Select(key => key.Id).Where(id => among?.Contains(id) ?? true)];
    }

    private Task<string?[]> NamesAsync(IReadOnlyList<Guid> ids) =>
        database.InScopeAsync(async (PortalDb db) =>
        {
            var names = await db.Images.Where(image => ids.Contains(image.Id)).ToDictionaryAsync(image => image.Id, image => image.Name, Cancellation);
            return ids.Select(id => names[id]).ToArray();
        });
}
