using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Cli;

/// <summary>Files of the operator that cannot be used stop the start with status 2, each fault with its key.</summary>
[Trait("Suite", "cli")]
public sealed class FaultsOfFiles
{
    [Fact]
    public async Task The_start_ends_with_2_and_names_every_fault_and_its_place()
    {
        using var folder = new TemporaryFolder();
        var (policy, schema) = (folder.File("policy.yaml"), folder.File("schema-image.json"));
        await File.WriteAllTextAsync(policy, "get_image: role:reader\nget_imagse: '@'\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(schema, """{ "size": { "type": "string" } }""", TestContext.Current.CancellationToken);
        var app = Environment.GetEnvironmentVariable("GLANCEPORTAL_TEST_APP")
            ?? throw new InvalidOperationException("GLANCEPORTAL_TEST_APP is not set: run ./test.sh, or ./run.sh --build-only and name the published GlancePortal.dll in it.");

        var (status, _, error) = await Command.TryAsync(
            "dotnet",
            [app, "--Urls=http://127.0.0.1:0", $"--DataDirectory={folder.File("data")}", $"--Access:PolicyFile={policy}", $"--Images:SchemaFile={schema}"],
            environment: null,
            TestContext.Current.CancellationToken);

        Assert.Equal(2, status);
        Assert.Contains(
            $"Configuration: Access:PolicyFile: {policy}: line 2: rule 'get_imagse': no operation and no other rule asks for it; the nearest known one is 'get_image'.",
            error, StringComparison.Ordinal);
        Assert.Contains($"Configuration: Images:SchemaFile: {schema}: 'size' is a field that every image has, and cannot be a custom property.", error, StringComparison.Ordinal);
    }
}
