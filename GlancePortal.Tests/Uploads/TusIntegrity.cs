using System.Net;
using System.Security.Cryptography;
using GlancePortal.Domain.Images;
using GlancePortal.Domain.Jobs;
using GlancePortal.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace GlancePortal.Tests.Uploads;

[Trait("Suite", "api")]
public sealed class TusIntegrity(TusIntegrity.SmallPortal portal) : TusFacts(portal), IClassFixture<TusIntegrity.SmallPortal>
{
    private const int SizeCap = 5_000_000;

    [Theory]
    [InlineData("md5")]
    [InlineData("sha1")]
    [InlineData("sha256")]
    [InlineData("sha512")]
    public async Task Bytes_with_their_checksum_are_taken(string algorithm)
    {
        var (sender, content) = (await SenderAsync(), Bytes.Random(10_000));
        using var created = await BeginAsync(sender, content.Length);
        using var sent = await sender.PatchAsync(created.Upload(), 0, content, Cancellation, ("Upload-Checksum", Checksum(algorithm, content)));

        Assert.Equal(HttpStatusCode.NoContent, sent.StatusCode);
        await AssertActiveAsync(created.ImageId(), content);
    }

    [Fact]
    public async Task What_a_killed_upload_left_in_the_store_gives_way()
    {
        var (sender, content) = (await SenderAsync(), Bytes.Random(10_000));
        using var created = await BeginAsync(sender, content.Length);
        Directory.CreateDirectory(Path.GetDirectoryName(StorePath(created.ImageId()))!);
        await File.WriteAllBytesAsync(StorePath(created.ImageId()), Bytes.Random(500), Cancellation);
        using var sent = await sender.PatchAsync(created.Upload(), 0, content, Cancellation);

        await AssertActiveAsync(created.ImageId(), content);
    }

    [Fact]
    public async Task A_job_whose_process_died_after_its_image_was_active_has_succeeded()
    {
        var (sender, content) = (await SenderAsync(), Bytes.Random(10_000));
        using var created = await BeginAsync(sender, content.Length);
        using var sent = await sender.PatchAsync(created.Upload(), 0, content, Cancellation);
        var job = await EndOfJobAsync(created.ImageId());
        await Portal.InDatabaseAsync(db => db.WriteAsync(
            token => db.Jobs.Where(row => row.Id == job.Id).ExecuteUpdateAsync(row => row.SetProperty(x => x.State, JobState.Queued), token), Cancellation));

        await Eventually.SeeAsync(() => JobOfAsync(created.ImageId()), again => again.Attempts > job.Attempts, Cancellation);

        await AssertActiveAsync(created.ImageId(), content);
    }

    [Fact]
    public async Task Bytes_with_a_wrong_checksum_are_460_and_none_is_kept()
    {
        var (sender, content) = (await SenderAsync(), Bytes.Random(2_000_000));
        using var created = await BeginAsync(sender, content.Length);
        using var first = await sender.PatchAsync(created.Upload(), 0, content[..700_000], Cancellation);
        using var wrong = await sender.PatchAsync(
            created.Upload(), 700_000, content[700_000..], Cancellation, ("Upload-Checksum", Checksum("sha1", content)));

        Assert.Equal(460, (int)wrong.StatusCode);
        Assert.Equal(700_000, await sender.OffsetAsync(created.Upload(), Cancellation));
        Assert.Equal(700_000, new FileInfo(StagingPath(created.UploadId())).Length);

        using var right = await sender.PatchAsync(
            created.Upload(), 700_000, content[700_000..], Cancellation, ("Upload-Checksum", Checksum("sha1", content[700_000..])));
        Assert.Equal(HttpStatusCode.NoContent, right.StatusCode);
        await AssertActiveAsync(created.ImageId(), content);
    }

    [Fact]
    public async Task An_unknown_checksum_is_400()
    {
        var sender = await SenderAsync();
        using var created = await BeginAsync(sender, 10);
        using var sent = await sender.PatchAsync(created.Upload(), 0, new byte[10], Cancellation, ("Upload-Checksum", "crc32 AAAAAA=="));

        Assert.Equal(HttpStatusCode.BadRequest, sent.StatusCode);
        Assert.Equal(0, await sender.OffsetAsync(created.Upload(), Cancellation));
    }

