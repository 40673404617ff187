using System.Text.Json.Nodes;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Cli;

/// <summary>Debian's unmodified `openstack` against the published program.</summary>
[Trait("Suite", "cli")]
public sealed class OpenStackClient(RunningPortal portal) : IClassFixture<RunningPortal>
{
    private const string Project = "alpha";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_is_issued_and_the_member_s_projects_are_listed()
    {
        var token = await JsonAsync("alice", Project, "token", "issue");
        var projects = await JsonAsync("alice", Project, "project", "list");

        Assert.NotEmpty((string?)token["id"] ?? "");
        Assert.Equal([Project], projects.AsArray().Select(project => (string?)project!["Name"]));
    }

    [Fact]
    public async Task An_image_goes_up_is_found_changed_and_comes_back_equal_to_its_last_byte()
    {
        var file = await Qcow2Async("up.qcow2");
        var created = await JsonAsync(
            "alice", Project, "image", "create", "debian-cli", "--file", file, "--disk-format", "qcow2", "--container-format", "bare",
            "--property", "os_distro=debian", "--tag", "x");
        Assert.Equal("active", (await JsonAsync("alice", Project, "image", "show", "debian-cli"))["status"]!.ToString());

        Assert.Contains("debian-cli", await NamesAsync("alice", Project));

        await RunAsync("alice", Project, "image", "set", "debian-cli", "--property", "os_version=12", "--min-ram", "512", "--tag", "y");
        var shown = await JsonAsync("alice", Project, "image", "show", "debian-cli");
        Assert.Equal("512", shown["min_ram"]!.ToString());
        Assert.Equal(["x", "y"], shown["tags"]!.AsArray().Select(tag => tag!.ToString()).Order());
        Assert.Equal("debian", shown["properties"]!["os_distro"]!.ToString());
        Assert.Equal("12", shown["properties"]!["os_version"]!.ToString());

        var saved = Path.Combine(portal.Folder, "down.qcow2");
        await RunAsync("alice", Project, "image", "save", "debian-cli", "--file", saved);
        Assert.Equal(await File.ReadAllBytesAsync(file, Cancellation), await File.ReadAllBytesAsync(saved, Cancellation));

        await RunAsync("alice", Project, "image", "delete", created["id"]!.ToString());
        Assert.DoesNotContain("debian-cli", await NamesAsync("alice", Project));
    }

    [Fact]
    public async Task Another_project_sees_nothing_of_an_image()
    {
        var created = await JsonAsync("alice", Project, "image", "create", "alpha-only", "--disk-format", "raw", "--container-format", "bare");

        Assert.DoesNotContain("alpha-only", await NamesAsync("bob", "beta"));
        foreach (var wanted in new[] { "alpha-only", created["id"]!.ToString() })
        {
            var (status, _, error) = await Command.TryAsync(
                "openstack", ["image", "show", wanted], portal.Credentials("bob", "beta"), Cancellation);
            Assert.NotEqual(0, status);
            Assert.Contains("No Image found", error, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task An_image_is_shared_accepted_and_taken_back()
    {
        var beta = (await JsonAsync("bob", "beta", "project", "list"))[0]!["ID"]!.ToString();
        var id = (await JsonAsync("alice", Project, "image", "create", "for-beta", "--shared"))["id"]!.ToString();

        await RunAsync("alice", Project, "image", "add", "project", "for-beta", beta);
        var members = await JsonAsync("alice", Project, "image", "member", "list", "for-beta");
        Assert.Equal(("pending", beta), (members[0]!["Status"]!.ToString(), members[0]!["Member ID"]!.ToString()));
        Assert.DoesNotContain("for-beta", await NamesAsync("bob", "beta"));

        await RunAsync("bob", "beta", "image", "set", "--accept", id);
        Assert.Contains("for-beta", await NamesAsync("bob", "beta"));

        await RunAsync("alice", Project, "image", "remove", "project", "for-beta", beta);
        Assert.DoesNotContain("for-beta", await NamesAsync("bob", "beta"));
    }

    [Fact]
    public async Task An_image_is_taken_out_of_use_and_brought_back()
    {
        var file = await Qcow2Async("off.qcow2");
        await RunAsync("alice", Project, "image", "create", "off", "--file", file, "--disk-format", "qcow2", "--container-format", "bare");

        await RunAsync("alice", Project, "image", "set", "--deactivate", "off");
        Assert.Equal("deactivated", (await JsonAsync("alice", Project, "image", "show", "off"))["status"]!.ToString());

        await RunAsync("alice", Project, "image", "set", "--activate", "off");
        Assert.Equal("active", (await JsonAsync("alice", Project, "image", "show", "off"))["status"]!.ToString());
    }

    [Fact]
    public async Task A_file_that_is_not_what_it_is_said_to_be_is_refused_with_a_reason()
    {
        var file = await Qcow2Async("lie.qcow2");

        var (status, _, error) = await Command.TryAsync(
            "openstack", ["image", "create", "lie", "--file", file, "--disk-format", "raw", "--container-format", "bare"],
            portal.Credentials("alice", Project), Cancellation);

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

    private async Task<IReadOnlyList<string?>> NamesAsync(string user, string project) =>
        [.. (await JsonAsync(user, project, "image", "list")).AsArray().Select(image => (string?)image!["Name"])];

    private async Task<JsonNode> JsonAsync(string user, string project, params string[] arguments) =>
        JsonNode.Parse(await RunAsync(user, project, [.. arguments, "-f", "json"]))!;

    private Task<string> RunAsync(string user, string project, params string[] arguments) =>
        Command.RunAsync("openstack", arguments, portal.Credentials(user, project), Cancellation);
}
