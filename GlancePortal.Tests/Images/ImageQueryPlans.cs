using System.Text.RegularExpressions;
using GlancePortal.Domain.Access;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Images;
using GlancePortal.Tests.Support;
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

    [Theory]
    [InlineData(true, "SCAN i USING COVERING INDEX ix_images_search")]
    [InlineData(false, "SEARCH i USING COVERING INDEX ix_images_search_owner (owner_id=?)")]
    public async Task A_search_counts_in_one_walk_that_reads_no_rows_and_sorts_nothing(bool asAdmin, string walk)
    {
        var caller = asAdmin ? Callers.Admin() : Callers.Member();
        var filter = new ImageFilter { Text = "debian", Tags = ["lts"] };

        var plan = await PlanOfAsync(db => ImageCounting.Cells(
            db.Counted(ImageScope.Parts(db, caller, asAdmin, filter)[0].Matching(db, filter)), isForeignCommunity: false));

        Assert.Equal(walk, plan);
    }

    [Fact]
    public async Task Sets_of_tags_are_counted_in_a_walk_that_reads_no_rows()
    {
        var filter = new ImageFilter { Statuses = [ImageStatus.Active] };

        var plan = await PlanOfAsync(db => ImageCounting.TagSets(
            db, ImageScope.Parts(db, Callers.Admin(), isAdmin: true, filter)[0].Matching(db, filter)));

        Assert.Contains("SCAN i USING COVERING INDEX ix_images_search", plan, StringComparison.Ordinal);
        // Of what the walk has put together already.
        Assert.Single(Regex.Matches(plan, "USE TEMP B-TREE"));
    }

    private Task<string> PlanAsync(Caller caller, ImageListRequest request) => database.InScopeAsync(async (PortalDb db) =>
    {
        var page = await new ImageQueries(db, Rules.Permits()).PageAsync(caller, request, marker: null, Cancellation);
        return await db.PlanOfAsync(page.Select(image => new ImageKey(image.Id, image.Version)), Cancellation);
    });

    private Task<string> PlanOfAsync<T>(Func<PortalDb, IQueryable<T>> query) =>
        database.InScopeAsync((PortalDb db) => db.PlanOfAsync(query(db), Cancellation));
}
