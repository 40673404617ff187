using System.Text.RegularExpressions;
using GlancePortal.Components.Account;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Cli;

/// <summary>What README says about the client, run as it stands there.</summary>
[Trait("Suite", "cli")]
public sealed partial class Readme(RunningPortal portal) : IClassFixture<RunningPortal>
{
    private const string DefaultAddress = "http://127.0.0.1:9292";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_commands_for_the_client_work_one_after_the_other()
    {
        var image = portal.Folder + "/debian-12.qcow2";
        await Command.RunAsync("qemu-img", ["create", "-f", "qcow2", image, "64M"], cancellationToken: Cancellation);
        var script = string.Concat(Commands("Use it with the OpenStack client")).Replace(DefaultAddress, portal.Address, StringComparison.Ordinal);

        await Command.RunAsync(
            "bash", ["-euc", $"cd '{portal.Folder}'\n{script}"], new Dictionary<string, string> { ["OS_PASSWORD"] = PortalFactory.Password }, Cancellation);

        Assert.Equal(await File.ReadAllBytesAsync(image, Cancellation), await File.ReadAllBytesAsync(portal.Folder + "/copy.qcow2", Cancellation));
    }

    [Fact]
    public void The_variables_are_those_of_the_profile_page()
    {
        var project = new ProjectOfProfile("1", "admin", "Default", "admin", ["admin"]);
        var admin = new Profile("1", "admin", "Default", [project]);

        Assert.Equal(OpenRc.For(admin, project, DefaultAddress, "Password of admin:"), Commands("Use it with the OpenStack client")[0]);
    }

    private static string[] Commands(string section)
    {
        var text = SourceTree.Read("README.md");
        var start = text.IndexOf($"## {section}\n", StringComparison.Ordinal);
        var end = text.IndexOf("\n## ", start + 1, StringComparison.Ordinal);
        return [.. ShellBlock().Matches(text[start..end]).Select(block => block.Groups[1].Value)];
    }

    [GeneratedRegex(@"^```sh\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex ShellBlock();
}
