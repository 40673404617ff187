using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Cli;

/// <summary>`glance image-*` and `image-tag-*` on one image: what they leave on the published program.</summary>
[Trait("Suite", "cli")]
public sealed class GlanceImages(RunningPortal portal) : IClassFixture<RunningPortal>
{
    private const string Raw = """{ "disk_format": "raw", "container_format": "bare" }""";
    private readonly Glance _alice = new(portal.Credentials("alice", "alpha"));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_image_is_made_with_every_option()
    {
        var (file, id) = (await FileAsync("all.raw", 300_000), Guid.NewGuid().ToString());

        var shown = await _alice.ShowAsync(
            "image-create", "--id", id, "--name", "all", "--disk-format", "raw", "--container-format", "bare", "--min-ram", "64", "--min-disk", "1",
            "--visibility", "private", "--protected", "True", "--hidden", "True", "--owner", PortalFactory.Alpha, "--architecture", "x86_64",
            "--os-distro", "debian", "--os-version", "12", "--kernel-id", id, "--ramdisk-id", id, "--instance-uuid", id, "--tags", "a", "b",
            "--property", "a.key=some text", "--property", "名=值=1", "--file", file, "--store", "local", "--progress");

        Assert.Equal("active", shown["status"]);
        using var http = await portal.ConnectAsync("alice", "alpha");
        var image = await http.GetJsonAsync($"/v2/images/{id}");
        image.AssertHas($$"""
            { "id": "{{id}}", "name": "all", "disk_format": "raw", "container_format": "bare", "min_ram": 64, "min_disk": 1, "visibility": "private",
              "protected": true, "os_hidden": true, "owner": "{{PortalFactory.Alpha}}", "architecture": "x86_64", "os_distro": "debian",
              "os_version": "12", "kernel_id": "{{id}}", "ramdisk_id": "{{id}}", "instance_uuid": "{{id}}", "tags": ["a", "b"],
              "a.key": "some text", "名": "值=1", "size": 300000, "status": "active", "stores": "local" }
            """);
        Assert.Equal(image["os_hash_value"]!.ToString(), shown["os_hash_value"]);
        Assert.Equal(await File.ReadAllBytesAsync(file, Cancellation), await http.GetByteArrayAsync($"/v2/images/{id}/file", Cancellation));
    }

    [Fact]
    public async Task An_image_is_changed_by_every_option_and_keeps_the_rest()
    {
        using var http = await portal.ConnectAsync("alice", "alpha");
        var id = await http.CreateImageIdAsync("""{ "name": "before", "tags": ["kept"], "gone": "1", "left": "2", "os_distro": "debian" }""");

        var shown = await _alice.ShowAsync(
            "image-update", id, "--name", "after", "--disk-format", "qcow2", "--container-format", "ovf", "--min-ram", "5", "--min-disk", "6",
            "--visibility", "community", "--protected", "True", "--hidden", "True", "--owner", PortalFactory.Alpha, "--architecture", "aarch64",
            "--os-distro", "arch", "--os-version", "9", "--kernel-id", id, "--ramdisk-id", id, "--instance-uuid", id, "--property", "new/one=x",
            "--property", "left=3", "--remove-property", "gone", "--remove-property", "never-there");

        var image = await http.GetJsonAsync($"/v2/images/{id}");
        image.AssertHas($$"""
            { "name": "after", "disk_format": "qcow2", "container_format": "ovf", "min_ram": 5, "min_disk": 6, "visibility": "community",
              "protected": true, "os_hidden": true, "architecture": "aarch64", "os_distro": "arch", "os_version": "9", "kernel_id": "{{id}}",
              "ramdisk_id": "{{id}}", "instance_uuid": "{{id}}", "new/one": "x", "left": "3", "tags": ["kept"] }
            """);
        Assert.Null(image["gone"]);
        Assert.Equal(("after", "True"), (shown["name"], shown["protected"]));

        await _alice.RunAsync("image-update", id, "--protected", "False", "--hidden", "False", "--visibility", "shared", "--remove-property", "os_distro");
        image = await http.GetJsonAsync($"/v2/images/{id}");
        image.AssertHas("""{ "protected": false, "os_hidden": false, "visibility": "shared", "name": "after" }""");
        Assert.Null(image["os_distro"]);
    }

    [Fact]
    public async Task What_may_not_be_changed_is_refused_in_readable_words()
    {
        using var http = await portal.ConnectAsync("alice", "alpha");
        var id = await http.CreateImageIdAsync();

        await _alice.RefusedAsync("HTTP 403 Forbidden: Attribute 'os_hash_value' is read-only.", "image-update", id, "--property", "os_hash_value=1");
        await _alice.RefusedAsync("publicize_image", "image-update", id, "--visibility", "public");
        await _alice.RefusedAsync("HTTP 404 Not Found: No image found with ID none", "image-show", "none");
    }

