using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using GlancePortal.Domain.Images;
using GlancePortal.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace GlancePortal.Tests.Api.V2;

[Trait("Suite", "api")]
public sealed class ImageDataUploadOnSqlite(ImageDataUploadOnSqlite.SmallPortal portal)
    : ImageDataUpload(portal), IClassFixture<ImageDataUploadOnSqlite.SmallPortal>
{
    public sealed class SmallPortal : TrustingPortal
    {
        public SmallPortal() => Settings["Images:SizeCap"] = SizeCap;
    }
}

[Trait("Suite", "api")]
public sealed class ImageDataUploadOnPostgres(ImageDataUploadOnPostgres.SmallPortal portal)
    : ImageDataUpload(portal), IClassFixture<ImageDataUploadOnPostgres.SmallPortal>
{
    public sealed class SmallPortal : PostgresPortal
    {
        public SmallPortal() => Settings["Images:SizeCap"] = SizeCap;
    }
}

/// <summary>Data sent in one go: glance-behaviour.md, section 9.</summary>
public abstract class ImageDataUpload(TrustingPortal portal)
{
    protected const string SizeCap = "3000000";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Data_makes_the_image_active(bool isLengthKnown)
    {
        var (id, content) = (await CreateAsync(), Bytes.Random(2_100_000));
        using HttpContent body = isLengthKnown ? new ByteArrayContent(content) : Chunked(content);
        using var answer = await PutAsync(id, body);

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        var image = await ImageAsync(id);
        Assert.Equal((ImageStatus.Active, content.Length, content.Length), (image.Status, image.Size, image.VirtualSize));
#pragma warning disable CA5351 // Glance's checksum
        Assert.Equal(Convert.ToHexStringLower(MD5.HashData(content)), image.Checksum);
#pragma warning restore CA5351
        Assert.Equal(("sha512", Convert.ToHexStringLower(SHA512.HashData(content))), (image.HashAlgorithm, image.HashValue));
        Assert.Equal(content, await File.ReadAllBytesAsync(StorePath(id), Cancellation));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead,
            OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(StorePath(id)));
        var checksums = await portal.InDatabaseAsync(db => db.LocationChecksums.SingleAsync(
            row => db.ImageLocations.Any(location => location.Id == row.LocationId && location.ImageId == id), Cancellation));
        Assert.Equal((1 << 20, 3 * 8), (checksums.BlockBytes, checksums.Blocks.Length));
        Assert.False(await portal.InDatabaseAsync(db => db.Uploads.AnyAsync(upload => upload.ImageId == id, Cancellation)));
    }

    [Fact]
    public async Task Another_content_type_is_415()
    {
        var id = await CreateAsync();
        using var answer = await PutAsync(id, new ByteArrayContent([1, 2]), type: "text/plain");

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
        Assert.Equal(ImageStatus.Queued, (await ImageAsync(id)).Status);
    }

    [Theory]
    [InlineData("5", 400)]
    [InlineData("7", 400)]
    [InlineData("six", 400)]
    [InlineData("-6", 400)]
    [InlineData("6", 204)]
    public async Task A_declared_size_must_be_the_datas(string declared, int status)
    {
        var id = await CreateAsync();
        using var answer = await PutAsync(id, new ByteArrayContent(new byte[6]), headers: ("X-Openstack-Image-Size", declared));

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(status == 204 ? ImageStatus.Active : ImageStatus.Queued, (await ImageAsync(id)).Status);
        Assert.Equal(status == 204, File.Exists(StorePath(id)));
    }

    [Fact]
    public async Task An_unknown_store_is_400()
    {
        var id = await CreateAsync();
        using var answer = await PutAsync(id, new ByteArrayContent([1]), headers: ("X-Image-Meta-Store", "nowhere"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("raw", null)]
    [InlineData(null, "bare")]
    public async Task Data_before_the_formats_is_400(string? disk, string? container)
    {
        var id = await CreateAsync(new ImageDraft { DiskFormat = disk, ContainerFormat = container });
        using var answer = await PutAsync(id, new ByteArrayContent([1]));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Another_projects_image_is_404_and_a_reader_gets_403()
    {
        var id = await CreateAsync();
        using var bobs = await PutAsync(id, new ByteArrayContent([1]), project: PortalFactory.Beta);
        using var carols = await PutAsync(id, new ByteArrayContent([1]), roles: "reader");
        using var unknown = await PutAsync(Guid.NewGuid(), new ByteArrayContent([1]));

        Assert.Equal(HttpStatusCode.NotFound, bobs.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, carols.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public async Task An_image_with_data_takes_no_other()
    {
        var id = await CreateAsync();
        using var first = await PutAsync(id, new ByteArrayContent([1]));
        using var second = await PutAsync(id, new ByteArrayContent([2]));

        Assert.Equal(HttpStatusCode.Conflict, second.StatusCode);
        Assert.Equal([1], await File.ReadAllBytesAsync(StorePath(id), Cancellation));
    }

    [Fact]
    public async Task Upload_while_another_upload_runs_is_409()
    {
        var (id, content) = (await CreateAsync(), Bytes.Random(1_000_000));
        var body = new PushContent();
        var first = PutAsync(id, body);
        body.Push(content[..600_000]);
        await Eventually.SeeAsync(() => ImageAsync(id), image => image.Status == ImageStatus.Saving, Cancellation);

        using var second = await PutAsync(id, new ByteArrayContent([2]));
        Assert.Equal(HttpStatusCode.Conflict, second.StatusCode);

        body.Push(content[600_000..]);
        body.End();
        using var answer = await first;
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal(content, await File.ReadAllBytesAsync(StorePath(id), Cancellation));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Data_above_the_cap_is_413_and_the_image_is_queued_again(bool isLengthKnown)
    {
        var (id, content) = (await CreateAsync(), new byte[3_000_001]);
        using HttpContent body = isLengthKnown ? new ByteArrayContent(content) : Chunked(content);
        using var answer = await PutAsync(id, body);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        await AssertQueuedAgainAsync(id, isLengthKnown ? null : "content.too_large");
    }

    [Theory]
    [InlineData("imageSizeTotal", 6, 204)]
    [InlineData("imageSizeTotal", 5, 413)]
    [InlineData("imageCountUploading", 1, 204)]
    [InlineData("imageCountUploading", 0, 413)]
    public async Task Data_above_a_quota_of_the_project_is_413_and_the_image_stays_queued(string quota, int limit, int status)
    {
        var project = Guid.NewGuid().ToString("N");
        using var admin = portal.Client("admin");
        (await admin.SendJsonAsync(HttpMethod.Put, $"/api/v1/projects/{project}/quotas", new JsonObject { [quota] = limit })).Dispose();
        using var client = portal.Client(project: project);
        var id = Guid.Parse(await client.CreateImageIdAsync("""{ "disk_format": "raw", "container_format": "bare" }"""));
        using var answer = await PutAsync(id, new ByteArrayContent(new byte[6]), project: project);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(status == 204 ? ImageStatus.Active : ImageStatus.Queued, (await ImageAsync(id)).Status);
    }

    [Theory]
    [InlineData("qcow2", "raw", "content.format_mismatch")]
    [InlineData("qcow2", "qcow2 on another file", "content.unsafe")]
    [InlineData("raw", "qcow2 on another file", "content.format_mismatch")]
    [InlineData("raw", "qcow2", "content.format_mismatch")]
    [InlineData("raw", "vmdk", "content.format_mismatch")]
    [InlineData("raw", "vhd", "content.format_mismatch")]
    [InlineData("raw", "vhdx", "content.format_mismatch")]
    [InlineData("raw", "vdi", "content.format_mismatch")]
    [InlineData("raw", "qed", "content.format_mismatch")]
    public async Task Content_that_is_not_its_format_or_not_safe_is_415_and_the_image_is_queued_again(string declared, string content, string cause)
    {
        var id = await CreateAsync(new ImageDraft { DiskFormat = declared, ContainerFormat = "bare" });
        using var answer = await PutAsync(id, new ByteArrayContent(Disk(content)));

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
        await AssertQueuedAgainAsync(id, cause);
    }

    [Fact]
    public async Task The_size_that_a_guest_sees_is_the_disks()
    {
        var id = await CreateAsync(new ImageDraft { DiskFormat = "qcow2", ContainerFormat = "bare" });
        using var answer = await PutAsync(id, new ByteArrayContent(Disk("qcow2")));

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal((65_536, 10 << 20), ((await ImageAsync(id)).Size, (await ImageAsync(id)).VirtualSize));
    }

    [Fact]
    public async Task A_sender_who_goes_away_leaves_nothing()
    {
        var id = await CreateAsync();
        var body = new PushContent();
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var broken = PutAsync(id, body, cut: cut);
        body.Push(new byte[600_000]);
        await Eventually.SeeAsync(() => ImageAsync(id), image => image.Status == ImageStatus.Saving, Cancellation);
        await cut.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => broken);

        await Eventually.SeeAsync(() => ImageAsync(id), image => image.Status == ImageStatus.Queued, Cancellation);
        await AssertQueuedAgainAsync(id, "upload.interrupted");
    }

    [Fact]
    public async Task An_image_deleted_meanwhile_is_410_and_its_data_is_removed()
    {
        var id = await CreateAsync();
        var body = new PushContent();
        var running = PutAsync(id, body);
        body.Push(new byte[600_000]);
        await Eventually.SeeAsync(() => ImageAsync(id), image => image.Status == ImageStatus.Saving, Cancellation);
        await InScopeAsync(async images =>
        {
            await images.DeleteAsync(Callers.Admin(), id, Cancellation);
            return true;
        });
        body.End();
        using var answer = await running;

        Assert.Equal(HttpStatusCode.Gone, answer.StatusCode);
        Assert.False(File.Exists(StorePath(id)));
        Assert.Equal(ImageStatus.PendingDelete, (await ImageAsync(id)).Status);
    }

    [Fact]
    public async Task What_a_killed_process_left_in_the_store_is_in_nobodys_way()
    {
        var id = await CreateAsync();
        Directory.CreateDirectory(Path.GetDirectoryName(StorePath(id))!);
        await File.WriteAllBytesAsync(StorePath(id), [9, 9, 9], Cancellation);
        using var answer = await PutAsync(id, new ByteArrayContent([1, 2]));

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal([1, 2], await File.ReadAllBytesAsync(StorePath(id), Cancellation));
    }

    private static byte[] Disk(string content) => content switch
    {
        "qcow2" => DiskHeaders.Qcow2(version: 3),
        "qcow2 on another file" => DiskHeaders.Qcow2(version: 3, backing: 104),
        "vmdk" => DiskHeaders.Vmdk(),
        "vhd" => DiskHeaders.Vhd(),
        "vhdx" => DiskHeaders.Vhdx(),
        "vdi" => DiskHeaders.Vdi(),
        "qed" => DiskHeaders.Put(new byte[4000], 0, "QED\0"),
        _ => Bytes.Random(4000),
    };

    private static PushContent Chunked(byte[] content)
    {
        var body = new PushContent();
        body.Push(content);
        body.End();
        return body;
    }

    private async Task AssertQueuedAgainAsync(Guid id, string? cause)
    {
        var image = await ImageAsync(id);
        Assert.Equal((ImageStatus.Queued, cause), (image.Status, image.StatusReason));
        Assert.Equal((null, null, null, null), (image.Size, image.VirtualSize, image.Checksum, image.HashValue));
        Assert.False(await portal.InDatabaseAsync(db => db.Uploads.AnyAsync(upload => upload.ImageId == id, Cancellation)));
        var store = new DirectoryInfo(Path.GetDirectoryName(StorePath(id))!);
        Assert.DoesNotContain(store.Exists ? store.EnumerateFiles() : [], file => file.Name.Contains(id.ToString(), StringComparison.Ordinal));
    }

    private async Task<HttpResponseMessage> PutAsync(
        Guid id, HttpContent body, string type = "application/octet-stream", string roles = "member", string project = PortalFactory.Alpha,
        CancellationTokenSource? cut = null, params (string Name, string Value)[] headers)
    {
        var http = portal.Client(roles, project);
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/v2/images/{id}/file") { Content = body };
        body.Headers.ContentType = new(type);
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cut?.Token ?? Cancellation);
    }

    private Task<Guid> CreateAsync() => CreateAsync(new ImageDraft { DiskFormat = "raw", ContainerFormat = "bare" });

    private Task<Guid> CreateAsync(ImageDraft draft) => InScopeAsync(
        async images => (await images.CreateAsync(Callers.Member(PortalFactory.Alpha), draft, Cancellation)).Id);

    private Task<Image> ImageAsync(Guid id) =>
        portal.InDatabaseAsync(db => db.Images.AsNoTracking().SingleAsync(image => image.Id == id, Cancellation));

    private string StorePath(Guid imageId) => Path.Combine(portal.Folder, "data", "stores", "local", imageId.ToString());

    private async Task<T> InScopeAsync<T>(Func<ImageRecords, Task<T>> work)
    {
        await using var scope = portal.Services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<ImageRecords>());
    }
}
