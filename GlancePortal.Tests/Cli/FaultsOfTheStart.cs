using System.Net;
using System.Net.Sockets;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Cli;

/// <summary>What another program has, the start cannot take: it ends with status 2 and one line that says what to do.</summary>
[Trait("Suite", "cli")]
public sealed class FaultsOfTheStart(RunningPortal portal) : IClassFixture<RunningPortal>
{
    [Fact]
    public async Task A_data_directory_with_a_server_is_refused_to_another_one_and_not_to_verbs()
    {
        var data = Path.Combine(portal.Folder, "data");

        var (status, _, error) = await RunAsync("--Urls=http://127.0.0.1:0", $"--DataDirectory={data}");
        var (verb, _, _) = await RunAsync("metadefs", "unload", $"--DataDirectory={data}");

        Assert.Equal(2, status);
        Assert.Equal(
            [$"DataDirectory: another server runs on {data}. With SQLite there can be one: stop that one, name another DataDirectory, or use Database:Provider=PostgreSql for several."],
            Lines(error));
        Assert.Equal(0, verb);
    }

    [Fact]
    public async Task An_address_in_use_is_named_without_a_trace()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        using var folder = new TemporaryFolder();
        var address = $"http://{taken.LocalEndpoint}";

        var (status, output, error) = await RunAsync($"--Urls={address}", $"--DataDirectory={folder.File("data")}");

        Assert.Equal(2, status);
        var line = Assert.Single(Lines(error));
        Assert.StartsWith($"Urls: Failed to bind to address {address}", line, StringComparison.Ordinal);
        Assert.EndsWith("or name another address with --Urls=http://….", line, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static Task<(int Status, string Output, string Error)> RunAsync(params string[] words)
    {
        var app = Environment.GetEnvironmentVariable("GLANCEPORTAL_TEST_APP")
            ?? throw new InvalidOperationException("GLANCEPORTAL_TEST_APP is not set: run ./test.sh, or ./run.sh --build-only and name the published GlancePortal.dll in it.");
        return Command.TryAsync("dotnet", [app, .. words], environment: null, TestContext.Current.CancellationToken);
    }
}
