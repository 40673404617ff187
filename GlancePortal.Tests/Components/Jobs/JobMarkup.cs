using Bunit;
using GlancePortal.Components.Jobs;
using GlancePortal.Domain.Jobs;
using GlancePortal.Resources;
using GlancePortal.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Xunit;

namespace GlancePortal.Tests.Components.Jobs;

/// <summary>What rows and cards of jobs say.</summary>
[Trait("Suite", "components")]
public sealed class JobMarkup : ComponentTests
{
    [Fact]
    public void A_running_job_says_phase_bytes_speed_and_time_left()
    {
        var cell = Render<JobStateCell>(parameters => parameters.Add(x => x.Job, Running));

        Assert.Equal("Fetch1 MiB / 4 MiB512 KiB/s · 1 min 5 s left", Words(cell.Find(".status-progress").TextContent));
        Assert.Equal("25", cell.Find("progress").GetAttribute("value"));
    }

    [Fact]
    public void A_cause_is_said_in_the_readers_language()
    {
        Speak("zh-CN");
        var cell = Render<JobStateCell>(parameters => parameters.Add(x => x.Job, Of(JobState.Failed) with { Cause = "store.full" }));

        Assert.Contains("失败", cell.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("store.full", cell.Markup, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(JobState.Running, true, "Cancel")]
    [InlineData(JobState.Failed, true, "Retry")]
    [InlineData(JobState.Succeeded, true, null)]
    [InlineData(JobState.Running, false, null)]
    public void Only_what_can_be_done_has_a_button(JobState state, bool mayChange, string? expected)
    {
        var table = Render<JobsTable>(parameters => parameters
            .Add(x => x.Rows, [Of(state) with { Cause = state == JobState.Failed ? "store.full" : null }])
            .Add(x => x.MayChange, mayChange)
            .Add(x => x.ImageAddress, _ => null));

        Assert.Equal(expected is null ? [] : [expected], table.FindAll("button").Select(button => Words(button.TextContent)));
    }

    [Fact]
    public void A_line_without_words_shows_what_it_has()
    {
        var line = new JobLogLineView(1, DateTimeOffset.UnixEpoch, "plugin.said", ["a", "b"]);

        Assert.Equal("plugin.said a b", JobWords.Line(Services.GetRequiredService<IStringLocalizer<Texts>>(), line));
    }

    private static JobView Running => Of(JobState.Running) with
    {
        Phases = [new JobPhaseView("Fetch", JobState.Running, 1 << 20, 4 << 20, DateTimeOffset.UnixEpoch, null)],
        Pace = new JobPace(512 * 1024, TimeSpan.FromSeconds(65)),
    };

    private static JobView Of(JobState state) => new(Guid.NewGuid(), JobTypes.ImageImport, state, null, null, 1, false, DateTimeOffset.UnixEpoch, null, [])
    {
        ProjectId = "p",
    };
}
