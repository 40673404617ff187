using System.Net;
using GlancePortal.Domain.Images;
using GlancePortal.Domain.Jobs;
using GlancePortal.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace GlancePortal.Tests.Uploads;

[Trait("Suite", "api")]
public sealed class TusProtocol(PortalFactory portal) : TusFacts(portal), IClassFixture<PortalFactory>
{
    [Fact]
    public async Task Options_describes_the_server_without_a_credential()
    {
        using var http = Portal.CreateClient();
        using var answer = await http.SendAsync(new HttpRequestMessage(HttpMethod.Options, "/uploads"), Cancellation);

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal("1.0.0", answer.Header("Tus-Resumable"));
        Assert.Equal("1.0.0", answer.Header("Tus-Version"));
        Assert.Equal("creation,creation-with-upload,creation-defer-length,expiration,checksum,termination,concatenation", answer.Header("Tus-Extension"));
        Assert.Equal("md5,sha1,sha256,sha512", answer.Header("Tus-Checksum-Algorithm"));
        Assert.Equal((1L << 40).ToString(System.Globalization.CultureInfo.InvariantCulture), answer.Header("Tus-Max-Size"));
    }

    [Fact]
    public async Task Creation_makes_a_queued_image_and_says_where_to_send()
    {
        var sender = await SenderAsync();
        using var created = await sender.CreateAsync(1000, TusClient.RawImage("trixie", ("os_distro", "debian"), ("tags", "a,b")), Cancellation);

        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.Equal("1.0.0", created.Header("Tus-Resumable"));
        Assert.Equal("no-store", created.Header("Cache-Control"));
        Assert.True(DateTimeOffset.Parse(created.Header("Upload-Expires")!, null) > TimeProvider.System.GetUtcNow().AddDays(6));
        var image = await Portal.InDatabaseAsync(db => db.Images.Include(row => row.Properties).Include(row => row.Tags)
            .SingleAsync(row => row.Id == created.ImageId(), Cancellation));
        Assert.Equal((ImageStatus.Queued, "trixie", PortalFactory.Alpha), (image.Status, image.Name, image.OwnerId));
        Assert.Equal(("raw", "bare"), (image.DiskFormat, image.ContainerFormat));
        Assert.Equal("debian", Assert.Single(image.Properties, property => property.Name == "os_distro").Value);
        Assert.Equal(["a", "b"], image.Tags.Select(tag => tag.Value).Order());
        var job = await JobOfAsync(created.ImageId());
        Assert.Equal((JobState.Waiting, "Send"), (job.State, job.Phase));
        Assert.Equal(["Send", "Verify", "Inspect", "Store"], job.Phases.Select(phase => phase.Name));
    }

    [Fact]
    public async Task Head_tells_offset_length_metadata_and_expiry()
    {
        var sender = await SenderAsync();
        using var created = await BeginAsync(sender, 1000);
        using var state = await sender.HeadAsync(created.Upload(), Cancellation);

        Assert.Equal(HttpStatusCode.OK, state.StatusCode);
        Assert.Equal(("0", "1000"), (state.Header("Upload-Offset"), state.Header("Upload-Length")));
        Assert.Equal(TusClient.RawImage("test"), state.Header("Upload-Metadata"));
        Assert.Equal("no-store", state.Header("Cache-Control"));
        Assert.NotNull(state.Header("Upload-Expires"));
        Assert.Null(state.Header("Upload-Concat"));
    }

    [Fact]
    public async Task An_upload_in_one_piece_becomes_an_active_image()
    {
        var (sender, content) = (await SenderAsync(), Bytes.Random(3_000_001));
        using var created = await BeginAsync(sender, content.Length);
        using var sent = await sender.PatchAsync(created.Upload(), 0, content, Cancellation);

        Assert.Equal(HttpStatusCode.NoContent, sent.StatusCode);
        Assert.Equal("3000001", sent.Header("Upload-Offset"));
        await AssertActiveAsync(created.ImageId(), content);
        Assert.False(File.Exists(StagingPath(created.UploadId())));
        Assert.Equal(content.Length, await sender.OffsetAsync(created.Upload(), Cancellation));
    }

