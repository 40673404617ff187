using Bunit;
using GlancePortal.Components.Scanning;
using GlancePortal.Domain.Images;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Components.Scanning;

/// <summary>What rows and questions of the quarantine say.</summary>
[Trait("Suite", "components")]
public sealed class QuarantineMarkup : ComponentTests
{
    private static readonly QuarantineRow Row = new(Guid.NewGuid(), 2048, DateTimeOffset.UnixEpoch)
    {
        ImageId = Guid.Parse("11111111-2222-3333-4444-555555555555"),
        ImageName = "debian",
        ImageStatus = ImageStatus.Queued,
        ProjectId = "p1",
        ProjectName = "alpha",
        By = "alice",
        FileName = "disk.qcow2",
        Signature = "Eicar-Test-Signature",
        Engine = "ClamAV 1.4",
        Method = "web-download",
        Source = "https://mirror.example/disk.qcow2",
        JobId = Guid.Parse("22222222-2222-3333-4444-555555555555"),
    };

    [Fact]
    public void A_row_says_what_was_found_in_what_of_whom_and_how_it_came()
    {
        var table = Table(Row);

        Assert.Equal("debiandisk.qcow2Job", Words(table.Find("td.col-name").TextContent));
        Assert.Equal("/p/p1/images/11111111-2222-3333-4444-555555555555", table.Find("td.col-name a").GetAttribute("href"));
        Assert.Equal("/admin/jobs/22222222-2222-3333-4444-555555555555", table.Find("a[aria-label='Job of debian']").GetAttribute("href"));
        Assert.Equal("Eicar-Test-Signatureby ClamAV 1.4", Words(table.Find("td.col-found").TextContent));
        Assert.Equal("2 KiB", table.Find("td.col-size").TextContent);
        Assert.Equal("alpha", table.Find("td.col-project").TextContent);
        Assert.Equal("aliceWeb addresshttps://mirror.example/disk.qcow2", Words(table.Find("td.col-sender").TextContent));
        Assert.Equal("1970-01-01T00:00:00Z", table.Find("td.col-when time").GetAttribute("datetime"));
    }

    [Fact]
    public void Each_button_says_what_it_decides_about_and_decides_that()
    {
        var decided = new List<(string, QuarantineRow)>();
        var table = Render<QuarantineTable>(parameters => parameters
            .Add(x => x.Rows, [Row with { Id = Guid.NewGuid(), ImageName = "other" }, Row])
            .Add(x => x.OnRelease, row => decided.Add(("release", row)))
            .Add(x => x.OnDiscard, row => decided.Add(("discard", row))));

        table.Find("button[aria-label='Release the data for debian']").Click();
        table.Find("button[aria-label='Discard the data for debian']").Click();

        Assert.Equal([("release", Row), ("discard", Row)], decided);
    }

    [Theory]
    [InlineData(null, "The image of this content is gone")]
    [InlineData(ImageStatus.Active, "The image has other data by now")]
    public void What_cannot_be_released_says_why_and_can_only_be_discarded(ImageStatus? status, string why)
    {
        var table = Table(Row with { ImageStatus = status });

        Assert.Equal($"{why}Discard", Words(table.Find("td.col-decide").TextContent));
    }

    [Fact]
    public void Content_whose_image_is_gone_leads_to_none()
    {
        var table = Table(Row with { ImageStatus = null, ImageName = null });

        Assert.Equal("disk.qcow2Job", Words(table.Find("td.col-name").TextContent));
        Assert.Equal(["Job"], table.FindAll("td.col-name a").Select(link => link.TextContent));
    }

    [Fact]
    public void What_nobody_knows_is_told_all_the_same()
    {
        var table = Table(new QuarantineRow(Guid.NewGuid(), 1, DateTimeOffset.UnixEpoch));

        Assert.Equal("an image that is gone", Words(table.Find("td.col-name").TextContent));
        Assert.Equal("Malicious content was found", Words(table.Find("td.col-found").TextContent));
        Assert.Equal(("–", "–"), (Words(table.Find("td.col-project").TextContent), Words(table.Find("td.col-sender").TextContent)));
    }

    [Fact]
    public void What_is_being_decided_cannot_be_decided_twice()
    {
        var table = Render<QuarantineTable>(parameters => parameters.Add(x => x.Rows, [Row]).Add(x => x.Busy, Row.Id));

        Assert.All(table.FindAll("button"), button => Assert.True(button.HasAttribute("disabled")));
    }

    [Fact]
    public void The_question_before_a_release_names_the_finding_and_the_risk()
    {
        var dialog = Dialog(release: true);

        Assert.Contains("The scanner found Eicar-Test-Signature in the data for debian of project alpha.", dialog.TextContent, StringComparison.Ordinal);
        Assert.Contains("without another scan: every server that is started from the image may run malicious code", dialog.TextContent, StringComparison.Ordinal);
        Assert.Equal(["Keep in quarantine", "Release without a scan"], dialog.QuerySelectorAll("button").Select(button => button.TextContent));
    }

    [Fact]
    public void The_question_before_discarding_says_that_nobody_can_bring_it_back()
    {
        var dialog = Dialog(release: false);

        Assert.Contains("nobody can bring it back", dialog.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("malicious code", dialog.TextContent, StringComparison.Ordinal);
        Assert.Equal(["Keep in quarantine", "Discard for good"], dialog.QuerySelectorAll("button").Select(button => button.TextContent));
    }

    [Fact]
    public void Rows_and_questions_speak_chinese()
    {
        Speak("zh-CN");

        Assert.Equal(["放行 debian 的数据", "丢弃 debian 的数据"], Table(Row).FindAll("button").Select(button => button.GetAttribute("aria-label")));
        Assert.Contains("可能运行恶意代码", Dialog(release: true).TextContent, StringComparison.Ordinal);
    }

    private IRenderedComponent<QuarantineTable> Table(QuarantineRow row) => Render<QuarantineTable>(parameters => parameters.Add(x => x.Rows, [row]));

    private AngleSharp.Dom.IElement Dialog(bool release) =>
        Render<QuarantineDialog>(parameters => parameters.Add(x => x.Row, Row).Add(x => x.Release, release)).Find("form");
}
