using GlancePortal.Domain.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Stores.FileSystem;

/// <summary>Registration of stores that keep files in folders.</summary>
public static class FileSystemStoreRegistration
{
    internal static StoreDriver Driver { get; } = new("File", (services, id) => services.AddFileSystemStore(id), OptionsOf);

    /// <summary>Registers the store <paramref name="id"/>, keyed by it.</summary>
    public static IServiceCollection AddFileSystemStore(this IServiceCollection services, string id)
    {
        services.AddSingleton(new OptionsSection(typeof(FileSystemStoreOptions), StoresRegistration.SectionOf(id)));
        services.AddOptions<FileSystemStoreOptions>(id).Configure<IConfiguration, IOptions<PortalOptions>>((options, configuration, portal) =>
        {
            new OptionsReader(configuration).Read(options, StoresRegistration.SectionOf(id));
            if (options.Directories is [])
            {
                options.Directories = [Path.Combine(portal.Value.DataDirectory, "stores", id)];
            }
        });
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<FileSystemStoreOptions>, FileSystemStoreOptionsRules>());
        services.AddKeyedSingleton<IImageStore>(id, (provider, _) => new FileSystemImageStore(id, OptionsOf(provider, id)));
        return services;
    }

    private static FileSystemStoreOptions OptionsOf(IServiceProvider services, string id) =>
        services.GetRequiredService<IOptionsMonitor<FileSystemStoreOptions>>().Get(id);
}
