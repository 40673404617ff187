using System.Net;
using GlancePortal.Domain.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Import.Remote;

/// <summary>Registers what fetches from other servers.</summary>
public static class RemoteRegistration
{
    /// <summary>Adds the sources, their rules and their options.</summary>
    public static IServiceCollection AddRemoteSources(this IServiceCollection services)
    {
        services.AddPortalOptions<WebDownloadOptions>("Import:WebDownload");
        services.AddPortalOptions<GlanceDownloadOptions>("Import:GlanceDownload");
        services.AddSingleton<IValidateOptions<WebDownloadOptions>, WebDownloadOptionsRules>();
        services.AddSingleton<IValidateOptions<GlanceDownloadOptions>, GlanceDownloadOptionsRules>();
        services.TryAddSingleton<ResolveHost>(Dns.GetHostAddressesAsync);
        services.AddSingleton<AddressRules>().AddSingleton<UriRules>().AddSingleton<GuardedConnector>();
        services.AddSingleton<RemoteSource>().AddSingleton<RemoteChecksums>().AddSingleton<RemoteGlance>().AddSingleton<SealedToken>();
        services.AddScoped<Preflight>();
        return services;
    }
}
