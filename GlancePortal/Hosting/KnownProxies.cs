using System.Net;
using GlancePortal.Domain.Hosting;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace GlancePortal.Hosting;

/// <summary>Which proxies stand in front of the program: section `ForwardedHeaders`.</summary>
public sealed class ForwardingOptions
{
    /// <summary>Addresses (`10.0.0.5`) and networks (`10.0.0.0/24`) of proxies whose `X-Forwarded-For`, `-Proto` and `-Host` are believed.</summary>
    /// <value>None unless set.</value>
    public IReadOnlyList<string> KnownProxies { get; set; } = [];
}

/// <summary>Refuses what is neither an address nor a network.</summary>
internal sealed class ForwardingOptionsRules : IValidateOptions<ForwardingOptions>
{
    public ValidateOptionsResult Validate(string? name, ForwardingOptions options)
    {
        string[] faults = [.. options.KnownProxies.Where(proxy => !IPAddress.TryParse(proxy, out _) && !System.Net.IPNetwork.TryParse(proxy, out _))
            .Select(proxy => $"ForwardedHeaders:KnownProxies: '{proxy}' is neither an address nor a network such as 10.0.0.0/24.")];
        return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}

/// <summary>Takes who asks, and by which address, from proxies that are known; from anybody else such headers change nothing.</summary>
internal static class KnownProxies
{
    public static IServiceCollection AddKnownProxies(this IServiceCollection services)
    {
        services.AddPortalOptions<ForwardingOptions>("ForwardedHeaders");
        services.AddSingleton<IValidateOptions<ForwardingOptions>, ForwardingOptionsRules>();
        return services;
    }

    /// <summary>Stands before all that reads scheme, host or remote address.</summary>
    public static void UseKnownProxies(this IApplicationBuilder app)
    {
        var proxies = app.ApplicationServices.GetRequiredService<IOptions<ForwardingOptions>>().Value.KnownProxies;
        if (proxies.Count == 0)
        {
            return;
        }

        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost,
            // From the nearest proxy outwards, for as long as they are known.
            ForwardLimit = null,
        };
        // The framework would believe every process of this machine.
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var proxy in proxies)
        {
            if (IPAddress.TryParse(proxy, out var address))
            {
                options.KnownProxies.Add(address);
            }
            else
            {
                options.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(proxy));
            }
        }

        app.UseForwardedHeaders(options);
    }
}
