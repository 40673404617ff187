using System.Text.RegularExpressions;
using GlancePortal.Domain.Access;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Images;
using GlancePortal.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace GlancePortal.Tests.Images;

[Trait("Suite", "data")]
public sealed class ImageListPlansOnSqlite(ImageCrowd<SqliteDatabase> crowd)
    : ImageListPlans(crowd.Database, crowd.Member), IClassFixture<ImageCrowd<SqliteDatabase>>
{
    protected override string Unsorted(string index) => $"USING INDEX {index}";

    protected override void RequireNoSort(string plan) =>
        Assert.False(plan.Contains("USE TEMP B-TREE FOR ORDER BY", StringComparison.Ordinal), plan);

    protected override void RequireScan(string plan) => Assert.Contains("USING COVERING INDEX ix_images_search_owner (owner_id=?", plan, StringComparison.Ordinal);

    protected override void RequireLookup(string plan, string index)
    {
        Assert.Matches($"USING (COVERING )?INDEX {index} ", plan);
        Assert.DoesNotContain("SCAN i ", plan, StringComparison.Ordinal);
    }
}

[Trait("Suite", "data")]
public sealed class ImageListPlansOnPostgres(ImageCrowd<PostgresDatabase> crowd)
    : ImageListPlans(crowd.Database, crowd.Member), IClassFixture<ImageCrowd<PostgresDatabase>>
{
    protected override string Unsorted(string index) => $"using {index} ";

    protected override void RequireNoSort(string plan) =>
        Assert.False(Regex.IsMatch(plan, @"->\s+Sort\b|Seq Scan on images"), plan);

    // What is left is sorted; no index is walked in the order of the list.
    protected override void RequireScan(string plan) => Assert.Matches(@"->\s+Sort\b", plan);

    protected override void RequireLookup(string plan, string index)
    {
        Assert.Matches($"(using|on) {index}\\b", plan);
        Assert.DoesNotContain("Seq Scan", plan, StringComparison.Ordinal);
    }
}

