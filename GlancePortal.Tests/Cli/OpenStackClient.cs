using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Cli;

/// <summary>Debian's unmodified `openstack` against the published program.</summary>
[Trait("Suite", "cli")]
public sealed class OpenStackClient(RunningPortal portal) : IClassFixture<RunningPortal>
{
    private const string Project = "alpha";

    private OpenStack Alice => new(portal.Credentials("alice", Project));

    private OpenStack Bob => new(portal.Credentials("bob", "beta"));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_is_issued_and_the_member_s_projects_are_listed()
    {
        var token = await Alice.JsonAsync("token", "issue");
        var projects = await Alice.JsonAsync("project", "list");

        Assert.NotEmpty((string?)token["id"] ?? "");
        Assert.Equal([Project], projects.AsArray().Select(project => (string?)project!["Name"]));
    }

    [Fact]
    public async Task An_image_goes_up_is_found_changed_and_comes_back_equal_to_its_last_byte()
    {
        var file = await Qcow2Async("up.qcow2");
        var created = await Alice.JsonAsync(
            "image", "create", "debian-cli", "--file", file, "--disk-format", "qcow2", "--container-format", "bare",
            "--property", "os_distro=debian", "--tag", "x");
        Assert.Equal("active", (await Alice.JsonAsync("image", "show", "debian-cli"))["status"]!.ToString());

        Assert.Contains("debian-cli", await Alice.NamesAsync("image", "list"));

        await Alice.RunAsync("image", "set", "debian-cli", "--property", "os_version=12", "--min-ram", "512", "--tag", "y");
        var shown = await Alice.JsonAsync("image", "show", "debian-cli");
        Assert.Equal("512", shown["min_ram"]!.ToString());
        Assert.Equal(["x", "y"], shown["tags"]!.AsArray().Select(tag => tag!.ToString()).Order());
        Assert.Equal("debian", shown["properties"]!["os_distro"]!.ToString());
        Assert.Equal("12", shown["properties"]!["os_version"]!.ToString());

        var saved = Path.Combine(portal.Folder, "down.qcow2");
        await Alice.RunAsync("image", "save", "debian-cli", "--file", saved);
        Assert.Equal(await File.ReadAllBytesAsync(file, Cancellation), await File.ReadAllBytesAsync(saved, Cancellation));

        await Alice.RunAsync("image", "delete", created["id"]!.ToString());
        Assert.DoesNotContain("debian-cli", await Alice.NamesAsync("image", "list"));
    }

    [Fact]
    public async Task Another_project_sees_nothing_of_an_image()
    {
        var created = await Alice.JsonAsync("image", "create", "alpha-only", "--disk-format", "raw", "--container-format", "bare");

        Assert.DoesNotContain("alpha-only", await Bob.NamesAsync("image", "list"));
        foreach (var wanted in new[] { "alpha-only", created["id"]!.ToString() })
        {
            await Bob.RefusedAsync("No Image found", "image", "show", wanted);
        }
    }

    [Fact]
    public async Task An_image_is_shared_accepted_and_taken_back()
    {
        var beta = (await Bob.JsonAsync("project", "list"))[0]!["ID"]!.ToString();
        var id = (await Alice.JsonAsync("image", "create", "for-beta", "--shared"))["id"]!.ToString();

        await Alice.RunAsync("image", "add", "project", "for-beta", beta);
        var members = await Alice.JsonAsync("image", "member", "list", "for-beta");
        Assert.Equal(("pending", beta), (members[0]!["Status"]!.ToString(), members[0]!["Member ID"]!.ToString()));
        Assert.DoesNotContain("for-beta", await Bob.NamesAsync("image", "list"));

        await Bob.RunAsync("image", "set", "--accept", id);
        Assert.Contains("for-beta", await Bob.NamesAsync("image", "list"));

        await Alice.RunAsync("image", "remove", "project", "for-beta", beta);
        Assert.DoesNotContain("for-beta", await Bob.NamesAsync("image", "list"));
    }

    [Fact]
    public async Task An_image_is_taken_out_of_use_and_brought_back()
    {
        var file = await Qcow2Async("off.qcow2");
        await Alice.RunAsync("image", "create", "off", "--file", file, "--disk-format", "qcow2", "--container-format", "bare");

        await Alice.RunAsync("image", "set", "--deactivate", "off");
        Assert.Equal("deactivated", (await Alice.JsonAsync("image", "show", "off"))["status"]!.ToString());

        await Alice.RunAsync("image", "set", "--activate", "off");
        Assert.Equal("active", (await Alice.JsonAsync("image", "show", "off"))["status"]!.ToString());
    }

    [Fact]
    public async Task A_file_that_is_not_what_it_is_said_to_be_is_refused_with_a_reason()
    {
        var file = await Qcow2Async("lie.qcow2");

        var (status, _, error) = await Alice.TryAsync(
            "image", "create", "lie", "--file", file, "--disk-format", "raw", "--container-format", "bare");

        Assert.NotEqual(0, status);
        Assert.Contains("415", error, StringComparison.Ordinal);
        Assert.Contains("qcow2", error, StringComparison.Ordinal);
    }

    // With data in it, so that the bytes that come back say something.
    private async Task<string> Qcow2Async(string name)
    {
        var raw = Path.Combine(portal.Folder, $"{name}.raw");
        var file = Path.Combine(portal.Folder, name);
        await File.WriteAllBytesAsync(raw, Bytes.Random(5 * 1024 * 1024 + 512 * 3), Cancellation);
        await Command.RunAsync("qemu-img", ["convert", "-f", "raw", "-O", "qcow2", raw, file], cancellationToken: Cancellation);
        return file;
    }
}
