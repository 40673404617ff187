using Bunit;
using GlancePortal.Components.Images;
using GlancePortal.Domain.Images;
using GlancePortal.Domain.Uploads;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Components.Images;

[Trait("Suite", "components")]
public sealed class ListMarkup : ComponentTests
{
    private static readonly Func<ImagesPageState, string> Here = state => "/p/alpha/images" + state.ToQuery();

    [Fact]
    public void Columns_are_sorted_by_links_and_say_how()
    {
        var table = Table(new ImagesPageState().SortBy(ImageSortKey.Name), []);

        var sorted = table.Find("th[aria-sort]");
        Assert.Equal("ascending", sorted.GetAttribute("aria-sort"));
        Assert.Equal("/p/alpha/images?sort=-name", sorted.QuerySelector("a")!.GetAttribute("href"));
        Assert.Equal("/p/alpha/images?sort=-size", table.Find("th.col-size a").GetAttribute("href"));
    }

    [Fact]
    public void While_rows_are_loaded_their_places_are_kept_and_it_is_said()
    {
        var table = Table(new ImagesPageState(), null);

        Assert.Equal(3, table.FindAll("tbody tr[aria-hidden]").Count);
        Assert.Equal("Loading images…", table.Find("[role=status]").TextContent);
    }

    [Fact]
    public void The_whole_name_is_a_link_and_the_rest_is_in_a_menu()
    {
        var row = Samples.Row();
        var markup = Row(row, Samples.Member);

        Assert.Equal($"/p/alpha/images/{row.Id}", markup.Find("td.col-name a").GetAttribute("href"));
        Assert.Equal("3 GiB", markup.Find("td.col-size").TextContent);
        Assert.Equal("Actions for debian", markup.Find("summary").GetAttribute("aria-label"));
        Assert.Equal(["Open", "Download", "Copy the ID", "Edit", "Delete"], markup.FindAll(".menu-item").Select(item => Words(item.TextContent)));
        Assert.Equal($"/api/v1/images/{row.Id}/file?project_id=p1", markup.Find("a[download]").GetAttribute("href"));
    }

    [Fact]
    public void Who_may_only_look_finds_nothing_that_changes()
    {
        var markup = Row(Samples.Row(row => row with { Rights = ImageRights.None }), Samples.Reader);

        Assert.Equal(["Open", "Copy the ID"], markup.FindAll(".menu-item").Select(item => Words(item.TextContent)));
    }

    [Fact]
    public void What_may_be_done_with_an_image_is_offered_one_by_one()
    {
        var open = Row(Samples.Row(row => row with { Rights = ImageRights.None with { Download = true } }), Samples.Member);
        var kept = Row(Samples.Row(row => row with { Rights = Samples.Own with { Delete = false } }), Samples.Member);

        Assert.Equal(["Open", "Download", "Copy the ID"], open.FindAll(".menu-item").Select(item => Words(item.TextContent)));
        Assert.Equal(["Open", "Download", "Copy the ID", "Edit"], kept.FindAll(".menu-item").Select(item => Words(item.TextContent)));
    }