/// <summary>Among many images no list is made by looking at all of them: a condition with few images is answered by its index, any other list walks
/// an index in the asked order until its page is full.</summary>
public abstract class ImageListPlans(TestDatabase database, Caller member)
{
    private readonly Caller _admin = Callers.Admin();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<ImageSortKey, bool, string> Orders() => new()
    {
        { ImageSortKey.CreatedAt, true, "ix_images_created_at_id" },
        { ImageSortKey.CreatedAt, false, "ix_images_created_at_id" },
        { ImageSortKey.UpdatedAt, true, "ix_images_updated_at_down" },
        { ImageSortKey.UpdatedAt, false, "ix_images_updated_at_up" },
        { ImageSortKey.Name, true, "ix_images_name_order_down" },
        { ImageSortKey.Name, false, "ix_images_name_order_up" },
        { ImageSortKey.Size, true, "ix_images_size_order_down" },
        { ImageSortKey.Size, false, "ix_images_size_order_up" },
        { ImageSortKey.Status, true, "ix_images_status_order_down" },
        { ImageSortKey.Status, false, "ix_images_status_order_up" },
        { ImageSortKey.DiskFormat, true, "ix_images_disk_format_order_down" },
        { ImageSortKey.DiskFormat, false, "ix_images_disk_format_order_up" },
        { ImageSortKey.ContainerFormat, true, "ix_images_container_format_order_down" },
        { ImageSortKey.ContainerFormat, false, "ix_images_container_format_order_up" },
    };

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task A_page_walks_an_index_in_the_asked_order(ImageSortKey key, bool descending, string index)
    {
        var request = new ImageListRequest { Limit = 25, Sort = [new ImageSort(key, descending)], DescendingByDefault = true };

        var plan = await PlanAsync(_admin, request);

        RequireNoSort(plan);
        Assert.Contains(Unsorted(index), plan, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task So_does_amember_s(ImageSortKey key, bool descending, string index)
    {
        var request = new ImageListRequest { Limit = 25, Sort = [new ImageSort(key, descending)], DescendingByDefault = true };

        var plan = await PlanAsync(member, request);

        // In order of creation what one owns and what is public have an index each.
        Assert.Contains(Unsorted(key == ImageSortKey.CreatedAt ? "ix_images_owner_id_created_at_id" : index), plan, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task A_page_after_a_deep_marker_begins_there(ImageSortKey key, bool descending, string index)
    {
        var request = new ImageListRequest { Limit = 25, Sort = [new ImageSort(key, descending)], DescendingByDefault = true };
        var marker = await database.InScopeAsync((PortalDb db) =>
            db.Images.AsNoTracking().OrderBy(image => image.CreatedAt).Skip(ImageCrowd<SqliteDatabase>.Images / 2).FirstAsync(Cancellation));

        var plan = await PlanAsync(_admin, request, marker);

        Assert.Matches($"(?i)using index(es)? (scan using )?{index}|using {index}", plan);
        Assert.DoesNotMatch($"SCAN i USING INDEX {index}$", plan);
    }

    [Fact]
    public async Task The_page_after_an_id_begins_at_the_id()
    {
        var request = new ImageListRequest { Limit = 25, Sort = [new ImageSort(ImageSortKey.Id, Descending: false)] };

        RequireNoSort(await PlanAsync(_admin, request));
        RequireNoSort(await PlanAsync(_admin, request, new Image { Id = Guid.NewGuid() }));
    }

    [Fact]
    public async Task A_frequent_property_or_tag_is_looked_for_on_the_way()
    {
        foreach (var filter in new[] { new ImageFilter { Tags = ["lts"] }, new ImageFilter { Properties = [new("os_distro", "debian")] } })
        {
            // So few, because PostgreSQL believes that hardly any image has the property.
            var plan = await PlanAsync(_admin, new ImageListRequest { Limit = 3, Filter = filter });

            RequireNoSort(plan);
            Assert.Contains(Unsorted("ix_images_created_at_id"), plan, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Frequent_statuses_and_formats_are_looked_for_on_the_way()
    {
        var filter = new ImageFilter { Statuses = [ImageStatus.Active, ImageStatus.Queued], DiskFormats = ["raw", "iso"], ContainerFormats = ["bare"] };

        var plan = await PlanAsync(_admin, new ImageListRequest { Limit = 25, Filter = filter });

        RequireNoSort(plan);
        Assert.Contains(Unsorted("ix_images_created_at_id"), plan, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Conditions_that_leave_few_only_together_are_looked_at_once_and_sorted()
    {
        var filter = new ImageFilter { Tags = ["lts"], DiskFormats = ["raw"], Bounds = [new(ImageMeasure.Size, BoundComparison.AtMost, 20)] };

        var plan = await PlanAsync(member, new ImageListRequest { Limit = 25, Filter = filter });

        RequireScan(plan);
    }

    private static readonly Dictionary<string, (ImageFilter Filter, string Index)> Rare = new()
    {
        ["property"] = (new ImageFilter { Properties = [new("number", "7")] }, "ix_image_properties_name_value_start_image_id"),
        ["tag"] = (new ImageFilter { Tags = ["golden"] }, "ix_image_tags_value"),
        ["name"] = (new ImageFilter { Names = ["image 1", "image 2"] }, "ix_images_name"),
        ["checksum"] = (new ImageFilter { Checksum = "0" }, "ix_images_checksum"),
        ["hash"] = (new ImageFilter { HashValue = "0" }, "ix_images_hash_value"),
        ["status"] = (new ImageFilter { Statuses = [ImageStatus.Deactivated] }, "ix_images_status"),
        ["format"] = (new ImageFilter { DiskFormats = ["iso", "aki"] }, "ix_images_disk_format_order_(up|down)"),
        ["owner"] = (new ImageFilter { OwnerId = "nobody" }, "ix_images_(search_owner|owner_id_created_at_id)"),
    };

    public static TheoryData<string> RareOnes() => [.. Rare.Keys];

    [Theory]
    [MemberData(nameof(RareOnes))]
    public async Task A_condition_that_leaves_few_is_answered_by_its_index(string condition)
    {
        var (filter, index) = Rare[condition];
        foreach (var caller in new[] { _admin, member })
        {
            RequireLookup(await PlanAsync(caller, new ImageListRequest { Limit = 25, Filter = filter }), index);
        }
    }

    /// <summary>What the plan says where an index yields the images in order.</summary>
    protected abstract string Unsorted(string index);

    protected abstract void RequireNoSort(string plan);

    protected abstract void RequireScan(string plan);

    protected abstract void RequireLookup(string plan, string index);

    private Task<string> PlanAsync(Caller caller, ImageListRequest request, Image? marker = null) => database.InScopeAsync(async (PortalDb db) =>
    {
        var page = await new ImageQueries(db, Rules.Permits()).PageAsync(caller, request, marker, Cancellation);
        return await db.PlanOfAsync(page.Select(image => new ImageKey(image.Id, image.Version)), Cancellation);
    });
}
