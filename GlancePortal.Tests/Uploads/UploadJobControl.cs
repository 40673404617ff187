using System.Net;
using GlancePortal.Domain.Images;
using GlancePortal.Domain.Jobs;
using GlancePortal.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace GlancePortal.Tests.Uploads;

[Trait("Suite", "api")]
public sealed class UploadJobControl(PortalFactory portal) : TusFacts(portal), IClassFixture<PortalFactory>
{
    [Fact]
    public async Task Cancelling_an_upload_that_waits_for_bytes_leaves_the_queued_image_only()
    {
        var sender = await SenderAsync();
        using var created = await BeginAsync(sender, 1000);
        using var sent = await sender.PatchAsync(created.Upload(), 0, new byte[500], Cancellation);

        await ControlAsync(async control => await control.CancelAsync(Callers.Member(PortalFactory.Alpha), (await JobOfAsync(created.ImageId())).Id, Cancellation));

        Assert.Equal(JobState.Cancelled, (await EndOfJobAsync(created.ImageId())).State);
        using var state = await sender.HeadAsync(created.Upload(), Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, state.StatusCode);
        Assert.False(File.Exists(StagingPath(created.UploadId())));
        Assert.Equal(ImageStatus.Queued, (await ImageAsync(created.ImageId())).Status);
    }

    [Fact]
    public async Task A_store_that_fails_keeps_the_bytes_for_another_try()
    {
        var (sender, content) = (await SenderAsync(), Bytes.Random(100_000));
        using var created = await BeginAsync(sender, content.Length);
        var store = Path.GetDirectoryName(StorePath(Guid.Empty))!;
        if (Directory.Exists(store))
        {
            Directory.Move(store, store + ".away");
        }

        Directory.CreateDirectory(Path.GetDirectoryName(store)!);

        // A file where the store's folder should be: it cannot be written.
        await File.WriteAllTextAsync(store, "", Cancellation);
        using var sent = await sender.PatchAsync(created.Upload(), 0, content, Cancellation);
        var failed = await EndOfJobAsync(created.ImageId());
        Assert.Equal((JobState.Failed, "store.unavailable", "Store"), (failed.State, failed.CauseCode, failed.Phase));
        Assert.Equal((ImageStatus.Queued, "store.unavailable"), ((await ImageAsync(created.ImageId())).Status, (await ImageAsync(created.ImageId())).StatusReason));
        Assert.Equal(content.Length, new FileInfo(StagingPath(created.UploadId())).Length);

        File.Delete(store);
        await ControlAsync(control => control.RetryAsync(Callers.Member(PortalFactory.Alpha), failed.Id, Cancellation));
        await Eventually.SeeAsync(() => ImageAsync(created.ImageId()), image => image.Status == ImageStatus.Active, Cancellation);

        await AssertActiveAsync(created.ImageId(), content);
    }

    private async Task ControlAsync(Func<JobControl, Task> work)
    {
        await using var scope = Portal.Services.CreateAsyncScope();
        await work(scope.ServiceProvider.GetRequiredService<JobControl>());
    }
}