    [Fact]
    public async Task An_upload_in_pieces_becomes_an_active_image()
    {
        var (sender, content) = (await SenderAsync(), Bytes.Random(2_500_000));
        using var created = await BeginAsync(sender, content.Length);
        foreach (var (from, to) in new[] { (0, 1), (1, 1_000_000), (1_000_000, 1_000_000), (1_000_000, 2_500_000) })
        {
            using var sent = await sender.PatchAsync(created.Upload(), from, content[from..to], Cancellation);
            Assert.Equal(HttpStatusCode.NoContent, sent.StatusCode);
            Assert.Equal(to, await sender.OffsetAsync(created.Upload(), Cancellation));
        }

        await AssertActiveAsync(created.ImageId(), content);
    }

    [Fact]
    public async Task Creation_may_bring_the_first_bytes()
    {
        var (sender, content) = (await SenderAsync(), Bytes.Random(100_000));
        using var body = new ByteArrayContent(content);
        body.Headers.ContentType = new(TusClient.MediaType);
        using var created = await sender.SendAsync(HttpMethod.Post, "/uploads", body, Cancellation,
            ("Upload-Length", "100000"), ("Upload-Metadata", TusClient.RawImage("test")));

        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.Equal("100000", created.Header("Upload-Offset"));
        await AssertActiveAsync(created.ImageId(), content);
    }

    [Fact]
    public async Task A_length_may_be_said_with_the_last_bytes()
    {
        var (sender, content) = (await SenderAsync(), Bytes.Random(70_000));
        using var created = await BeginAsync(sender, length: null, ("Upload-Defer-Length", "1"));
        using var first = await sender.PatchAsync(created.Upload(), 0, content[..50_000], Cancellation);
        using var state = await sender.HeadAsync(created.Upload(), Cancellation);
        Assert.Equal(("1", null, "50000"), (state.Header("Upload-Defer-Length"), state.Header("Upload-Length"), state.Header("Upload-Offset")));

        using var last = await sender.PatchAsync(created.Upload(), 50_000, content[50_000..], Cancellation, ("Upload-Length", "70000"));

        Assert.Equal(HttpStatusCode.NoContent, last.StatusCode);
        await AssertActiveAsync(created.ImageId(), content);
    }

    [Fact]
    public async Task A_length_once_said_cannot_be_changed()
    {
        var sender = await SenderAsync();
        using var created = await BeginAsync(sender, 10);
        using var sent = await sender.PatchAsync(created.Upload(), 0, new byte[5], Cancellation, ("Upload-Length", "20"));

        Assert.Equal(HttpStatusCode.BadRequest, sent.StatusCode);
        Assert.Equal(0, await sender.OffsetAsync(created.Upload(), Cancellation));
    }

    [Fact]
    public async Task An_image_without_bytes_is_active_at_once()
    {
        var sender = await SenderAsync();
        using var created = await BeginAsync(sender, 0);

        await AssertActiveAsync(created.ImageId(), []);
    }

    [Fact]
    public async Task Another_offset_is_409_and_changes_nothing()
    {
        var sender = await SenderAsync();
        using var created = await BeginAsync(sender, 100);
        using var first = await sender.PatchAsync(created.Upload(), 0, new byte[10], Cancellation);
        foreach (var offset in new[] { 0, 9, 11, 100 })
        {
            using var sent = await sender.PatchAsync(created.Upload(), offset, new byte[10], Cancellation);
            Assert.Equal(HttpStatusCode.Conflict, sent.StatusCode);
        }

        Assert.Equal(10, await sender.OffsetAsync(created.Upload(), Cancellation));
    }

    [Theory]
    [InlineData("POST", "/uploads")]
    [InlineData("HEAD", "/uploads/0b8c4b54-5b0e-4a53-9d0c-111111111111")]
    [InlineData("PATCH", "/uploads/0b8c4b54-5b0e-4a53-9d0c-111111111111")]
    [InlineData("DELETE", "/uploads/0b8c4b54-5b0e-4a53-9d0c-111111111111")]
    public async Task Another_version_of_the_protocol_is_412(string method, string path)
    {
        var sender = await SenderAsync();
        using var answer = await sender.SendAsync(new HttpMethod(method), path, body: null, Cancellation, ("Tus-Resumable", "0.2.2"));

        Assert.Equal(HttpStatusCode.PreconditionFailed, answer.StatusCode);
        Assert.Equal("1.0.0", answer.Header("Tus-Version"));
    }

