using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Cli;

/// <summary>The options of `openstack image create | set | unset | save | delete`, by what they leave on the published program.</summary>
/// <remarks>Not --volume and --sign-…, which want a volume service and a key manager.</remarks>
[Trait("Suite", "cli")]
public sealed class OpenStackImages(RunningPortal portal) : IClassFixture<RunningPortal>
{
    private readonly OpenStack _alice = new(portal.Credentials("alice", "alpha"));
    private readonly OpenStack _admin = new(portal.Credentials("admin", "admin"));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_image_is_made_with_every_option()
    {
        var (file, id) = (Path.Combine(portal.Folder, "made.raw"), Guid.NewGuid().ToString());
        await File.WriteAllBytesAsync(file, Bytes.Random(300_000), Cancellation);
        using var http = await portal.ConnectAsync("admin", "admin");

        await _admin.RunAsync(
            "image", "create", "made", "--id", id, "--container-format", "bare", "--disk-format", "raw", "--min-disk", "2", "--min-ram", "3", "--file", file,
            "--progress", "--protected", "--public", "--property", "a=b", "--property", "a key=some=text", "--tag", "t1", "--tag", "t2",
            "--project", "alpha", "--project-domain", "Default");

        (await http.GetJsonAsync($"/v2/images/{id}")).AssertHas($$"""
            { "id": "{{id}}", "name": "made", "container_format": "bare", "disk_format": "raw", "min_disk": 2, "min_ram": 3, "protected": true,
              "visibility": "public", "a": "b", "a key": "some=text", "tags": ["t1", "t2"], "owner": "{{PortalFactory.Alpha}}", "status": "active",
              "size": 300000 }
            """);
    }

    [Theory]
    [InlineData("--private")]
    [InlineData("--shared")]
    [InlineData("--community")]
    public async Task An_image_is_made_from_a_pipe_with_a_visibility(string visibility)
    {
        var file = Path.Combine(portal.Folder, $"piped{visibility}.raw");
        await File.WriteAllBytesAsync(file, Bytes.Random(50_000), Cancellation);
        using var http = await portal.ConnectAsync("alice", "alpha");

        var made = await _alice.Redirected($"< <(cat '{file}')").JsonAsync("image", "create", "piped", visibility, "--unprotected");

        (await http.GetJsonAsync($"/v2/images/{made["id"]}")).AssertHas(
            $$"""{ "visibility": "{{visibility[2..]}}", "protected": false, "status": "active", "size": 50000 }""");
    }

    [Fact]
    public async Task Who_may_not_make_an_image_so_is_refused_with_the_reason()
    {
        await _alice.RefusedAsync("publicize_image", "image", "create", "refused", "--public");
        await _alice.RefusedAsync("You are not permitted to create images owned by 'beta'.", "image", "create", "refused", "--project", "beta");

        Assert.DoesNotContain("refused", await _alice.NamesAsync("image", "list", "--status", "active"));
    }

    [Fact]
    public async Task An_image_is_changed_by_every_option_and_keeps_the_rest()
    {
        using var http = await portal.ConnectAsync("alice", "alpha");
        var id = await http.CreateImageIdAsync("""{ "name": "before", "tags": ["kept"], "left": "1", "other": "2" }""");

        await _alice.RunAsync(
            "image", "set", id, "--name", "after", "--min-disk", "3", "--min-ram", "4", "--container-format", "ovf", "--disk-format", "qcow2", "--protected",
            "--private", "--property", "other=3", "--property", "new=4", "--tag", "t", "--architecture", "arm64", "--instance-id", id, "--kernel-id", id,
            "--os-distro", "debian", "--os-version", "12", "--ramdisk-id", id, "--hidden");
        (await http.GetJsonAsync($"/v2/images/{id}")).AssertHas($$"""
            { "name": "after", "min_disk": 3, "min_ram": 4, "container_format": "ovf", "disk_format": "qcow2", "protected": true, "visibility": "private",
              "left": "1", "other": "3", "new": "4", "architecture": "arm64", "instance_id": "{{id}}", "kernel_id": "{{id}}",
              "os_distro": "debian", "os_version": "12", "ramdisk_id": "{{id}}", "os_hidden": true }
            """);

        await _alice.RunAsync("image", "set", id, "--unprotected", "--unhidden", "--community");
        (await http.GetJsonAsync($"/v2/images/{id}")).AssertHas("""{ "protected": false, "os_hidden": false, "visibility": "community" }""");

        await _alice.RunAsync("image", "unset", id, "--tag", "kept", "--property", "left", "--property", "architecture");
        var image = await http.GetJsonAsync($"/v2/images/{id}");
        image.AssertHas("""{ "tags": ["t"], "other": "3", "os_distro": "debian" }""");
        Assert.Null(image["left"] ?? image["architecture"]);
        await _alice.RefusedAsync("'kept' is a nonexistent tag", "image", "unset", id, "--tag", "kept");
        await _alice.RefusedAsync("'left' is a nonexistent property", "image", "unset", id, "--property", "left");
    }

