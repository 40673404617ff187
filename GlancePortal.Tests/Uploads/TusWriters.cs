using System.Net;
using GlancePortal.Domain.Images;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Uploads;

[Trait("Suite", "api")]
public sealed class TusWriters(PortalFactory portal) : TusFacts(portal), IClassFixture<PortalFactory>
{
    // What the program takes in before it writes.
    private const int Buffer = 1024 * 1024;

    [Fact]
    public async Task Of_two_writers_one_gets_423()
    {
        var (sender, content) = (await SenderAsync(), Bytes.Random(3_000_000));
        using var created = await BeginAsync(sender, content.Length);
        var body = new PushContent();
        var first = sender.PatchAsync(created.Upload(), 0, body, Cancellation);
        body.Push(content[..1_600_000]);
        await StagedAsync(created.UploadId(), Buffer);

        using var second = await sender.PatchAsync(created.Upload(), 0, content, Cancellation);
        Assert.Equal(HttpStatusCode.Locked, second.StatusCode);

        body.Push(content[1_600_000..]);
        body.End();
        using var answer = await first;
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        await AssertActiveAsync(created.ImageId(), content);
    }

    [Fact]
    public async Task What_came_before_a_cut_is_kept_and_continued()
    {
        var (sender, content) = (await SenderAsync(), Bytes.Random(3_000_000));
        using var created = await BeginAsync(sender, content.Length);
        var body = new PushContent();
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var broken = sender.PatchAsync(created.Upload(), 0, body, cut.Token);
        body.Push(content[..1_600_000]);
        await StagedAsync(created.UploadId(), Buffer);
        await CutAsync(cut, broken);

        var offset = await Eventually.SeeAsync(() => sender.OffsetAsync(created.Upload(), Cancellation), seen => seen >= Buffer, Cancellation);
        using var rest = await sender.PatchAsync(created.Upload(), offset, content[(int)offset..], Cancellation);

        Assert.Equal(HttpStatusCode.NoContent, rest.StatusCode);
        await AssertActiveAsync(created.ImageId(), content);
    }

    [Fact]
    public async Task A_writer_from_whom_nothing_comes_gives_way_to_who_asks()
    {
        var (sender, content) = (await SenderAsync(), Bytes.Random(3_000_000));
        using var created = await BeginAsync(sender, content.Length);
        var body = new PushContent();
        var silent = sender.PatchAsync(created.Upload(), 0, body, Cancellation);
        body.Push(content[..1_600_000]);
        await StagedAsync(created.UploadId(), Buffer);

        // All that had come is in the answer, also what a buffer had not yet carried to the disk.
        var offset = await sender.OffsetAsync(created.Upload(), Cancellation);
        Assert.Equal(1_600_000, offset);
        using var rest = await sender.PatchAsync(created.Upload(), offset, content[(int)offset..], Cancellation);

        Assert.Equal(HttpStatusCode.NoContent, rest.StatusCode);
        await AssertActiveAsync(created.ImageId(), content);
        body.End();
        using var ended = await silent;
        Assert.Equal(HttpStatusCode.Locked, ended.StatusCode);
    }

    [Fact]
    public async Task Progress_of_a_running_request_is_acknowledged_meanwhile()
    {
        var (sender, content) = (await SenderAsync(), Bytes.Random(3_000_000));
        using var created = await BeginAsync(sender, content.Length);
        var body = new PushContent();
        var running = sender.PatchAsync(created.Upload(), 0, body, Cancellation);
        body.Push(content[..1_600_000]);

        await Eventually.SeeAsync(
            () => Portal.InDatabaseAsync(db => Task.FromResult(db.Uploads.Single(row => row.Id == created.UploadId()).Offset)), seen => seen >= Buffer, Cancellation);

        body.Push(content[1_600_000..]);
        body.End();
        using var answer = await running;
        await AssertActiveAsync(created.ImageId(), content);
    }

    [Fact]
    public async Task A_terminated_upload_stops_its_writer()
    {
        var sender = await SenderAsync();
        using var created = await BeginAsync(sender, 3_000_000);
        var body = new PushContent();
        var running = sender.PatchAsync(created.Upload(), 0, body, Cancellation);
        body.Push(new byte[1_600_000]);
        await StagedAsync(created.UploadId(), Buffer);

        using var ended = await sender.DeleteAsync(created.Upload(), Cancellation);
        Assert.Equal(HttpStatusCode.NoContent, ended.StatusCode);
        using var answer = await running;

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.False(File.Exists(StagingPath(created.UploadId())));
        Assert.Equal(ImageStatus.Queued, (await ImageAsync(created.ImageId())).Status);
    }

    [Fact]
    public async Task A_slow_senders_bytes_are_acknowledged_before_they_fill_a_buffer()
    {
        var sender = await SenderAsync();
        using var created = await BeginAsync(sender, Buffer);
        var body = new PushContent();
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var running = sender.PatchAsync(created.Upload(), 0, body, cut.Token);

        await Eventually.SeeAsync(
            () =>
            {
                body.Push(new byte[100]);
                return Portal.InDatabaseAsync(db => Task.FromResult(db.Uploads.Single(row => row.Id == created.UploadId()).Offset));
            },
            seen => seen > 0, Cancellation);

        await CutAsync(cut, running);
    }

    // Whether the sender still reads an answer is a matter of who is faster.
    private static async Task CutAsync(CancellationTokenSource cut, Task<HttpResponseMessage> running)
    {
        await cut.CancelAsync();
        try
        {
            using var answer = await running;
            Assert.False(answer.IsSuccessStatusCode);
        }
        catch (OperationCanceledException)
        {
            // The cut itself.
        }
    }

    private Task<long> StagedAsync(Guid uploadId, long bytes) => Eventually.SeeAsync(
        () => Task.FromResult(new FileInfo(StagingPath(uploadId)) is { Exists: true } file ? file.Length : 0), length => length >= bytes, Cancellation);
}
