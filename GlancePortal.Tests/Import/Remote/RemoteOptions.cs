using GlancePortal.Domain.Hosting;
using GlancePortal.Domain.Import.Remote;
using GlancePortal.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace GlancePortal.Tests.Import.Remote;

[Trait("Suite", "unit")]
public sealed class RemoteOptions
{
    [Theory]
    [InlineData("Import:WebDownload:AllowedSchemes", "ftp")]
    [InlineData("Import:WebDownload:AllowedSchemes", "")]
    [InlineData("Import:WebDownload:AllowedPorts", "80,http")]
    [InlineData("Import:WebDownload:AllowedPorts", "0")]
    [InlineData("Import:WebDownload:AllowedPorts", "65536")]
    [InlineData("Import:WebDownload:AllowedHosts", "http://x.example/")]
    [InlineData("Import:WebDownload:DisallowedHosts", "*")]
    [InlineData("Import:WebDownload:AllowedPrivateHosts", "10.0.0.0/33")]
    [InlineData("Import:WebDownload:CaFile", "/nowhere/ca.pem")]
    [InlineData("Import:WebDownload:ConnectTimeout", "0")]
    [InlineData("Import:WebDownload:StallTimeout", "0")]
    [InlineData("Import:WebDownload:Timeout", "100d")]
    [InlineData("Import:GlanceDownload:Regions:west", "images.west.example")]
    [InlineData("Import:GlanceDownload:Regions:west", "https://user:secret@images.west.example")]
    public void What_nobody_can_mean_stops_the_start(string key, string value)
    {
        var fault = Assert.Single(Faults((key, value)));

        Assert.StartsWith(key + ":", fault, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_without_certificates_stops_the_start()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("ca.pem"), "nothing");

        Assert.Single(Faults(("Import:WebDownload:CaFile", folder.File("ca.pem"))));
    }

    [Fact]
    public void What_operators_mean_does_not() => Assert.Empty(Faults(
        ("Import:WebDownload:AllowedPorts", "*"),
        ("Import:WebDownload:AllowedHosts", "*.example.org,images.example.org,192.0.2.1"),
        ("Import:WebDownload:AllowedPrivateHosts", "10.0.0.0/8,127.0.0.1,::1,store.example"),
        ("Import:GlanceDownload:Regions:west", "https://10.0.0.1:9292/image"),
        ("Import:GlanceDownload:ExtraProperties", "")));

    private static IReadOnlyList<string> Faults(params (string Key, string Value)[] settings)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build());
        services.AddRemoteSources();
        using var provider = services.BuildServiceProvider();
        return ConfigurationCheck.Run(provider);
    }
}