    [Theory]
    [InlineData("HEAD")]
    [InlineData("DELETE")]
    public async Task An_upload_that_never_was_is_404(string method)
    {
        var sender = await SenderAsync();
        foreach (var id in new[] { Guid.NewGuid().ToString(), "..%2f..%2fetc%2fpasswd", "x" })
        {
            using var answer = await sender.SendAsync(new HttpMethod(method), $"/uploads/{id}", body: null, Cancellation);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.Equal("1.0.0", answer.Header("Tus-Resumable"));
        }
    }

    [Fact]
    public async Task Bytes_need_their_media_type_and_an_offset()
    {
        var sender = await SenderAsync();
        using var created = await BeginAsync(sender, 10);
        using var typeless = await sender.SendAsync(
            HttpMethod.Patch, created.Upload().ToString(), new ByteArrayContent(new byte[5]), Cancellation, ("Upload-Offset", "0"));
        using var body = new ByteArrayContent(new byte[5]);
        body.Headers.ContentType = new(TusClient.MediaType);
        using var offsetless = await sender.SendAsync(HttpMethod.Patch, created.Upload().ToString(), body, Cancellation);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, typeless.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, offsetless.StatusCode);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("-1", null)]
    [InlineData("5", "not-base64!")]
    [InlineData("5", "")]
    public async Task A_creation_that_cannot_be_understood_is_400(string? length, string? metadata)
    {
        var sender = await SenderAsync();
        using var answer = await sender.CreateAsync(length: null, metadata ?? TusClient.RawImage("x"), Cancellation, ("Upload-Length", length ?? ""));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData("status", "active")]
    [InlineData("checksum_crc32", "00000000")]
    [InlineData("os_glance_stage_host", "a")]
    public async Task An_unknown_reserved_name_in_the_metadata_is_400(string name, string value)
    {
        var sender = await SenderAsync();
        using var answer = await sender.CreateAsync(5, TusClient.RawImage("x", (name, value)), Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task A_method_may_be_named_in_a_header_here()
    {
        var (sender, content) = (await SenderAsync(), Bytes.Random(1000));
        using var created = await BeginAsync(sender, content.Length);
        using var body = new ByteArrayContent(content);
        body.Headers.ContentType = new(TusClient.MediaType);
        using var sent = await sender.SendAsync(
            HttpMethod.Post, created.Upload().ToString(), body, Cancellation, ("X-HTTP-Method-Override", "PATCH"), ("Upload-Offset", "0"));

        Assert.Equal(HttpStatusCode.NoContent, sent.StatusCode);
        await AssertActiveAsync(created.ImageId(), content);
    }

    [Fact]
    public async Task A_method_named_in_a_header_of_another_request_changes_nothing()
    {
        var sender = await SenderAsync();
        using var created = await BeginAsync(sender, 10);
        using var looked = await sender.SendAsync(HttpMethod.Head, created.Upload().ToString(), body: null, Cancellation, ("X-HTTP-Method-Override", "DELETE"));

        Assert.Equal(HttpStatusCode.OK, looked.StatusCode);
        Assert.Equal(0, await sender.OffsetAsync(created.Upload(), Cancellation));
    }

    [Fact]
    public async Task Other_methods_are_405()
    {
        var sender = await SenderAsync();
        using var created = await BeginAsync(sender, 10);
        using var posted = await sender.SendAsync(HttpMethod.Post, created.Upload().ToString(), body: null, Cancellation);
        using var put = await sender.SendAsync(HttpMethod.Put, created.Upload().ToString(), body: null, Cancellation);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, posted.StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, put.StatusCode);
    }

    [Fact]
    public async Task Termination_leaves_nothing_but_the_queued_image()
    {
        var sender = await SenderAsync();
        using var created = await BeginAsync(sender, 1000);
        using var sent = await sender.PatchAsync(created.Upload(), 0, new byte[500], Cancellation);
        Assert.True(File.Exists(StagingPath(created.UploadId())));

        using var ended = await sender.DeleteAsync(created.Upload(), Cancellation);

        Assert.Equal(HttpStatusCode.NoContent, ended.StatusCode);
        using var state = await sender.HeadAsync(created.Upload(), Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, state.StatusCode);
        Assert.False(File.Exists(StagingPath(created.UploadId())));
        Assert.Equal(ImageStatus.Queued, (await ImageAsync(created.ImageId())).Status);
        Assert.Equal(JobState.Cancelled, (await JobOfAsync(created.ImageId())).State);
    }
}
