using GlancePortal.Domain.Access;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Images;
using GlancePortal.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace GlancePortal.Tests.Images;

[Trait("Suite", "data")]
public sealed class ImageSearchOnSqlite(SqliteDatabase database) : ImageSearchFacts(database), IClassFixture<SqliteDatabase>;

[Trait("Suite", "data")]
public sealed class ImageSearchOnPostgres(PostgresDatabase database) : ImageSearchFacts(database), IClassFixture<PostgresDatabase>;

/// <summary>What a search finds and counts, on every database.</summary>
public abstract class ImageSearchFacts(TestDatabase database)
{
    private static readonly ImageFacet[] AllFacets = Enum.GetValues<ImageFacet>();

    private readonly Caller _alpha = Callers.Member();
    private readonly Caller _beta = Callers.Member();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // Public and community images of other tests are in everybody's search.
    private ImageFilter Own => new() { OwnerId = _alpha.ProjectId };

    [Fact]
    public async Task Each_facet_counts_what_choosing_its_value_would_find()
    {
        await CreateAsync(new ImageDraft { DiskFormat = "raw", Tags = ["x", "y"], Properties = Distro("debian") });
        await CreateAsync(new ImageDraft { DiskFormat = "raw", Tags = ["x"], Properties = Distro("fedora") });
        await CreateAsync(new ImageDraft { DiskFormat = "iso", Visibility = ImageVisibility.Private, Properties = Distro("debian") });
        await CreateAsync(new ImageDraft { Visibility = ImageVisibility.Community });
        var filter = Own with { DiskFormats = ["raw"] };

        var found = await SearchAsync(new ImageSearchRequest { Filter = filter, Facets = AllFacets });

        Assert.Equal(2, found.Total);
        Assert.Equal([new("raw", 2), new(null, 1), new FacetCount("iso", 1)], found.Facets[ImageFacet.DiskFormat]);
        Assert.Equal([new FacetCount("Queued", 2)], found.Facets[ImageFacet.Status]);
        Assert.Equal([new FacetCount("Shared", 2)], found.Facets[ImageFacet.Visibility]);
        Assert.Equal([new FacetCount("debian", 1), new("fedora", 1)], found.Facets[ImageFacet.OsDistro]);
        Assert.Equal([new FacetCount("x", 2), new("y", 1)], found.Facets[ImageFacet.Tag]);
        Assert.Equal([new FacetCount(_alpha.ProjectId, 2)], found.Facets[ImageFacet.Owner]);
        foreach (var value in found.Facets[ImageFacet.DiskFormat].Where(value => value.Value is not null))
        {
            var chosen = await SearchAsync(new ImageSearchRequest { Filter = filter with { DiskFormats = [value.Value!] } });
            Assert.Equal(value.Count, chosen.Total);
        }
    }

    [Fact]
    public async Task The_total_is_the_same_with_and_without_facets_whoever_asks()
    {
        await CreateAsync(new ImageDraft());
        await CreateAsync(new ImageDraft { Visibility = ImageVisibility.Community });
        await CreateAsync(new ImageDraft { Visibility = ImageVisibility.Community }, _beta);
        await CreateAsync(new ImageDraft { Visibility = ImageVisibility.Public }, Callers.Admin());
        await CreateAsync(new ImageDraft { Visibility = ImageVisibility.Private }, _beta);

        foreach (var caller in new[] { _alpha, Callers.Admin(_alpha.ProjectId), Callers.Admin() with { ProjectId = null }, Callers.Member() })
        {
            foreach (var filter in new ImageFilter[]
            {
                new(), new() { WithCommunity = true }, new() { Visibilities = [ImageVisibility.Community] },
                new() { Visibilities = [ImageVisibility.Public, ImageVisibility.Shared] }, new() { Statuses = [ImageStatus.Active] },
            })
            {
                var plain = await SearchAsync(new ImageSearchRequest { Filter = filter, Limit = 1000 }, caller);
                var counted = await SearchAsync(new ImageSearchRequest { Filter = filter, Facets = AllFacets }, caller);

                Assert.Equal(plain.Total, counted.Total);
                Assert.Equal(plain.Total, plain.Images.Count);
            }
        }
    }

