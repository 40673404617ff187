using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Cli;

/// <summary>`metadefs load | unload | export` of the published program, by their exit status and what they leave.</summary>
[Trait("Suite", "cli")]
public sealed class MetadefVerbsOfTheProgram : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_is_exported_can_be_loaded_again()
    {
        var files = _folder.File("exported");
        Assert.Equal((0, "Loaded 33 namespaces."), await RunAsync("metadefs", "load"));
        Assert.Equal((0, "Loaded 0 namespaces."), await RunAsync("metadefs", "load"));
        Assert.Equal((0, $"Wrote 33 namespaces into {files}."), await RunAsync("metadefs", "export", "--path", files));
        Assert.Equal((0, "Removed 33 namespaces."), await RunAsync("metadefs", "unload"));
        var file = Path.Combine(files, "OS-Compute-Quota.json");

        Assert.Equal((0, $"{file}: OS::Compute::Quota loaded"), await RunAsync("metadefs", "load", "--path", file));
        Assert.Equal((0, $"{file}: OS::Compute::Quota is there already, left alone"), await RunAsync("metadefs", "load", "--path", file));
        Assert.Equal((0, $"{file}: OS::Compute::Quota loaded"), await RunAsync("metadefs", "load", "--path", file, "--merge", "--prefer_new"));
        Assert.Equal((0, "Removed 1 namespaces."), await RunAsync("metadefs", "unload"));
    }

    [Fact]
    public async Task A_file_that_is_none_is_1_and_what_cannot_be_done_2()
    {
        await File.WriteAllTextAsync(_folder.File("bad.json"), "{", Cancellation);
        await File.WriteAllTextAsync(_folder.File("good.json"), """{ "namespace": "good" }""", Cancellation);

        var (status, output) = await RunAsync("metadefs", "load", "--path", _folder.Path);
        Assert.Equal((1, $"{_folder.File("good.json")}: good loaded"), (status, output));
        Assert.Equal(2, (await RunAsync("metadefs", "load", "--path", _folder.File("none"))).Status);
        Assert.Equal(2, (await RunAsync("metadefs", "load", "--overwrite")).Status);
        Assert.Equal(2, (await RunAsync("metadefs", "load", "--merge", "--overwrite", "--prefer-new")).Status);
        Assert.Equal(2, (await RunAsync("metadefs", "export")).Status);
        Assert.Equal(2, (await RunAsync("metadefs", "load", "--Metadefs:LoadStok=true")).Status);
        Assert.Equal(2, (await RunAsync("coffee")).Status);
    }

    [Fact]
    public async Task Help_lists_the_verbs()
    {
        var (status, output) = await RunAsync("help");

        Assert.Equal(0, status);
        Assert.Contains("metadefs", output, StringComparison.Ordinal);
    }

    private async Task<(int Status, string Output)> RunAsync(params string[] words)
    {
        var app = Environment.GetEnvironmentVariable("GLANCEPORTAL_TEST_APP") ?? throw new InvalidOperationException("GLANCEPORTAL_TEST_APP is not set.");
        var (status, output, _) = await Command.TryAsync(
            "dotnet", [app, .. words, $"--DataDirectory={_folder.File("data")}"], environment: null, Cancellation);
        return (status, output.Trim());
    }
}
