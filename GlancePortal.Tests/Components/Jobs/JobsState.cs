using GlancePortal.Components.Jobs;
using GlancePortal.Domain.Jobs;
using Xunit;

namespace GlancePortal.Tests.Components.Jobs;

/// <summary>The address is the state of the list.</summary>
[Trait("Suite", "unit")]
public sealed class JobsState
{
    [Fact]
    public void An_address_is_read_and_written_the_same()
    {
        var (image, last) = (Guid.NewGuid(), Guid.NewGuid());
        var state = JobsPageState.Parse("disk one", "failed,running", "image.import", image.ToString(), "store.full", "true", last.ToString());

        Assert.Equal($"?q=disk%20one&state=running,failed&type=image.import&image={image}&cause=store.full&own=true&after={last}", Uri.UnescapeDataString(state.ToQuery()).Replace("disk one", "disk%20one", StringComparison.Ordinal));
        Assert.Equal([JobState.Running, JobState.Failed], state.ToFilter("p").States!);
    }

    [Fact]
    public void What_makes_no_sense_is_left_at_its_default() =>
        Assert.Equal("", JobsPageState.Parse(" ", "done", "x", "x", "", "yes", "x").ToQuery());

    [Fact]
    public void Another_filter_begins_at_the_newest()
    {
        var state = new JobsPageState { After = Guid.NewGuid() };

        Assert.Equal("?state=failed", state.Toggle(JobState.Failed).ToQuery());
        Assert.Equal("", state.Toggle(JobState.Failed).Toggle(JobState.Failed).ToQuery());
    }
}
