using GlancePortal.Domain.Hosting;
using GlancePortal.Domain.Quotas;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace GlancePortal.Tests.Quotas;

[Trait("Suite", "unit")]
public sealed class QuotaDefaultsAtStart
{
    [Theory]
    [InlineData("ImageSizeTotal")]
    [InlineData("ImageStageTotal")]
    [InlineData("ImageCountTotal")]
    [InlineData("ImageCountUploading")]
    public void A_limit_below_minus_one_stops_the_start(string limit)
    {
        Assert.Equal([$"Quotas:Default:{limit}: must be 0 or more, or -1 for no limit."], FaultsOf(limit, "-2"));
        Assert.Empty(FaultsOf(limit, "-1"));
        Assert.Empty(FaultsOf(limit, "0"));
    }

    private static IReadOnlyList<string> FaultsOf(string limit, string value)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create($"Quotas:Default:{limit}", (string?)value)]).Build();
        using var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddQuotas().BuildServiceProvider();
        return ConfigurationCheck.Run(services);
    }
}