    [Fact]
    public async Task Data_goes_up_and_comes_back_by_file()
    {
        var (file, saved) = (await FileAsync("up.raw", 1_234_567), portal.Folder + "/down.raw");
        var made = await _alice.ShowAsync("image-create", "--name", "data", "--disk-format", "raw", "--container-format", "bare");
        var id = made["id"];
        Assert.Equal("queued", made["status"]);
        await _alice.RefusedAsync("has no data", "image-download", id, "--file", saved);

        await _alice.RunAsync("image-upload", id, "--file", file, "--size", "1234567", "--store", "local", "--progress");
        await _alice.RefusedAsync("HTTP 409 Conflict", "image-upload", id, "--file", file);
        await _alice.RunAsync("image-download", id, "--file", saved, "--progress", "--allow-md5-fallback");

        Assert.Equal(await File.ReadAllBytesAsync(file, Cancellation), await File.ReadAllBytesAsync(saved, Cancellation));
        var shown = await _alice.ShowAsync("image-show", id, "--human-readable", "--max-column-width", "40");
        Assert.Equal(("active", "1.2MB", "1234567"), (shown["status"], shown["size"], shown["virtual_size"]));
    }

    [Fact]
    public async Task Data_goes_up_and_comes_back_through_a_pipe()
    {
        var (file, saved) = (await FileAsync("pipe.raw", 77_777), portal.Folder + "/piped.raw");
        using var http = await portal.ConnectAsync("alice", "alpha");
        var id = await http.CreateImageIdAsync(Raw);

        await _alice.Redirected($"< <(cat '{file}')").RunAsync("image-upload", id);
        var made = await _alice.Redirected($"<'{file}'").ShowAsync("image-create", "--disk-format", "raw", "--container-format", "bare");
        await _alice.Redirected($"<&- >'{saved}'").RunAsync("image-download", id);

        var bytes = await File.ReadAllBytesAsync(file, Cancellation);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(saved, Cancellation));
        Assert.Equal(bytes, await http.GetByteArrayAsync($"/v2/images/{made["id"]}/file", Cancellation));
    }

    [Fact]
    public async Task What_cannot_be_stored_is_refused_and_leaves_the_image_queued()
    {
        var (file, lie) = (await FileAsync("refused.raw", 1_000), portal.Folder + "/lie.qcow2");
        await Command.RunAsync("qemu-img", ["create", "-f", "qcow2", lie, "1M"], cancellationToken: Cancellation);
        using var http = await portal.ConnectAsync("alice", "alpha");
        var (bare, raw) = (await http.CreateImageIdAsync(), await http.CreateImageIdAsync(Raw));

        await _alice.RefusedAsync("disk_format and container_format must be set", "image-upload", bare, "--file", file);
        await _alice.RefusedAsync("Store 'tape' is not valid", "image-upload", raw, "--file", file, "--store", "tape");
        await _alice.RefusedAsync("HTTP 415", "image-upload", raw, "--file", lie);

        Assert.Equal(["queued", "queued"], [await StatusAsync(http, bare), await StatusAsync(http, raw)]);
    }

    [Fact]
    public async Task An_image_is_taken_out_of_use_and_brought_back()
    {
        using var http = await portal.ConnectAsync("alice", "alpha");
        var id = await http.UploadImageAsync([1, 2, 3]);

        await _alice.RunAsync("image-deactivate", id);
        Assert.Equal("deactivated", await StatusAsync(http, id));
        await _alice.RefusedAsync("HTTP 403 Forbidden: The requested image has been deactivated", "image-download", id, "--file", portal.Folder + "/off");

        await _alice.RunAsync("image-reactivate", id);
        Assert.Equal("active", await StatusAsync(http, id));
    }

    [Fact]
    public async Task Images_are_deleted_and_what_cannot_be_is_told_of_each()
    {
        using var http = await portal.ConnectAsync("alice", "alpha");
        var (one, two, safe) = (await http.UploadImageAsync([1]), await http.CreateImageIdAsync(), await http.CreateImageIdAsync("""{ "protected": true }"""));

        await _alice.RunAsync("image-delete", one);
        var (status, _, error) = await _alice.TryAsync("image-delete", safe, "none", one, two);

        Assert.Equal(1, status);
        Assert.Equal(
            [$"You are not permitted to delete the image '{safe}'.", "No image with an ID of 'none' exists.", $"No image with an ID of '{one}' exists."],
            error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        var left = await http.ListImagesAsync("?limit=1000");
        Assert.DoesNotContain(one, left);
        Assert.DoesNotContain(two, left);
        Assert.Contains(safe, left);
    }

    [Fact]
    public async Task Tags_are_put_on_and_taken_off()
    {
        using var http = await portal.ConnectAsync("alice", "alpha");
        var id = await http.CreateImageIdAsync("""{ "tags": ["first"] }""");

        var shown = Assert.Single(await _alice.RowsAsync("image-tag-update", id, "标签 2"));
        Assert.Equal((id, "['first', '标签 2']"), (shown["ID"], shown["Tags"]));

        await _alice.RunAsync("image-tag-delete", id, "first");
        (await http.GetJsonAsync($"/v2/images/{id}")).AssertHas("""{ "tags": ["标签 2"] }""");
        await _alice.RefusedAsync("HTTP 404 Not Found: No tag found with ID first", "image-tag-delete", id, "first");
    }

    private async Task<string> FileAsync(string name, int length)
    {
        var file = Path.Combine(portal.Folder, name);
        await File.WriteAllBytesAsync(file, Bytes.Random(length), Cancellation);
        return file;
    }

    private static async Task<string> StatusAsync(HttpClient http, string id) => (await http.GetJsonAsync($"/v2/images/{id}"))["status"]!.ToString();
}
