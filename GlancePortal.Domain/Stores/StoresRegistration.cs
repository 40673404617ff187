using GlancePortal.Domain.Hosting;
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

    private static readonly StoreDriver[] Drivers = [FileSystemStoreRegistration.Driver];

    /// <summary>Registers <see cref="StoreRegistry"/> and every store of <paramref name="configuration"/>; a fault refuses the start.</summary>
    public static IServiceCollection AddStores(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddPortalOptions<StoresOptions>("Stores").PostConfigure(AddLocal);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<StoresOptions>, StoresOptionsRules>());
        services.TryAddSingleton<StoreRegistry>();
        foreach (var driver in Drivers)
        {
            services.AddSingleton(driver);
        }

        var options = new StoresOptions();
        new OptionsReader(configuration).Read(options, "Stores");
        AddLocal(options);
        foreach (var (id, backend) in options.Backends)
        {
            services.AddSingleton(new OptionsSection(typeof(StoreBackendOptions), SectionOf(id)));
            // A type nobody knows is refused by StoresOptionsRules, together with all other faults.
            Array.Find(Drivers, driver => driver.Is(backend.Type))?.Add(services, id);
        }
        return services;
    }

    /// <summary>Section of one store.</summary>
    internal static string SectionOf(string id) => $"Stores:Backends:{id}";

    private static void AddLocal(StoresOptions options)
    {
        var local = options.Backends.GetValueOrDefault(LocalId) ?? (options.Default == LocalId ? new StoreBackendOptions() : null);
        if (local is { Type: "" })
        {
            local.Type = FileSystemStoreRegistration.Driver.Type;
            options.Backends = new Dictionary<string, StoreBackendOptions>(options.Backends) { [LocalId] = local };
        }
    }
}
