using GlancePortal.Domain.Access;
using GlancePortal.Domain.Import;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Import;

[Trait("Suite", "unit")]
public sealed class InjectedMetadata : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Properties_are_set_for_who_is_not_spared()
    {
        var work = await RunAsync(RoleNames.Member, ("origin", "import"));

        Assert.Equal("import", work.Outcome.Properties["origin"]);
        Assert.Empty(work.Lines);
    }

    [Fact]
    public async Task An_administrator_is_spared()
    {
        var work = await RunAsync(RoleNames.Admin, ("origin", "import"));

        Assert.Empty(work.Outcome.Properties);
        Assert.Equal(["inject.ignored admin"], work.Lines);
    }

    [Fact]
    public async Task Names_of_the_programs_own_are_dropped_and_named()
    {
        var work = await RunAsync(RoleNames.Member, ("os_glance_failed_import", "x"), ("origin", "import"));

        Assert.Equal(["origin"], work.Outcome.Properties.Keys);
        Assert.Equal(["inject.dropped os_glance_failed_import"], work.Lines);
    }

    [Fact]
    public void Fields_of_every_image_stop_the_start()
    {
        var fault = Assert.Single(InjectMetadata.FaultsOf(new Dictionary<string, string> { ["status"] = "active", ["origin"] = "import", ["os_glance_x"] = "y" }));

        Assert.StartsWith("Import:Inject:status:", fault, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<FakeWork> RunAsync(string role, params (string Name, string Value)[] properties)
    {
        var work = await FakeWork.OfAsync(_folder, Bytes.Random(10), role);
        var options = new ImportOptions { Inject = properties.ToDictionary(property => property.Name, property => property.Value) };
        await new InjectMetadata(new Fixed<ImportOptions>(options)).RunAsync(work, TestContext.Current.CancellationToken);
        return work;
    }
}
