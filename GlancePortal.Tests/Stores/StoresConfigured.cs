using GlancePortal.Domain.Hosting;
using GlancePortal.Domain.Stores;
using GlancePortal.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace GlancePortal.Tests.Stores;

[Trait("Suite", "unit")]
public sealed class StoresConfigured : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Without_configuration_there_is_one_store_below_the_data_directory()
    {
        var stores = Registry();

        var stored = await stores.Default.Store.AddAsync(Guid.NewGuid(), Bytes.Of(1), sizeHint: null, Cancellation);

        Assert.Equal(["local"], stores.All.Select(store => store.Id));
        Assert.StartsWith($"file://{_folder.File("stores/local/")}", stored.Location.Url, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_configured_about_a_store_is_known()
    {
        var stores = Registry(
            ("Stores:Default", "fast"),
            ("Stores:Backends:fast:Type", "file"),
            ("Stores:Backends:fast:Description", "SSD"),
            ("Stores:Backends:archive:Type", "File"),
            ("Stores:Backends:archive:Weight", "5"),
            ("Stores:Backends:archive:ReadOnly", "true"));

        Assert.Equal(["archive", "fast"], stores.All.Select(store => store.Id));
        Assert.Equal(("fast", "SSD", 0, false), (stores.Default.Id, stores.Default.Description, stores.Default.Weight, stores.Default.ReadOnly));
        Assert.Same(stores.Get("fast"), stores.ForNewData(null));
        Assert.Throws<StoreAddDisabledException>(() => stores.ForNewData("archive"));
        Assert.Throws<UnknownStoreException>(() => stores.Get("FAST"));
    }

    [Fact]
    public void The_default_store_is_there_beside_others()
    {
        Assert.Equal(["fast", "local"], Registry(("Stores:Backends:fast:Type", "File")).All.Select(store => store.Id));
        Assert.Equal("here", Registry(("Stores:Backends:local:Description", "here")).Default.Description);
    }

    [Fact]
    public async Task A_list_of_folders_is_taken_with_commas_or_by_index()
    {
        var commas = Registry(("Stores:Backends:local:Directories", $"{_folder.File("a")}, {_folder.File("b")}:9"));
        var index = Registry(("Stores:Backends:local:Directories:0", _folder.File("a")), ("Stores:Backends:local:Directories:1", $"{_folder.File("b")}:9"));

        foreach (var stores in new[] { commas, index })
        {
            var stored = await stores.Default.Store.AddAsync(Guid.NewGuid(), Bytes.Of(1), sizeHint: null, Cancellation);
            Assert.StartsWith($"file://{_folder.File("b/")}", stored.Location.Url, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("Stores:Backends:local:Type", "Floppy", "Stores:Backends:local:Type: there is no driver 'Floppy'; there are: File.")]
    [InlineData("Stores:Default", "nowhere", "Stores:Default: there is no store 'nowhere' below Stores:Backends.")]
    [InlineData("Stores:Backends:local:ReadOnly", "true", "Stores:Default: store 'local' is read-only.")]
    [InlineData("Stores:Backends:local:Directories", "/srv/a,/srv/a:7", "Stores:Backends:local:Directories: '/srv/a' is named twice.")]
    [InlineData("Stores:Backends:local:Directory", "/srv/a", "Stores:Backends:local:Directory: unknown key; the nearest known one is Stores:Backends:local:Directories.")]
    [InlineData("Stores:Defaults", "x", "Stores:Defaults: unknown key; the nearest known one is Stores:Default.")]
    public void A_fault_is_named_with_its_key(string key, string value, string fault) =>
        Assert.Equal([fault], ConfigurationCheck.Run(Services((key, value))));

    [Fact]
    public void All_faults_are_named_at_once() =>
        Assert.Equal(2, ConfigurationCheck.Run(Services(("Stores:Default", "x"), ("Stores:Backends:y:Type", "Floppy"))).Count);

    private StoreRegistry Registry(params (string Key, string Value)[] settings) => Services(settings).GetRequiredService<StoreRegistry>();

    private ServiceProvider Services(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value))
            .Build();
        return new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton(Options.Create(new PortalOptions { DataDirectory = _folder.Path }))
            .AddStores(configuration)
            .BuildServiceProvider();
    }
}