    [Fact]
    public async Task An_administrator_publishes_an_image_and_gives_it_away()
    {
        using var http = await portal.ConnectAsync("alice", "alpha");
        var id = await http.CreateImageIdAsync("""{ "name": "given" }""");
        await _alice.RefusedAsync("publicize_image", "image", "set", id, "--public");

        await _admin.RunAsync("image", "set", id, "--public", "--project", "beta", "--project-domain", "Default");
        (await http.GetJsonAsync($"/v2/images/{id}")).AssertHas($$"""{ "visibility": "public", "owner": "{{PortalFactory.Beta}}" }""");

        await _admin.RunAsync("image", "set", "given", "--shared", "--project", "alpha");
        (await http.GetJsonAsync($"/v2/images/{id}")).AssertHas($$"""{ "visibility": "shared", "owner": "{{PortalFactory.Alpha}}" }""");
    }

    [Fact]
    public async Task An_image_is_shown_and_saved_and_several_are_deleted()
    {
        var saved = Path.Combine(portal.Folder, "saved.raw");
        using var http = await portal.ConnectAsync("alice", "alpha");
        var (one, two) = (await http.UploadImageAsync(Bytes.Random(3_000), "one"), await http.CreateImageIdAsync("""{ "name": "two" }"""));

        Assert.Equal("3K", (await _alice.JsonAsync("image", "show", "one", "--human-readable"))["size"]!.ToString());
        await _alice.Redirected($"</dev/null >'{saved}'").RunAsync("image", "save", "one");
        Assert.Equal(Bytes.Random(3_000), await File.ReadAllBytesAsync(saved, Cancellation));

        await http.PatchImageAsync(two, """[{ "op": "replace", "path": "/protected", "value": true }]""");
        var (status, _, error) = await _alice.TryAsync("image", "delete", one, "none", "two");
        Assert.Equal(1, status);
        Assert.Contains($"Image {two} is protected and cannot be deleted.", error, StringComparison.Ordinal);
        Assert.Contains("Failed to delete 2 of 3 images.", error, StringComparison.Ordinal);
        Assert.DoesNotContain(one, await http.ListImagesAsync());
        Assert.Contains(two, await http.ListImagesAsync());
    }

    [Fact]
    public async Task A_share_is_accepted_rejected_and_put_off()
    {
        var bob = new OpenStack(portal.Credentials("bob", "beta"));
        using var http = await portal.ConnectAsync("alice", "alpha");
        var id = await http.CreateImageIdAsync("""{ "name": "offered" }""");

        // Only an administrator finds projects of others by their name.
        var made = await _admin.JsonAsync("image", "add", "project", "offered", "beta", "--project-domain", "Default");
        Assert.Equal((id, PortalFactory.Beta, "pending"), (made["image_id"]!.ToString(), made["member_id"]!.ToString(), made["status"]!.ToString()));
        foreach (var (option, status) in new[] { ("--accept", "accepted"), ("--reject", "rejected"), ("--pending", "pending") })
        {
            await bob.RunAsync("image", "set", id, option);
            (await http.GetJsonAsync($"/v2/images/{id}/members/{PortalFactory.Beta}")).AssertHas($$"""{ "status": "{{status}}" }""");
        }

        var listed = (await bob.JsonAsync("image", "member", "list", id, "--project-domain", "Default")).AsArray();
        Assert.Equal(PortalFactory.Beta, Assert.Single(listed)!["Member ID"]!.ToString());
        await _admin.RunAsync("image", "remove", "project", "offered", "beta", "--project-domain", "Default");
        Assert.Empty((await _alice.JsonAsync("image", "member", "list", "offered")).AsArray());
    }
}
