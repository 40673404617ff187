using System.Data.Common;
using System.Text.RegularExpressions;
using GlancePortal.Domain.Access;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Images;
using GlancePortal.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace GlancePortal.Tests.Images;

/// <summary>Lists must not become slower with the number of images: each part of a list walks an index in the asked order.</summary>
[Trait("Suite", "data")]
public sealed class ImageQueryPlans(SqliteDatabase database) : IClassFixture<SqliteDatabase>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_project_s_page_walks_its_own_the_public_and_the_shared_images_each_by_an_index()
    {
        var plan = await PlanAsync(Callers.Member(), new ImageListRequest { Limit = 100 });

        Assert.Contains("USING INDEX ix_images_owner_id_created_at_id (owner_id=?)", plan, StringComparison.Ordinal);
        Assert.Contains("USING INDEX ix_images_visibility_created_at_id (visibility=?)", plan, StringComparison.Ordinal);
        Assert.Contains("USING INDEX ix_image_members_member_id_status (member_id=? AND status=?)", plan, StringComparison.Ordinal);
        Assert.Contains("USING INDEX sqlite_autoindex_images_1 (id=?)", plan, StringComparison.Ordinal);
        // Orders the shared ones, and the three parts where they meet.
        Assert.Equal(2, Regex.Count(plan, "USE TEMP B-TREE FOR ORDER BY"));
    }

    [Fact]
    public async Task An_administrator_s_page_walks_the_living_images_in_order()
    {
        var plan = await PlanAsync(Callers.Admin(), new ImageListRequest { Limit = 100 });

        Assert.EndsWith("USING INDEX ix_images_created_at_id", plan, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_from_the_middle_starts_there()
    {
        var plan = await PlanAsync(Callers.Admin(), new ImageListRequest { Limit = 100 }, new Image { CreatedAt = database.Time.GetUtcNow() });

        Assert.EndsWith("USING INDEX ix_images_created_at_id (created_at<?)", plan, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_image_is_found_by_its_name_without_a_walk()
    {
        var request = new ImageListRequest { Limit = 100, Filter = new ImageFilter { Names = ["debian"] } };

        Assert.Contains("USING INDEX ix_images_name (name=?)", await PlanAsync(Callers.Admin(), request), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_property_is_found_by_name_and_value_without_a_walk()
    {
        var request = new ImageListRequest { Limit = 100, Filter = new ImageFilter { Properties = [new("os_distro", "debian")] } };

        Assert.Contains(
            "USING INDEX ix_image_properties_name_value_start_image_id (name=? AND value_start=?)", await PlanAsync(Callers.Admin(), request), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_of_active_images_is_walked_in_its_order_and_not_sorted()
    {
        var request = new ImageListRequest { Limit = 100, Filter = new ImageFilter { Statuses = [ImageStatus.Active] } };

        Assert.EndsWith("USING INDEX ix_images_created_at_id", await PlanAsync(Callers.Admin(), request), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "SCAN i USING COVERING INDEX ix_images_search")]
    [InlineData(false, "SEARCH i USING COVERING INDEX ix_images_search_owner (owner_id=?)")]
    public async Task A_search_counts_in_one_walk_that_reads_no_rows_and_sorts_nothing(bool asAdmin, string walk)
    {
        var caller = asAdmin ? Callers.Admin() : Callers.Member();
        var filter = new ImageFilter { Text = "debian", Tags = ["lts"] };

        var plan = await PlanOfAsync(db => ImageCounting.Cells(ImageScope.Parts(db, caller, asAdmin, filter)[0].Matching(db, filter), isForeignCommunity: false));

        Assert.Equal(walk, plan);
    }

    [Fact]
    public async Task Sets_of_tags_are_counted_in_a_walk_that_reads_no_rows()
    {
        var filter = new ImageFilter { Statuses = [ImageStatus.Active] };

        var plan = await PlanOfAsync(db => ImageCounting.TagSets(ImageScope.Parts(db, Callers.Admin(), isAdmin: true, filter)[0].Matching(db, filter)));

        Assert.Contains("SCAN i USING COVERING INDEX ix_images_search", plan, StringComparison.Ordinal);
        // Of what the walk has put together already.
        Assert.Single(Regex.Matches(plan, "USE TEMP B-TREE"));
    }

    [Theory]
    [InlineData(ImageSortKey.UpdatedAt)]
    [InlineData(ImageSortKey.Name)]
    [InlineData(ImageSortKey.Size)]
    public async Task A_page_of_a_search_is_sorted_without_reading_rows(ImageSortKey key)
    {
        var request = new ImageSearchRequest { Sort = new ImageSort(key, Descending: true), Filter = new ImageFilter { Text = "debian" } };

        var plan = await PlanOfAsync(db => new ImageSearch(db, Rules.Permits(), new ImageQueries(db, Rules.Permits())).Page(Callers.Admin(), request));

        Assert.Contains("USING COVERING INDEX ix_images_search", plan, StringComparison.Ordinal);
    }

    private Task<string> PlanAsync(Caller caller, ImageListRequest request, Image? marker = null) =>
        PlanOfAsync(db => new ImageQueries(db, Rules.Permits()).Keys(caller, request, marker));

    private async Task<string> PlanOfAsync<T>(Func<PortalDb, IQueryable<T>> query)
    {
        return await database.InScopeAsync(async (PortalDb db) =>
        {
            await using var command = query(db).CreateDbCommand();
            await db.Database.OpenConnectionAsync(Cancellation);
#pragma warning disable CA2100 // the text is the framework's
            command.CommandText = "EXPLAIN QUERY PLAN " + command.CommandText;
#pragma warning restore CA2100
            var lines = new List<string>();
            await using DbDataReader reader = await command.ExecuteReaderAsync(Cancellation);
            while (await reader.ReadAsync(Cancellation))
            {
                lines.Add(reader.GetString(3));
            }

            return string.Join('\n', lines);
        });
    }
}