    [Fact]
    public void A_protected_image_says_why_it_cannot_be_deleted()
    {
        var item = Row(Samples.Row(row => row with { Protected = true }), Samples.Member).Find("[aria-disabled]");

        Assert.Equal("0", item.GetAttribute("tabindex"));
        Assert.Contains("take the protection away first", item.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_deleted_row_stays_in_place_and_leads_nowhere()
    {
        var markup = Render<ImageTableRow>(row => row.Add(x => x.Row, Samples.Row()).Add(x => x.Gone, true).Add(x => x.Viewer, Samples.Member));

        Assert.Contains("Deleted", markup.Find("td.col-status").TextContent, StringComparison.Ordinal);
        Assert.Empty(markup.FindAll("a"));
    }

    [Fact]
    public void An_image_without_a_name_is_called_by_its_id()
    {
        var row = Samples.Row(row => row with { Name = null });

        Assert.Equal($"Unnamed ({row.Id.ToString()[..8]}…)", Row(row, Samples.Member).Find("td.col-name a").TextContent);
    }

    [Fact]
    public void Deleting_tells_which_row()
    {
        ImageRow? deleted = null;
        var row = Samples.Row();
        var markup = Render<ImageTableRow>(parameters => parameters
            .Add(x => x.Row, row).Add(x => x.Viewer, Samples.Member).Add(x => x.OnDelete, chosen => deleted = chosen));

        markup.Find("button.danger").Click();

        Assert.Same(row, deleted);
    }

    [Fact]
    public void Running_uploads_show_their_bytes_in_the_status()
    {
        var cell = Render<StatusCell>(parameters => parameters.Add(x => x.Row, Samples.Row(row => row with
        {
            Status = ImageStatus.Queued,
            Progress = new BytesOnTheWay("Send", 1_073_741_824, 2_147_483_648, "alice", DateTimeOffset.UnixEpoch),
        })));

        Assert.Equal("Send1 GiB / 2 GiB", Words(cell.Find(".status").TextContent));
        Assert.Equal("50", cell.Find("progress").GetAttribute("value"));
    }

    [Fact]
    public void An_upload_that_nobody_sends_reads_as_waiting()
    {
        var progress = new BytesOnTheWay("Send", 1_073_741_824, 2_147_483_648, "alice", DateTimeOffset.UnixEpoch) { WaitsForSender = true };

        var cell = Render<StatusCell>(parameters => parameters.Add(x => x.Row, Samples.Row(row => row with { Status = ImageStatus.Queued, Progress = progress })));

        Assert.Equal("Waiting for its sender, alice1 GiB / 2 GiB", Words(cell.Find(".status.warning").TextContent));
        Assert.Equal("Waiting for its sender, alice", cell.Find("progress").GetAttribute("aria-label"));
    }

    [Fact]
    public void A_refused_upload_is_more_than_queued()
    {
        var cell = Render<StatusCell>(parameters => parameters.Add(x => x.Row, Samples.Row(row => row with { Status = ImageStatus.Queued, Refused = true })));

        Assert.Equal("Upload refused", Words(cell.Find(".status.warning").TextContent));
        Assert.NotNull(cell.Find("svg"));
    }

    [Theory]
    [InlineData("?page=2", 51, "26–50 of 51", "Page 2 of 3", true, true)]
    [InlineData("", 51, "1–25 of 51", "Page 1 of 3", false, true)]
    [InlineData("", 3, "1–3 of 3", null, false, false)]
    public void The_pager_says_where_one_is(string address, int total, string range, string? page, bool previous, bool next)
    {
        var state = new ImagesPageState { Page = address.Length > 0 ? 2 : 1 };
        var pager = Render<ImagesPager>(parameters => parameters.Add(x => x.State, state).Add(x => x.Here, Here).Add(x => x.Total, total));

        Assert.Equal(range, pager.Find(".muted").TextContent);
        Assert.Equal((previous, next), (pager.FindAll("[rel=prev]").Count == 1, pager.FindAll("[rel=next]").Count == 1));
        Assert.Contains(page ?? range, pager.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Chips_are_links_that_say_whether_they_are_on()
    {
        var toolbar = Render<ImagesToolbar>(parameters => parameters
            .Add(x => x.State, new ImagesPageState().Toggle(ImageStatus.Active)).Add(x => x.Here, Here));

        var on = toolbar.Find("a.chip[aria-current=true]");
        Assert.Equal(("Active", "/p/alpha/images"), (Words(on.TextContent), on.GetAttribute("href")));
        Assert.Equal("/p/alpha/images?status=active,queued", toolbar.FindAll("a.chip")[1].GetAttribute("href"));
        Assert.Equal("/p/alpha/images", toolbar.FindAll("a.button").Single().GetAttribute("href"));
    }

    [Fact]
    public void Chinese_rows_are_chinese()
    {
        Speak("zh-CN");
        var row = Row(Samples.Row(), Samples.Member);

        Assert.Contains("可用", row.Find("td.col-status").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("运行中", row.Markup, StringComparison.Ordinal);
    }

    private IRenderedComponent<ImagesTable> Table(ImagesPageState state, IReadOnlyList<ImageRow>? rows) => Render<ImagesTable>(parameters =>
        parameters.Add(x => x.State, state).Add(x => x.Here, Here).Add(x => x.Rows, rows).Add(x => x.SkeletonRows, 3));

    private IRenderedComponent<ImageTableRow> Row(ImageRow row, Viewer viewer) => Render<ImageTableRow>(parameters =>
        parameters.Add(x => x.Row, row).Add(x => x.Viewer, viewer).Add(x => x.Address, "/p/alpha/images"));
}
