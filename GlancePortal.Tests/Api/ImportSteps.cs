using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Api;

/// <summary>What is done to data on its way, by the operator's plugins, by a project's rules and on demand.</summary>
[Trait("Suite", "api")]
public sealed class ImportSteps(ImportSteps.WithPlugins portal) : IClassFixture<ImportSteps.WithPlugins>
{
    private const string Direct = """{ "method": { "name": "glance-direct" } }""";

    public sealed class WithPlugins : TrustingPortal
    {
        public WithPlugins()
        {
            Settings["Import:Plugins"] = "decompress,convert";
            Settings["Import:ConversionFormat"] = "qcow2";
        }
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Packed_data_is_unpacked_and_converted()
    {
        using var client = portal.Client();
        var disk = new byte[4 << 20];
        Bytes.Random(100_000).CopyTo(disk, 1 << 20);
        var id = await client.CreateImageIdAsync("""{ "disk_format": "raw", "container_format": "bare" }""");
        await StageAsync(client, id, Gzip(disk));

        await ImportAsync(client, id);
        var image = await SeeStatusAsync(client, id, "active");
        var data = await client.GetByteArrayAsync($"/v2/images/{id}/file", Cancellation);

        image.AssertHas($$"""{ "disk_format": "qcow2", "container_format": "bare", "virtual_size": {{4 << 20}}, "size": {{data.Length}} }""");
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA512.HashData(data)), image["os_hash_value"]!.ToString());
        Assert.Equal(disk, await AsRawAsync(data, "qcow2"));
    }

    [Fact]
    public async Task An_archive_that_is_cut_off_fails_with_its_cause()
    {
        using var client = portal.Client();
        var id = await client.CreateImageIdAsync("""{ "disk_format": "raw", "container_format": "bare" }""");
        await StageAsync(client, id, Gzip(Bytes.Random(100_000))[..50_000]);

        await ImportAsync(client, id);
        var task = await Eventually.SeeAsync(
            async () => (await client.GetJsonAsync($"/v2/images/{id}/tasks"))["tasks"]![0]!, body => body["status"]!.ToString() == "failure", Cancellation);

        Assert.Contains("not whole", task["message"]!.ToString(), StringComparison.Ordinal);
        Assert.Equal("queued", (await client.GetJsonAsync($"/v2/images/{id}"))["status"]!.ToString());
    }

    [Fact]
    public async Task Data_that_is_meant_to_stay_packed_stays_as_it_is()
    {
        using var client = portal.Client();
        var packed = Gzip(Bytes.Random(1000));
        var id = await client.CreateImageIdAsync("""{ "disk_format": "raw", "container_format": "compressed" }""");
        await StageAsync(client, id, packed);

        await ImportAsync(client, id);
        await SeeStatusAsync(client, id, "active");

        Assert.Equal(packed, await client.GetByteArrayAsync($"/v2/images/{id}/file", Cancellation));
    }

    [Fact]
    public async Task What_is_uploaded_by_the_image_api_is_stored_as_it_comes()
    {
        using var client = portal.Client();
        var data = Bytes.Random(5000);
        var id = await client.UploadImageAsync(data);

        Assert.Equal(data, await client.GetByteArrayAsync($"/v2/images/{id}/file", Cancellation));
    }

    [Theory]
    [InlineData("qcow2", "zstd")]
    [InlineData("qcow2", null)]
    [InlineData("vmdk", null)]
    [InlineData("vhd", null)]
    [InlineData("vhdx", null)]
    [InlineData("vdi", null)]
    public async Task An_image_is_converted_into_a_new_one(string format, string? compression)
    {
        using var client = portal.Client();
        var disk = new byte[2 << 20];
        Bytes.Random(300_000).CopyTo(disk, 500_000);
        var source = await client.UploadImageAsync(disk, "origin");

        var begun = await ConvertAsync(client, source, new JsonObject { ["diskFormat"] = format, ["compression"] = compression, ["name"] = "other" });
        var made = begun["imageId"]!.ToString();
        var image = await SeeStatusAsync(client, made, "active");

        image.AssertHas($$"""{ "name": "other", "disk_format": "{{format}}", "virtual_size": {{2 << 20}} }""");
        Assert.NotEqual(source, made);
        Assert.Equal(disk, await AsRawAsync(await client.GetByteArrayAsync($"/v2/images/{made}/file", Cancellation), format == "vhd" ? "vpc" : format));
        Assert.Equal(disk, await client.GetByteArrayAsync($"/v2/images/{source}/file", Cancellation));
    }

    [Fact]
    public async Task An_image_is_converted_in_its_place()
    {
        using var client = portal.Client();
        var disk = new byte[2 << 20];
        Bytes.Random(300_000).CopyTo(disk, 500_000);
        var id = await client.UploadImageAsync(disk);

        await ConvertAsync(client, id, new JsonObject { ["diskFormat"] = "qcow2", ["replace"] = true });
        var image = await Eventually.SeeAsync(
            () => client.GetJsonAsync($"/v2/images/{id}"), body => body["disk_format"]!.ToString() == "qcow2" && body["os_glance_import_task"] is null, Cancellation);

        image.AssertHas($$"""{ "status": "active", "virtual_size": {{2 << 20}} }""");
        var data = await client.GetByteArrayAsync($"/v2/images/{id}/file", Cancellation);
        Assert.Equal(image["size"]!.GetValue<long>(), data.Length);
        Assert.Equal(disk, await AsRawAsync(data, "qcow2"));
    }

    [Theory]
    [InlineData("""{ "diskFormat": "raw" }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "diskFormat": "floppy" }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "diskFormat": "vmdk", "compression": "zlib" }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "diskFormat": "qcow2", "compression": "lz4" }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ }""", HttpStatusCode.BadRequest)]
    public async Task A_conversion_that_cannot_be_is_refused(string body, HttpStatusCode status)
    {
        using var client = portal.Client();
        var id = await client.UploadImageAsync(Bytes.Random(512));

        Assert.Equal(status, await client.StatusAsync(HttpMethod.Post, $"/api/v1/images/{id}/convert", JsonNode.Parse(body)));
    }

    [Fact]
    public async Task Only_an_active_image_that_one_may_download_is_converted()
    {
        using var client = portal.Client();
        using var reader = portal.Client("reader", client.DefaultRequestHeaders.GetValues("X-Project-Id").Single());
        using var stranger = portal.Client();
        var wanted = JsonNode.Parse("""{ "diskFormat": "qcow2" }""");
        var queued = await client.CreateImageIdAsync("""{ "disk_format": "raw", "container_format": "bare" }""");
        var active = await client.UploadImageAsync(Bytes.Random(512));

        Assert.Equal(HttpStatusCode.Conflict, await client.StatusAsync(HttpMethod.Post, $"/api/v1/images/{queued}/convert", wanted));
        Assert.Equal(HttpStatusCode.Forbidden, await reader.StatusAsync(HttpMethod.Post, $"/api/v1/images/{active}/convert", wanted));
        Assert.Equal(HttpStatusCode.NotFound, await stranger.StatusAsync(HttpMethod.Post, $"/api/v1/images/{active}/convert", wanted));
    }

    private static byte[] Gzip(byte[] data)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(data);
        }

        return packed.ToArray();
    }

    private static async Task<JsonNode> ConvertAsync(HttpClient client, string id, JsonObject wanted)
    {
        using var answer = await client.SendJsonAsync(HttpMethod.Post, $"/api/v1/images/{id}/convert", wanted);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        return await answer.JsonAsync();
    }

    private async Task<byte[]> AsRawAsync(byte[] data, string format)
    {
        var (from, to) = (Path.Combine(portal.Folder, Guid.NewGuid().ToString("N")), Path.Combine(portal.Folder, Guid.NewGuid().ToString("N")));
        await File.WriteAllBytesAsync(from, data, Cancellation);
        await Command.RunAsync("qemu-img", ["convert", "-f", format, "-O", "raw", from, to], cancellationToken: Cancellation);
        return await File.ReadAllBytesAsync(to, Cancellation);
    }

    private static Task<JsonNode> SeeStatusAsync(HttpClient client, string id, string status) =>
        Eventually.SeeAsync(() => client.GetJsonAsync($"/v2/images/{id}"), body => body["status"]!.ToString() == status, Cancellation);

    private static async Task ImportAsync(HttpClient client, string id)
    {
        using var answer = await client.SendTextAsync(HttpMethod.Post, $"/v2/images/{id}/import", Direct);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
    }

    private static async Task StageAsync(HttpClient client, string id, byte[] data)
    {
        using var content = new ByteArrayContent(data);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using var answer = await client.PutAsync($"/v2/images/{id}/stage", content, Cancellation);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }
}
