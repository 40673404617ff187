using GlancePortal.Domain.Stores.FileSystem;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Stores;

/// <summary>Registration of the stores.</summary>
public static class StoresRegistration
{
    private const string LocalId = "local";

    private static readonly StoreDriver[] Drivers =
    [
        new(FileSystemStoreRegistration.Type, (services, id) => services.AddFileSystemStore(id)),
    ];

    /// <summary>Registers <see cref="StoreRegistry"/> and every store of <paramref name="configuration"/>; a fault refuses the start.</summary>
    public static IServiceCollection AddStores(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<StoresOptions>().BindConfiguration("Stores").PostConfigure(AddLocal).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<StoresOptions>, StoresOptionsRules>());
        foreach (var driver in Drivers)
        {
            services.AddSingleton(driver);
        }
        services.TryAddSingleton<StoreRegistry>();

        var options = new StoresOptions();
        configuration.GetSection("Stores").Bind(options);
        AddLocal(options);
        foreach (var (id, backend) in options.Backends)
        {
            // A type nobody knows is refused by StoresOptionsRules, together with all other faults.
            Drivers.FirstOrDefault(driver => driver.Type.Equals(backend.Type, StringComparison.OrdinalIgnoreCase))?.Add(services, id);
        }
        return services;
    }

    private static void AddLocal(StoresOptions options)
    {
        if (!options.Backends.ContainsKey(LocalId))
        {
            options.Backends[LocalId] = new StoreBackendOptions { Type = FileSystemStoreRegistration.Type };
        }
    }
}
