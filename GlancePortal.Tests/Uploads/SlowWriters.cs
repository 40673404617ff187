using System.Net;
using System.Security.Cryptography;
using GlancePortal.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace GlancePortal.Tests.Uploads;

[Trait("Suite", "api")]
public sealed class SlowWriters(SlowWriters.ShortLease portal) : TusFacts(portal), IClassFixture<SlowWriters.ShortLease>
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_sends_longer_than_a_lease_lasts_keeps_the_upload(bool hasChecksum)
    {
        var (sender, content) = (await SenderAsync(), Bytes.Random(100_000));
        using var created = await BeginAsync(sender, content.Length);
        var body = new PushContent();
        var sum = hasChecksum ? "sha256 " + Convert.ToBase64String(SHA256.HashData(content)) : "";
        var running = sender.PatchAsync(created.Upload(), 0, body, Cancellation, ("Upload-Checksum", sum));
        body.Push(content[..50_000]);
        var first = await Eventually.SeeAsync(() => LeaseAsync(created.UploadId()), until => until is not null, Cancellation);

        var later = await Eventually.SeeAsync(
            () => LeaseAsync(created.UploadId()), until => until is null || until > first + (2 * ShortLease.Lease), Cancellation);
        Assert.NotNull(later);
        body.Push(content[50_000..]);
        body.End();
        using var answer = await running;

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        await AssertActiveAsync(created.ImageId(), content);
    }

    [Fact]
    public async Task Who_sends_while_another_process_takes_the_upload_over_is_sent_there()
    {
        var (sender, content) = (await SenderAsync(), Bytes.Random(100_000));
        using var created = await BeginAsync(sender, content.Length);
        var body = new PushContent();
        var running = sender.PatchAsync(created.Upload(), 0, body, Cancellation);
        body.Push(content[..50_000]);
        await Eventually.SeeAsync(() => LeaseAsync(created.UploadId()), until => until is not null, Cancellation);

        await Portal.InDatabaseAsync(db => db.WriteAsync(
            token => db.Uploads.Where(row => row.Id == created.UploadId()).ExecuteUpdateAsync(
                row => row.SetProperty(x => x.LeaseOwner, "successor/1").SetProperty(x => x.LeaseUntil, DateTimeOffset.UnixEpoch), token),
            Cancellation));
        body.Push(content[50_000..60_000]);
        using var answer = await running;
        Assert.Equal(423, (int)answer.StatusCode);

        var offset = await sender.OffsetAsync(created.Upload(), Cancellation);
        using var rest = await sender.PatchAsync(created.Upload(), offset, content[(int)offset..], Cancellation);
        Assert.Equal(HttpStatusCode.NoContent, rest.StatusCode);
        await AssertActiveAsync(created.ImageId(), content);
    }

    private Task<DateTimeOffset?> LeaseAsync(Guid upload) => Portal.InDatabaseAsync(
        db => db.Uploads.Where(row => row.Id == upload).Select(row => row.LeaseUntil).SingleAsync(Cancellation));

    /// <summary>A program whose leases run out soon.</summary>
    public sealed class ShortLease : PortalFactory
    {
        public static readonly TimeSpan Lease = TimeSpan.FromSeconds(3);

        public ShortLease() => Settings["Cluster:Lease"] = "3s";
    }
}
