using Bunit;
using GlancePortal.Components.Images;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Components.Images;

[Trait("Suite", "components")]
public sealed class RecycleBinMarkup : ComponentTests
{
    private static readonly DeletedImageRow Row = new(
        Guid.NewGuid(), "debian", 3_221_225_472, DateTimeOffset.UnixEpoch, "alice", DateTimeOffset.UnixEpoch.AddDays(7));

    [Fact]
    public void A_row_says_what_when_by_whom_and_until_when()
    {
        var table = Table(Row);

        Assert.Equal("debian", Words(table.Find("td.col-name").TextContent));
        Assert.Equal("Pending delete", Words(table.Find("td.col-status").TextContent));
        Assert.Equal("3 GiB", table.Find("td.col-size").TextContent);
        Assert.Equal("1970-01-01T00:00:00Z", table.Find("td.col-updated time").GetAttribute("datetime"));
        Assert.Equal("alice", table.Find("td.col-by").TextContent);
        Assert.Equal("8 Jan 1970 00:00:00 UTC", table.Find("td.col-until time").TextContent);
    }

    [Fact]
    public void Each_button_says_which_image_it_restores_and_restores_that()
    {
        DeletedImageRow? restored = null;
        var table = Render<DeletedImagesTable>(parameters => parameters
            .Add(x => x.Rows, [Row with { Id = Guid.NewGuid(), Name = "other" }, Row])
            .Add(x => x.MayRestore, true)
            .Add(x => x.OnRestore, row => restored = row));

        table.Find("button[aria-label='Restore debian']").Click();

        Assert.Equal(Row, restored);
    }

    [Fact]
    public void Who_may_only_look_finds_no_button()
    {
        Assert.Empty(Render<DeletedImagesTable>(parameters => parameters.Add(x => x.Rows, [Row])).FindAll("button"));
    }

    [Fact]
    public void A_running_restore_cannot_be_asked_for_twice()
    {
        var table = Render<DeletedImagesTable>(parameters => parameters.Add(x => x.Rows, [Row]).Add(x => x.MayRestore, true).Add(x => x.Busy, Row.Id));

        Assert.True(table.Find("button").HasAttribute("disabled"));
    }

    [Fact]
    public void An_image_without_a_name_or_a_known_deleter_is_still_told()
    {
        var table = Table(Row with { Name = null, DeletedBy = null, Size = null });

        Assert.Equal($"Unnamed ({Row.Id.ToString()[..8]}…)", Words(table.Find("td.col-name").TextContent));
        Assert.Equal(("the server", "–"), (table.Find("td.col-by").TextContent, table.Find("td.col-size").TextContent));
    }

    [Fact]
    public void The_table_speaks_chinese()
    {
        Speak("zh-CN");

        Assert.Equal("恢复 debian", Table(Row).Find("button").GetAttribute("aria-label"));
    }

    private IRenderedComponent<DeletedImagesTable> Table(DeletedImageRow row) =>
        Render<DeletedImagesTable>(parameters => parameters.Add(x => x.Rows, [row]).Add(x => x.MayRestore, true));
}
