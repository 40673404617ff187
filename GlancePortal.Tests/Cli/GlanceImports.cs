using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Cli;

/// <summary>`glance` and `openstack` import data into images, by what is staged, by an address and by a copy.</summary>
[Trait("Suite", "cli")]
public sealed class GlanceImports : IAsyncLifetime
{
    private readonly RunningPortal _portal = new();
    private readonly byte[] _data = Bytes.Random(300_000);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _portal.Settings.AddRange([
            "Stores:Default=local", "Stores:Backends:local:Type=File", "Stores:Backends:second:Type=File", "Import:WebDownload:AllowedPorts=*",
            "Import:WebDownload:AllowedPrivateHosts=127.0.0.1",
        ]);
        await _portal.InitializeAsync();
        await File.WriteAllBytesAsync(Path.Combine(_portal.Folder, "disk.raw"), _data, Cancellation);
    }

    public ValueTask DisposeAsync() => _portal.DisposeAsync();

    [Fact]
    public async Task Every_method_brings_the_data_into_an_image()
    {
        var file = Path.Combine(_portal.Folder, "disk.raw");
        var alice = new Glance(_portal.Credentials("alice", "alpha"));
        var admin = new Glance(_portal.Credentials("admin", "admin"));
        using var http = await _portal.ConnectAsync("alice", "alpha");
        await using var server = new TrapServer { Answer = Traps.File(_data) };

        Assert.Contains("glance-direct", (await alice.ShowAsync("import-info"))["import-methods"], StringComparison.Ordinal);
        Assert.Contains("second", (await alice.ShowAsync("stores-info"))["stores"], StringComparison.Ordinal);

        var made = await alice.ShowAsync("image-create-via-import", "--file", file, "--disk-format", "raw", "--container-format", "bare", "--name", "made");
        await AssertImportedAsync(http, made["id"], "local");

        var staged = await http.NewImageAsync();
        await alice.RunAsync("image-stage", staged, "--file", file);
        Assert.Equal("uploading", (await http.GetJsonAsync($"/v2/images/{staged}"))["status"]!.ToString());
        await alice.RunAsync("image-import", staged, "--import-method", "glance-direct");
        await AssertImportedAsync(http, staged, "local");

        var fetched = await http.NewImageAsync();
        await alice.RunAsync("image-import", fetched, "--import-method", "web-download", "--uri", server.Address().ToString());
        await AssertImportedAsync(http, fetched, "local");

        await admin.RunAsync("image-import", fetched, "--import-method", "copy-image", "--stores", "second");
        await AssertImportedAsync(http, fetched, "local,second");

        Assert.Contains("success", await alice.RunAsync("image-tasks", fetched), StringComparison.Ordinal);
        Assert.Equal(2, (await http.GetJsonAsync($"/v2/images/{fetched}/tasks"))["tasks"]!.AsArray().Count);
        var shown = await admin.ListAsync("ID", "task-list");
        Assert.Equal(4, shown.Count);
        Assert.Equal("success", (await admin.ShowAsync("task-show", shown[0]))["status"]);
    }

    [Fact]
    public async Task Openstack_makes_an_image_by_an_import()
    {
        var file = Path.Combine(_portal.Folder, "disk.raw");
        using var http = await _portal.ConnectAsync("alice", "alpha");

        await new OpenStack(_portal.Credentials("alice", "alpha")).RunAsync("image", "create", "imported", "--import", "--file", file, "--disk-format", "raw");

        await AssertImportedAsync(http, Assert.Single(await http.ListImagesAsync("?name=imported")), "local");
    }

    private async Task AssertImportedAsync(HttpClient http, string id, string stores)
    {
        var image = await Eventually.SeeAsync(
            () => http.GetJsonAsync($"/v2/images/{id}"),
            body => (body["status"]!.ToString() == "active" && body["os_glance_import_task"] is null) || body["status"]!.ToString() == "queued", Cancellation);
        Assert.Equal(("active", stores), (image["status"]!.ToString(), image["stores"]!.ToString()));
        Assert.Equal(_data, await http.GetByteArrayAsync($"/v2/images/{id}/file", Cancellation));
    }
}