    [Theory]
    [InlineData("")]
    [InlineData(",protected dHJ1ZQ==")]
    public async Task Creation_with_wrong_bytes_leaves_neither_upload_nor_image(string moreMetadata)
    {
        var sender = await SenderAsync();
        using var body = new ByteArrayContent(new byte[10]);
        body.Headers.ContentType = new(TusClient.MediaType);
        var before = await ImagesAsync();
        using var answer = await sender.SendAsync(HttpMethod.Post, "/uploads", body, Cancellation,
            ("Upload-Length", "10"), ("Upload-Metadata", TusClient.RawImage("unwanted") + moreMetadata), ("Upload-Checksum", Checksum("md5", [1])));

        Assert.Equal(460, (int)answer.StatusCode);
        Assert.Equal(before, await ImagesAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task More_bytes_than_the_upload_has_are_413(bool isLengthKnown)
    {
        var sender = await SenderAsync();
        using var created = await BeginAsync(sender, 1000);
        var body = new PushContent();
        body.Push(new byte[1001]);
        body.End();
        using var sent = await sender.PatchAsync(created.Upload(), 0, isLengthKnown ? new ByteArrayContent(new byte[1001]) : body, Cancellation);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, sent.StatusCode);
        Assert.Equal(0, await sender.OffsetAsync(created.Upload(), Cancellation));
    }

    [Fact]
    public async Task An_upload_longer_than_an_image_may_be_is_413()
    {
        var sender = await SenderAsync();
        using var declared = await sender.CreateAsync(SizeCap + 1, TusClient.RawImage("x"), Cancellation);
        using var deferred = await BeginAsync(sender, length: null, ("Upload-Defer-Length", "1"));
        using var sent = await sender.PatchAsync(deferred.Upload(), 0, new byte[SizeCap + 1], Cancellation);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, declared.StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, sent.StatusCode);
    }

    [Fact]
    public async Task Announced_digests_are_held_against_the_content()
    {
        var (sender, content) = (await SenderAsync(), Bytes.Random(9_000));
        using var right = await CreateAsync(sender, content.Length,
            ("checksum_sha256", Convert.ToHexString(SHA256.HashData(content))), ("checksum_sha512", Convert.ToHexString(SHA512.HashData(content))));
        using var rightSent = await sender.PatchAsync(right.Upload(), 0, content, Cancellation);
        using var wrong = await CreateAsync(sender, content.Length, ("checksum_sha256", new string('0', 64)));
        using var wrongSent = await sender.PatchAsync(wrong.Upload(), 0, content, Cancellation);

        await AssertActiveAsync(right.ImageId(), content);
        await AssertRefusedAsync(wrong.ImageId(), wrong.UploadId(), "upload.digest_mismatch");
    }

    [Fact]
    public async Task Content_that_is_not_what_it_was_declared_is_refused_with_its_cause()
    {
        var sender = await SenderAsync();
        using var created = await sender.CreateAsync(
            2000, TusClient.Metadata(("name", "fake"), ("disk_format", "qcow2"), ("container_format", "bare")), Cancellation);
        using var sent = await sender.PatchAsync(created.Upload(), 0, Bytes.Random(2000), Cancellation);

        await AssertRefusedAsync(created.ImageId(), created.UploadId(), "content.format_mismatch");
    }

    private static Task<HttpResponseMessage> CreateAsync(TusClient sender, long length, params (string Name, string Value)[] metadata) =>
        sender.CreateAsync(length, TusClient.RawImage("digests", metadata), Cancellation);

    // Those of the recycle bin too: what never came to be is nothing to restore.
    private Task<int> ImagesAsync() => Portal.InDatabaseAsync(db => Task.FromResult(db.Images.Count(image => image.Status != ImageStatus.Deleted)));

    private static string Checksum(string algorithm, byte[] bytes)
    {
#pragma warning disable CA5350, CA5351 // tus names them
        var sum = algorithm switch
        {
            "md5" => MD5.HashData(bytes),
            "sha1" => SHA1.HashData(bytes),
            "sha256" => SHA256.HashData(bytes),
            _ => SHA512.HashData(bytes),
        };
#pragma warning restore CA5350, CA5351
        return $"{algorithm} {Convert.ToBase64String(sum)}";
    }

    public sealed class SmallPortal : PortalFactory
    {
        public SmallPortal() => Settings["Images:SizeCap"] = SizeCap.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }
}