    [Fact]
    public async Task Community_images_of_others_are_counted_as_what_choosing_them_would_find()
    {
        await CreateAsync(new ImageDraft { Visibility = ImageVisibility.Community }, _beta);
        var filter = new ImageFilter { OwnerId = _beta.ProjectId };

        var found = await SearchAsync(new ImageSearchRequest { Filter = filter, Facets = [ImageFacet.Visibility] });

        Assert.Equal(0, found.Total);
        Assert.Equal([new FacetCount("Community", 1)], found.Facets[ImageFacet.Visibility]);
    }

    [Fact]
    public async Task Text_is_found_in_names_ids_and_tags_and_at_the_beginning_of_hashes()
    {
        var image = await CreateAsync(new ImageDraft { Name = "Ärger im HAUS", Tags = ["Straße"] });
        await CreateAsync(new ImageDraft { Name = "other" });
        await database.InScopeAsync((PortalDb db) => db.WriteAsync(
            token => db.Images.Where(row => row.Id == image).ExecuteUpdateAsync(
                row => row.SetProperty(it => it.Checksum, "c0ffee00c0ffee00c0ffee00c0ffee00").SetProperty(it => it.HashValue, "decaf" + new string('0', 123)), token),
            Cancellation));

        foreach (var text in new[] { "ärger", "HAUS", "straß", image.ToString()[4..20].ToUpperInvariant(), "C0FFEE", "decaf0" })
        {
            Assert.Equal([image], await IdsAsync(Own with { Text = text }));
        }

        foreach (var text in new[] { "ffee00", "%", "_", "haus\nstr", "ecaf00" })
        {
            Assert.Empty(await IdsAsync(Own with { Text = text }));
        }
    }

    [Fact]
    public async Task What_is_found_follows_every_change_of_the_image()
    {
        var id = await CreateAsync(new ImageDraft { Name = "first", Tags = ["old"], Properties = Distro("debian") });
        await ChangeAsync(id, new NameChange("second"), new TagRemoval("old"), new TagAddition("new"), new PropertyChange("os_distro", "fedora"));

        Assert.Empty(await IdsAsync(Own with { Text = "first" }));
        Assert.Empty(await IdsAsync(Own with { Text = "old" }));
        Assert.Empty(await IdsAsync(Own with { OsDistros = ["debian"] }));
        Assert.Equal([id], await IdsAsync(Own with { Text = "second" }));
        Assert.Equal([id], await IdsAsync(Own with { Text = "new" }));
        Assert.Equal([id], await IdsAsync(Own with { OsDistros = ["debian", "fedora"], Properties = [new("os_distro", "fedora")] }));

        await ChangeAsync(id, new PropertyRemoval("os_distro"), new TagsChange([]));
        var found = await SearchAsync(new ImageSearchRequest { Filter = Own, Facets = [ImageFacet.OsDistro, ImageFacet.Tag] });
        Assert.Equal([new FacetCount(null, 1)], found.Facets[ImageFacet.OsDistro]);
        Assert.Empty(found.Facets[ImageFacet.Tag]);
    }

    [Theory]
    [InlineData("a\u001fb", "a")]
    [InlineData("a\u001eab", "a\u001fb")]
    [InlineData("x%y", "x_y")]
    [InlineData("lts", "LTS")]
    [InlineData("\"quoted\"", "quoted")]
    public async Task A_tag_is_found_as_a_whole_whatever_it_is_made_of(string tag, string other)
    {
        var id = await CreateAsync(new ImageDraft { Tags = [tag, "more"] });
        await CreateAsync(new ImageDraft { Tags = [other + "x", "x" + other] });

        Assert.Equal([id], await IdsAsync(Own with { Tags = [tag, "more"] }));
        Assert.Empty(await IdsAsync(Own with { Tags = [other] }));
        var found = await SearchAsync(new ImageSearchRequest { Filter = Own with { Tags = ["more"] }, Facets = [ImageFacet.Tag] });
        Assert.Equal(new[] { "more", tag }.Order(StringComparer.Ordinal), found.Facets[ImageFacet.Tag].Select(count => count.Value));
    }

