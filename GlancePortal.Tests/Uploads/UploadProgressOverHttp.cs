using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Uploads;

[Trait("Suite", "api")]
public sealed class UploadProgressOverHttp(PortalFactory portal) : TusFacts(portal), IClassFixture<PortalFactory>
{
    [Fact]
    public async Task It_tells_bytes_and_phases_while_bytes_are_missing()
    {
        var (alice, content) = (await SenderAsync(), Bytes.Random(300_000));
        using var created = await BeginAsync(alice, content.Length);
        using var sent = await alice.PatchAsync(created.Upload(), 0, content[..200_000], Cancellation);

        var upload = await ShowAsync("carol", created.UploadId());

        Assert.Equal(created.ImageId(), upload.GetProperty("imageId").GetGuid());
        Assert.Equal((200_000, 300_000), (upload.GetProperty("offset").GetInt64(), upload.GetProperty("length").GetInt64()));
        Assert.Equal("alice", upload.GetProperty("userName").GetString());
        Assert.False(upload.GetProperty("receiving").GetBoolean());
        var job = upload.GetProperty("job");
        Assert.Equal("waiting", job.GetProperty("state").GetString());
        Assert.Equal(
            ["Send running", "Verify waiting", "Inspect waiting", "Store waiting"],
            job.GetProperty("phases").EnumerateArray().Select(phase => $"{phase.GetProperty("name")} {phase.GetProperty("state")}"));
    }

    [Fact]
    public async Task It_still_tells_the_end_when_the_upload_is_over()
    {
        var (alice, content) = (await SenderAsync(), Bytes.Random(5_000));
        using var created = await BeginAsync(alice, content.Length);
        using var sent = await alice.PatchAsync(created.Upload(), 0, content, Cancellation);
        await EndOfJobAsync(created.ImageId());

        var upload = await ShowAsync("alice", created.UploadId());

        Assert.Equal("succeeded", upload.GetProperty("job").GetProperty("state").GetString());
        Assert.Equal(5_000, upload.GetProperty("offset").GetInt64());
    }

    [Fact]
    public async Task It_names_the_cause_of_a_refusal()
    {
        var (alice, content) = (await SenderAsync(), Bytes.Random(5_000));
        using var created = await alice.CreateAsync(
            content.Length, TusClient.RawImage("x", ("checksum_sha256", new string('0', 64))), Cancellation);
        using var sent = await alice.PatchAsync(created.Upload(), 0, content, Cancellation);
        await EndOfJobAsync(created.ImageId());

        var job = (await ShowAsync("alice", created.UploadId())).GetProperty("job");

        Assert.Equal("failed", job.GetProperty("state").GetString());
        Assert.Equal("upload.digest_mismatch", job.GetProperty("cause").GetProperty("code").GetString());
    }

    [Fact]
    public async Task Samples_are_digests_of_what_was_received_from_its_first_to_its_last_byte()
    {
        var (alice, content) = (await SenderAsync(), Bytes.Random(1_000_000));
        using var created = await BeginAsync(alice, content.Length);
        using var sent = await alice.PatchAsync(created.Upload(), 0, content[..700_000], Cancellation);

        using var client = await Portal.ClientOfAsync("carol", "alpha");
        var blocks = (await client.GetFromJsonAsync<JsonElement>($"/api/v1/uploads/{created.UploadId()}/samples", Cancellation))
            .EnumerateArray().Select(block => (
                Offset: block.GetProperty("offset").GetInt32(), Length: block.GetProperty("length").GetInt32(), Digest: block.GetProperty("sha256").GetString()))
            .ToList();

        Assert.Equal(8, blocks.Count);
        Assert.Equal((0, 700_000), (blocks[0].Offset, blocks[^1].Offset + blocks[^1].Length));
        Assert.All(blocks, block => Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(content.AsSpan(block.Offset, block.Length))), block.Digest));
    }

    [Fact]
    public async Task For_another_project_it_does_not_exist()
    {
        var alice = await SenderAsync();
        using var created = await BeginAsync(alice, 10);
        using var bob = await Portal.ClientOfAsync("bob", "beta");

        foreach (var path in new[] { "", "/samples" })
        {
            using var answer = await bob.GetAsync(new Uri($"/api/v1/uploads/{created.UploadId()}{path}", UriKind.Relative), Cancellation);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
    }

    private async Task<JsonElement> ShowAsync(string user, Guid id)
    {
        using var client = await Portal.ClientOfAsync(user, "alpha");
        return await client.GetFromJsonAsync<JsonElement>($"/api/v1/uploads/{id}", Cancellation);
    }
}
