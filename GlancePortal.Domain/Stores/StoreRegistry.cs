using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Stores;

/// <summary>The configured stores.</summary>
public sealed class StoreRegistry
{
    private readonly Dictionary<string, RegisteredStore> _byId;

    /// <summary>Takes the stores of the configuration from <paramref name="services"/>.</summary>
    public StoreRegistry(IOptions<StoresOptions> options, IServiceProvider services)
        : this(options.Value.Default, options.Value.Backends
            .Select(backend => new RegisteredStore(services.GetRequiredKeyedService<IImageStore>(backend.Key), backend.Value)))
    {
    }

    internal StoreRegistry(string defaultId, IEnumerable<RegisteredStore> stores)
    {
        All = [.. stores.OrderByDescending(store => store.Weight).ThenBy(store => store.Id, StringComparer.Ordinal)];
        _byId = All.ToDictionary(store => store.Id, StringComparer.Ordinal);
        Default = GetEntry(defaultId);
    }

    /// <summary>Store for new images that name none.</summary>
    public RegisteredStore Default { get; }

    /// <summary>Every store, higher weight first.</summary>
    public IReadOnlyList<RegisteredStore> All { get; }

    /// <summary>The store with this id.</summary>
    /// <exception cref="UnknownStoreException">There is none.</exception>
    public IImageStore Get(string id) => GetEntry(id).Store;

    /// <summary>The store with this id, with what is configured about it.</summary>
    /// <exception cref="UnknownStoreException">There is none.</exception>
    public RegisteredStore GetEntry(string id) => _byId.TryGetValue(id, out var store) ? store : throw new UnknownStoreException(id);

    /// <summary>The store that new data goes to.</summary>
    /// <param name="id">Id the client asked for; null takes <see cref="Default"/>.</param>
    /// <exception cref="UnknownStoreException">There is none with this id.</exception>
    /// <exception cref="StoreAddDisabledException">It is read-only.</exception>
    public IImageStore ForNewData(string? id)
    {
        var entry = id is null ? Default : GetEntry(id);
        return entry.ReadOnly ? throw new StoreAddDisabledException(entry.Id) : entry.Store;
    }
}

/// <summary>A store with what is configured about it.</summary>
public sealed class RegisteredStore(IImageStore store, StoreBackendOptions options)
{
    /// <summary>Id of the store.</summary>
    public string Id => Store.Id;

    /// <summary>The store itself.</summary>
    public IImageStore Store { get; } = store;

    /// <summary>Driver of the store.</summary>
    public string Type { get; } = options.Type;

    /// <summary>What people read when they choose a store.</summary>
    public string Description { get; } = options.Description;

    /// <summary>Order in which the locations of an image are tried, higher first.</summary>
    public int Weight { get; } = options.Weight;

    /// <summary>Whether the store takes no new data.</summary>
    public bool ReadOnly { get; } = options.ReadOnly;
}
