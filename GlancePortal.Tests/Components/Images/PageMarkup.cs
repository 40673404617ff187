using Bunit;
using GlancePortal.Components.Images;
using GlancePortal.Components.Jobs;
using GlancePortal.Components.Shared;
using GlancePortal.Domain.Images;
using GlancePortal.Domain.Jobs;
using GlancePortal.Domain.Uploads;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Components.Images;

[Trait("Suite", "components")]
public sealed class PageMarkup : ComponentTests
{
    [Fact]
    public void A_refused_upload_says_why_and_what_comes_next()
    {
        var notice = Notice(image => image with { Status = ImageStatus.Queued, StatusReason = "content.format_mismatch" });

        Assert.Equal("alert", notice.Find(".notice").GetAttribute("role"));
        Assert.Contains("another format than declared", notice.Markup, StringComparison.Ordinal);
        Assert.Contains("upload again", notice.Markup, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "Eicar", "The scanner found Eicar", "An administrator decides")]
    [InlineData(false, null, null, "an administrator has decided about it")]
    [InlineData(null, null, null, "An administrator decides")]
    public void Malicious_data_is_not_said_to_be_thrown_away(bool? inQuarantine, string? signature, string? found, string next)
    {
        var notice = Notice(image => image with
        {
            Status = ImageStatus.Queued,
            StatusReason = "scan.infected",
            InQuarantine = inQuarantine,
            Signature = signature,
        });

        Assert.Contains(next, notice.Markup, StringComparison.Ordinal);
        Assert.Equal(found is not null, notice.Markup.Contains(found ?? "The scanner found", StringComparison.Ordinal));
        Assert.DoesNotContain("Nothing of it was kept", notice.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cause_that_nobody_has_words_for_is_not_shown_raw()
    {
        var notice = Notice(image => image with { Status = ImageStatus.Queued, StatusReason = "content.from_the_future" });

        Assert.DoesNotContain("from_the_future", notice.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_on_their_way_name_phase_sender_and_amount()
    {
        var notice = Notice(image => image with
        {
            Status = ImageStatus.Saving,
            Progress = new BytesOnTheWay("Verify", 512, 1024, "alice", DateTimeOffset.UnixEpoch),
        });

        var words = Words(notice.Find(".notice").TextContent);
        Assert.Contains("Received. Verifying checksums", words, StringComparison.Ordinal);
        Assert.Contains("512 B of 1 KiB received · from alice", words, StringComparison.Ordinal);
        Assert.Equal("50", notice.Find("progress").GetAttribute("value"));
    }

    [Fact]
    public void Checksums_are_whole_and_can_be_copied()
    {
        var image = Samples.Image(image => image with { Size = 1, Checksum = "abc", HashAlgorithm = "sha512", HashValue = new string('f', 128), Stores = ["local"] });
        var markup = Render<ImageIntegrity>(parameters => parameters.Add(x => x.Image, image));

        Assert.Equal(["abc", image.HashValue!], markup.FindAll("[data-copy]").Select(button => button.GetAttribute("data-copy")));
        Assert.Equal(["Copy the md5", "Copy the sha512"], markup.FindAll("button").Select(button => button.GetAttribute("aria-label")));
    }

    [Fact]
    public void A_failed_job_says_why_in_the_readers_language_and_can_be_tried_again()
    {
        Speak("zh-CN");
        Guid? retried = null;
        var job = Samples.Job(
            JobState.Failed, "store.full", new JobPhaseView("Send", JobState.Succeeded, 10, 10, null, null), new("Store", JobState.Failed, 4, 10, null, null));
        var card = Render<JobCard>(parameters => parameters
            .Add(x => x.Job, job).Add(x => x.MayChange, true).Add(x => x.OnRetry, id => retried = id));

        Assert.Contains("存储后端空间不足", card.Find(".cause").TextContent, StringComparison.Ordinal);
        Assert.Equal(2, card.FindAll("ol.phases > li").Count);
        card.Find("button").Click();
        Assert.Equal(job.Id, retried);
    }

    [Theory]
    [InlineData(JobState.Running, false, "Running")]
    [InlineData(JobState.Running, true, "Waiting")]
    [InlineData(JobState.Waiting, false, "Waiting")]
    public void A_job_is_running_while_the_bytes_of_its_first_phase_arrive(JobState send, bool waitsForSender, string expected)
    {
        var job = Samples.Job(JobState.Waiting, null, new JobPhaseView("Send", send, 4, 10, null, null), new("Store", JobState.Waiting, 0, null, null, null));

        Assert.Equal(expected, Render<JobCard>(parameters => parameters.Add(x => x.Job, job).Add(x => x.WaitsForSender, waitsForSender))
            .Find("header .status").TextContent);
    }

    [Theory]
    [InlineData("content.unsafe")]
    [InlineData("upload.digest_mismatch")]
    [InlineData("scan.infected")]
    public void What_is_wrong_with_the_content_is_not_tried_again(string cause) =>
        Assert.Empty(Render<JobCard>(parameters => parameters.Add(x => x.Job, Samples.Job(JobState.Failed, cause)).Add(x => x.MayChange, true)).FindAll("button"));

    [Fact]
    public void The_timeline_says_who_did_what_and_leaves_bookkeeping_out()
    {
        TimelineEntry[] entries =
        [
            new(DateTimeOffset.UnixEpoch, "image.update", "alice", null, "name, tags", "req-1"),
            new(DateTimeOffset.UnixEpoch, "job.queue", "alice", null, null, "req-1"),
            new(DateTimeOffset.UnixEpoch, "image.upload_fail", null, "store.full", null, null),
        ];
        var lines = Render<ImageTimeline>(parameters => parameters.Add(x => x.Entries, entries)).FindAll("li");

        Assert.Equal(2, lines.Count);
        Assert.Contains("Changed", lines[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("alice", lines[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("no room", lines[1].TextContent, StringComparison.Ordinal);
        Assert.Contains("the server", lines[1].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_running_job_can_be_cancelled_by_who_may_change_the_image()
    {
        var job = Samples.Job(JobState.Running, null, new JobPhaseView("Verify", JobState.Running, 4, 10, null, null));

        Assert.Single(Render<JobCard>(parameters => parameters.Add(x => x.Job, job).Add(x => x.MayChange, true)).FindAll("button"));
        Assert.Empty(Render<JobCard>(parameters => parameters.Add(x => x.Job, job)).FindAll("button"));
    }

    [Fact]
    public void Commands_are_ready_for_the_shell_whatever_the_name()
    {
        var image = Samples.Image(image => image with { Name = "it's $(rm) a/b" });
        var commands = Render<ImageUse>(parameters => parameters.Add(x => x.Image, image)).FindAll("pre").Select(pre => pre.TextContent);

        Assert.Contains($"openstack image save --file 'it'\\''s $(rm) a_b.qcow2' {image.Id}", commands);
    }

    [Fact]
    public void Without_data_there_is_nothing_to_save_or_start()
    {
        var image = Samples.Image(image => image with { Status = ImageStatus.Queued, Viewer = Samples.Reader, Rights = ImageRights.None });

        Assert.Equal(["openstack image show " + image.Id], Render<ImageUse>(parameters => parameters.Add(x => x.Image, image)).FindAll("pre").Select(pre => pre.TextContent));
    }

    [Fact]
    public void The_form_shows_its_command()
    {
        ImageChange[] changes =
            [new NameChange("a b"), new TagsChange(["new"]), new PropertyChange("k", "v w"), new PropertyRemoval("old"), new ProtectedChange(true)];
        var markup = Render<EditCommand>(parameters => parameters.Add(x => x.Image, Samples.Image()).Add(x => x.Changes, changes));

        Assert.Equal(
            "openstack image unset --tag prod --property old 11111111-2222-3333-4444-555555555555\n"
            + "openstack image set --name 'a b' --tag new --property 'k=v w' --protected 11111111-2222-3333-4444-555555555555",
            markup.Find("pre").TextContent);
    }

    [Fact]
    public void Deleting_for_good_wants_the_name()
    {
        var dialog = Render<DeleteImageDialog>(parameters => parameters.Add(x => x.Name, "debian").Add(x => x.ForGood, true));

        dialog.Find("form").Submit();
        Assert.Equal("This is not the image's name.", dialog.Find(".field-error").TextContent);

        dialog.Find("input").Input("debian");
        dialog.Find("form").Submit();
        Assert.Empty(dialog.FindAll(".field-error"));
    }

    [Fact]
    public void A_refusal_says_cause_and_next_step_and_carries_its_request()
    {
        var notice = Render<RefusalNotice>(parameters => parameters.Add(x => x.Refusal, new Refusal("image.protected", "Detail.", "req-1")));

        Assert.Contains("protected from deletion", notice.Find("strong").TextContent, StringComparison.Ordinal);
        Assert.Contains("take the protection away first", notice.Markup, StringComparison.Ordinal);
        Assert.Contains("req-1", notice.Find("details").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_refusal_still_leads_somewhere()
    {
        var notice = Render<RefusalNotice>(parameters => parameters.Add(x => x.Refusal, new Refusal("a.b", "", "req-2")));

        Assert.Contains("request ID", notice.Markup, StringComparison.Ordinal);
    }

    private IRenderedComponent<ImageStatusNotice> Notice(Func<ImageDetails, ImageDetails> change) =>
        Render<ImageStatusNotice>(parameters => parameters.Add(x => x.Image, Samples.Image(change)).Add(x => x.Project, "p1"));
}
