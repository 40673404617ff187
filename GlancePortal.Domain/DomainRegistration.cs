using GlancePortal.Domain.Access;
using GlancePortal.Domain.Audit;
using GlancePortal.Domain.Content;
using GlancePortal.Domain.Conversion;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Hosting;
using GlancePortal.Domain.Identity;
using GlancePortal.Domain.Images;
using GlancePortal.Domain.Import;
using GlancePortal.Domain.Import.Remote;
using GlancePortal.Domain.Jobs;
using GlancePortal.Domain.Metadefs;
using GlancePortal.Domain.Quotas;
using GlancePortal.Domain.Sharing;
using GlancePortal.Domain.Stores;
using GlancePortal.Domain.Uploads;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace GlancePortal.Domain;

/// <summary>Registers the whole domain, a line a room.</summary>
public static class DomainRegistration
{
    /// <summary>Adds the domain's services.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="configuration">Decides the database.</param>
    public static IServiceCollection AddPortalDomain(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddPortalOptions<PortalOptions>("");
        services.AddPortalOptions<ClusterOptions>("Cluster");
        services.PostConfigure<PortalOptions>(options => options.DataDirectory = Path.GetFullPath(options.DataDirectory));
        services.AddSingleton(root => new NodeIdentity(
            root.GetRequiredService<IOptions<ClusterOptions>>().Value.NodeName ?? Environment.MachineName, Guid.NewGuid()));
        services.AddSingleton<DataFolder>();
        services.AddSingleton<DataDirectoryLock>();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<ChangeBroadcast>();
        services.AddScoped<StateChanges>().AddScoped<AuditQueries>().AddScoped<ProjectChanges>();
        services.AddJobRecords();
        services.AddUploads();
        services.AddImport();
        services.AddStores(configuration);
        services.AddAccessRules();
        services.AddImages();
        services.AddSharing();
        services.AddQuotas();
        services.AddMetadefs();
        services.AddRemoteSources();
        services.AddConversion();
        services.AddHostedService<TransferWarmUp>();
        var provider = configuration.GetValue("Database:Provider", DatabaseProvider.Sqlite);
        services.AddPortalData(provider);
        if (provider == DatabaseProvider.PostgreSql)
        {
            services.AddHostedService<ChangeRelay>();
        }

        services.AddIdentity();
        return services;
    }
}
