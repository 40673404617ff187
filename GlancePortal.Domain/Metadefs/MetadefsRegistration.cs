using GlancePortal.Domain.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace GlancePortal.Domain.Metadefs;

/// <summary>Registers the catalogue of definitions.</summary>
public static class MetadefsRegistration
{
    /// <summary>Adds the services of metadata definitions.</summary>
    public static IServiceCollection AddMetadefs(this IServiceCollection services)
    {
        services.AddPortalOptions<MetadefOptions>("Metadefs");
        services.AddSingleton<MetadefAccess>();
        services.AddSingleton<MetadefStock>();
        services.AddHostedService<LoadStock>();
        services.AddScoped<MetadefQueries>();
        services.AddScoped<MetadefNamespaces>();
        services.AddScoped<MetadefContents>();
        services.AddScoped<MetadefCatalogue>();
        return services;
    }
}