    [Fact]
    public async Task Long_values_of_properties_are_told_apart()
    {
        var common = new string('v', 5000);
        var id = await CreateAsync(new ImageDraft { Properties = new Dictionary<string, string> { ["long"] = common + "1" } });
        await CreateAsync(new ImageDraft { Properties = new Dictionary<string, string> { ["long"] = common + "2" } });

        Assert.Equal([id], await IdsAsync(Own with { Properties = [new("long", common + "1")] }));
    }

    [Theory]
    [InlineData(ImageSortKey.UpdatedAt)]
    [InlineData(ImageSortKey.CreatedAt)]
    [InlineData(ImageSortKey.Name)]
    [InlineData(ImageSortKey.Size)]
    [InlineData(ImageSortKey.Status)]
    [InlineData(ImageSortKey.DiskFormat)]
    [InlineData(ImageSortKey.ContainerFormat)]
    [InlineData(ImageSortKey.Id)]
    public async Task Pages_by_place_give_every_image_once_though_the_last_one_is_deleted_meanwhile(ImageSortKey key)
    {
        foreach (var name in new[] { "b", "a", null, "a", "c" })
        {
            await CreateAsync(new ImageDraft { Name = name, DiskFormat = name is "a" ? "raw" : null });
        }

        var sort = new ImageSort(key, Descending: true);
        var whole = await SearchAsync(new ImageSearchRequest { Filter = Own, Sort = sort });
        var paged = new List<Guid>();
        ImagePlace? place = null;
        do
        {
            var page = await SearchAsync(new ImageSearchRequest { Filter = Own, Sort = sort, Limit = 2, After = place });
            paged.AddRange(page.Images.Select(image => image.Id));
            place = page.Next;
            await database.InScopeAsync((ImageRecords records) => records.DeleteAsync(_alpha, paged[^1], Cancellation));
        }
        while (place is not null);

        Assert.Equal(whole.Images.Select(image => image.Id), paged);
    }

    [Fact]
    public async Task A_page_by_offset_says_whether_others_follow()
    {
        for (var i = 0; i < 3; i++)
        {
            await CreateAsync(new ImageDraft());
        }

        Assert.NotNull((await SearchAsync(new ImageSearchRequest { Filter = Own, Offset = 1, Limit = 1 })).Next);
        Assert.Null((await SearchAsync(new ImageSearchRequest { Filter = Own, Offset = 1, Limit = 2 })).Next);
        var beyond = await SearchAsync(new ImageSearchRequest { Filter = Own, Offset = 5 });
        Assert.Empty(beyond.Images);
        Assert.Equal(3, beyond.Total);
    }

    [Fact]
    public async Task A_place_of_another_order_is_refused()
    {
        var refusal = await Assert.ThrowsAsync<InvalidInputException>(() => SearchAsync(new ImageSearchRequest
        {
            Filter = Own, Sort = new ImageSort(ImageSortKey.Size, Descending: true), After = new ImagePlace(Guid.Empty, database.Time.GetUtcNow(), "name"),
        }));

        Assert.Equal("query.cursor_invalid", refusal.Code);
    }

    private static Dictionary<string, string> Distro(string value) => new() { ["os_distro"] = value };

    private async Task<Guid> CreateAsync(ImageDraft draft, Caller? caller = null)
    {
        database.Time.Advance(TimeSpan.FromMilliseconds(1));
        return (await database.InScopeAsync((ImageRecords records) => records.CreateAsync(caller ?? _alpha, draft, Cancellation))).Id;
    }

    private Task<Image> ChangeAsync(Guid id, params ImageChange[] changes) =>
        database.InScopeAsync((ImageRecords records) => records.UpdateAsync(_alpha, id, changes, Cancellation));

    private Task<ImageSearchResult> SearchAsync(ImageSearchRequest request, Caller? caller = null) =>
        database.InScopeAsync((ImageSearch search) => search.RunAsync(caller ?? _alpha, request, Cancellation));

    private Task<IReadOnlyList<Guid>> IdsAsync(ImageFilter filter) =>
        database.InScopeAsync((ImageSearch search) => search.IdsAsync(_alpha, filter, 100, Cancellation));
}
