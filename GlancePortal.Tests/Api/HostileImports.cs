using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using GlancePortal.Domain.Import;
using GlancePortal.Tests.Formats;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Api;

/// <summary>The corpus of hostile contents at the doors of imports: none becomes active, and each task names what was found.</summary>
[Trait("Suite", "api")]
public sealed class HostileImports(HostileImports.AnyFormat portal) : IClassFixture<HostileImports.AnyFormat>
{
    public sealed class AnyFormat : TrustingPortal
    {
        public AnyFormat()
        {
            Settings["Images:DiskFormats"] = HostileFiles.DiskFormats;
            Settings["Import:WebDownload:AllowedPrivateHosts"] = "127.0.0.1";
            Settings["Import:WebDownload:AllowedPorts"] = "*";
            Settings["Jobs:AtOnce:image.import"] = "8";
        }
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public Task Staged_and_imported_none_gets_in() => EachAsync(async (client, file, _) =>
    {
        var id = await CreateAsync(client, file.DiskFormat);
        await SendAsync(client, $"/v2/images/{id}/stage", file.Content, HttpStatusCode.NoContent);
        await AssertTaskFailsAsync(client, id, new JsonObject { ["name"] = "glance-direct" }, file);
    });

    [Fact]
    public async Task Fetched_none_gets_in()
    {
        await using var server = new TrapServer();
        server.Answer = visit => Traps.File(HostileFiles.All[int.Parse(visit.Path[1..], null)].Content)(visit);
        await EachAsync(async (client, file, number) =>
        {
            var id = await CreateAsync(client, file.DiskFormat);
            await AssertTaskFailsAsync(client, id, new JsonObject { ["name"] = "web-download", ["uri"] = server.Address($"/{number}").ToString() }, file);
        });
    }

    [Fact]
    public async Task Into_a_project_that_converts_none_gets_in()
    {
        var project = await ConvertingProjectAsync();
        await EachAsync(
            async (client, file, _) =>
            {
                var id = await CreateAsync(client, file.DiskFormat);
                var body = await SendAsync(client, $"/v2/images/{id}/file", file.Content, status: null);
                Assert.Contains(file.Names, body, StringComparison.Ordinal);
                await AssertQueuedAsync(client, id, file);
            },
            project);
    }

    [Theory]
    [InlineData("raw", "raw")]
    [InlineData("qcow2", "qcow2")]
    [InlineData("vmdk", "vmdk")]
    [InlineData("vhd", "vpc")]
    [InlineData("vhdx", "vhdx")]
    [InlineData("vdi", "vdi")]
    public async Task A_sound_disk_has_the_size_that_qemu_img_says(string format, string driver)
    {
        var path = Path.Combine(portal.Folder, Guid.NewGuid().ToString("N"));
        await Command.RunAsync("qemu-img", ["create", "-q", "-f", driver, path, "9M"], cancellationToken: Cancellation);
        var said = JsonNode.Parse(await Command.RunAsync("qemu-img", ["info", "-f", driver, "--output", "json", path], cancellationToken: Cancellation))!["virtual-size"]!;
        var content = await File.ReadAllBytesAsync(path, Cancellation);
        using var client = portal.Client();
        using var converting = portal.Client(project: await ConvertingProjectAsync());
        var (staged, converted) = (await CreateAsync(client, format), await CreateAsync(converting, format));

        await SendAsync(client, $"/v2/images/{staged}/stage", content, HttpStatusCode.NoContent);
        await EndOfTaskAsync(client, staged, new JsonObject { ["name"] = "glance-direct" }, "success");
        await SendAsync(converting, $"/v2/images/{converted}/file", content, HttpStatusCode.NoContent);

        (await client.GetJsonAsync($"/v2/images/{staged}")).AssertHas($$"""{ "status": "active", "disk_format": "{{format}}", "virtual_size": {{said}} }""");
        (await converting.GetJsonAsync($"/v2/images/{converted}")).AssertHas($$"""{ "status": "active", "disk_format": "qcow2", "virtual_size": {{said}} }""");
    }

    private async Task EachAsync(Func<HttpClient, HostileFile, int, Task> check, string? project = null)
    {
        using var client = portal.Client(project: project);
        await Parallel.ForEachAsync(
            HostileFiles.All.Index(), new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Cancellation },
            async (entry, _) => await check(client, entry.Item, entry.Index));
    }

    private async Task<string> ConvertingProjectAsync()
    {
        var project = Guid.NewGuid().ToString("N");
        await portal.InDatabaseAsync(async db =>
        {
            db.ProjectImportRules.Add(new ProjectImportRules { ProjectId = project, ConvertTo = "qcow2" });
            return await db.SaveChangesAsync(Cancellation);
        });
        return project;
    }

    private static Task<string> CreateAsync(HttpClient client, string format) =>
        client.CreateImageIdAsync($$"""{ "disk_format": "{{format}}", "container_format": "bare" }""");

    private static async Task<string> SendAsync(HttpClient client, string address, byte[] data, HttpStatusCode? status)
    {
        using var content = new ByteArrayContent(data);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using var answer = await client.PutAsync(address, content, Cancellation);
        Assert.True(status is null ? !answer.IsSuccessStatusCode : status == answer.StatusCode, $"{answer.StatusCode}");
        return await answer.Content.ReadAsStringAsync(Cancellation);
    }

    private static async Task AssertTaskFailsAsync(HttpClient client, string id, JsonObject method, HostileFile file)
    {
        var task = await EndOfTaskAsync(client, id, method, "failure");
        Assert.True(task["message"]!.ToString().Contains(file.Names, StringComparison.Ordinal), $"{file}: {task["message"]}");
        await AssertQueuedAsync(client, id, file);
    }

    private static async Task AssertQueuedAsync(HttpClient client, string id, HostileFile file)
    {
        var image = await client.GetJsonAsync($"/v2/images/{id}");
        Assert.True(image["status"]!.ToString() == "queued" && image["size"] is null && image["checksum"] is null, $"{file}: {image}");
    }

    private static async Task<JsonNode> EndOfTaskAsync(HttpClient client, string id, JsonObject method, string end)
    {
        Assert.Equal(HttpStatusCode.Accepted, await client.StatusAsync(HttpMethod.Post, $"/v2/images/{id}/import", new JsonObject { ["method"] = method }));
        var task = await Eventually.SeeAsync(
            async () => (await client.GetJsonAsync($"/v2/images/{id}/tasks"))["tasks"]![0]!, seen => seen["status"]!.ToString() is "success" or "failure", Cancellation);
        Assert.Equal(end, task["status"]!.ToString());
        return task;
    }
}
