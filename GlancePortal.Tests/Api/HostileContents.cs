using System.Net;
using System.Net.Http.Headers;
using GlancePortal.Domain.Images;
using GlancePortal.Domain.Jobs;
using GlancePortal.Tests.Formats;
using GlancePortal.Tests.Support;
using GlancePortal.Tests.Uploads;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace GlancePortal.Tests.Api;

/// <summary>The corpus of hostile contents at each door: none becomes active, and each refusal names what was found.</summary>
[Trait("Suite", "api")]
public sealed class HostileContents(HostileContents.AnyFormat portal) : TusFacts(portal), IClassFixture<HostileContents.AnyFormat>
{
    [Fact]
    public async Task Put_refuses_all_of_them()
    {
        var client = await Portal.ClientOfAsync("alice", "alpha");
        foreach (var file in HostileFiles.All)
        {
            var id = Guid.Parse(await client.CreateImageIdAsync($$"""{ "disk_format": "{{file.DiskFormat}}", "container_format": "bare" }"""));
            using var content = new ByteArrayContent(file.Content);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            using var answer = await client.PutAsync($"/v2/images/{id}/file", content, Cancellation);

            Assert.True(answer.StatusCode == HttpStatusCode.UnsupportedMediaType, $"{file}: {answer.StatusCode}");
            Assert.Contains(file.Names, await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
            await AssertNothingKeptAsync(id, file);
        }
    }

    [Fact]
    public async Task Tus_refuses_all_of_them()
    {
        var sender = await SenderAsync();
        var sent = new List<(HostileFile File, Guid ImageId)>();
        foreach (var file in HostileFiles.All)
        {
            var content = file.Content;
            using var created = await sender.CreateAsync(
                content.Length, TusClient.Metadata(("name", file.Name), ("disk_format", file.DiskFormat), ("container_format", "bare")), Cancellation);
            Assert.Equal(HttpStatusCode.Created, created.StatusCode);
            if (content.Length > 0)
            {
                using var piece = await sender.PatchAsync(created.Upload(), 0, content, Cancellation);
                Assert.Equal(HttpStatusCode.NoContent, piece.StatusCode);
            }
            sent.Add((file, created.ImageId()));
        }
        foreach (var (file, imageId) in sent)
        {
            var job = await EndOfJobAsync(imageId);

            Assert.True((JobState.Failed, file.Code) == (job.State, job.CauseCode), $"{file}: {job.State}, {job.CauseCode}");
            Assert.Contains(file.Names, job.CauseMessage, StringComparison.Ordinal);
            await AssertNothingKeptAsync(imageId, file);
        }
    }

    [Fact]
    public async Task Containers_that_are_not_looked_into_may_hold_anything()
    {
        var client = await Portal.ClientOfAsync("alice", "alpha");
        foreach (var container in new[] { "ova", "compressed", "docker" })
        {
            var id = await client.CreateImageIdAsync($$"""{ "disk_format": "raw", "container_format": "{{container}}" }""");
            using var content = new ByteArrayContent(Qcow2Files.Valid().Bytes);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            using var answer = await client.PutAsync($"/v2/images/{id}/file", content, Cancellation);

            Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        }
    }

    private async Task AssertNothingKeptAsync(Guid id, HostileFile file)
    {
        var image = await ImageAsync(id);
        Assert.True((ImageStatus.Queued, file.Code) == (image.Status, image.StatusReason), $"{file}: {image.Status}, {image.StatusReason}");
        Assert.Equal((null, null, null, null), (image.Size, image.VirtualSize, image.Checksum, image.HashValue));
        Assert.False(File.Exists(StorePath(id)));
        Assert.False(await Portal.InDatabaseAsync(db => db.ImageLocations.AnyAsync(location => location.ImageId == id, Cancellation)));
    }

    public sealed class AnyFormat : PortalFactory
    {
        public AnyFormat() => Settings["Images:DiskFormats"] = HostileFiles.DiskFormats;
    }
}
