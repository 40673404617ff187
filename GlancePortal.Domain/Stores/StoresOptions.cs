using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Stores;

/// <summary>Section <c>Stores</c>: which stores there are.</summary>
public sealed class StoresOptions
{
    /// <summary>Store for new images that name none.</summary>
    /// <value><c>local</c> unless set.</value>
    public string Default { get; set; } = "local";

    /// <summary>Whether <c>/v2</c> answers as Glance does without several stores.</summary>
    /// <value><c>false</c> unless set.</value>
    public bool SingleStoreMode { get; set; }

    /// <summary>The stores by id.</summary>
    /// <value>While <see cref="Default"/> is <c>local</c>, a store of that id and of type <c>File</c> is always among them.</value>
    public IReadOnlyDictionary<string, StoreBackendOptions> Backends { get; set; } = new Dictionary<string, StoreBackendOptions>();
}

/// <summary>What every store has, below <c>Stores:Backends:&lt;id&gt;</c>.</summary>
public sealed class StoreBackendOptions
{
    /// <summary>Driver of the store.</summary>
    public string Type { get; set; } = "";

    /// <summary>What people read when they choose a store.</summary>
    public string Description { get; set; } = "";

    /// <summary>Order in which the locations of an image are tried, higher first.</summary>
    /// <value>0 unless set.</value>
    public int Weight { get; set; }

    /// <summary>Whether the store takes no new data.</summary>
    /// <value><c>false</c> unless set.</value>
    public bool ReadOnly { get; set; }
}

/// <summary>Refuses stores that could not work, before the first request.</summary>
internal sealed class StoresOptionsRules(IEnumerable<StoreDriver> drivers, IServiceProvider services) : IValidateOptions<StoresOptions>
{
    public ValidateOptionsResult Validate(string? name, StoresOptions options)
    {
        var faults = options.Backends.SelectMany(backend => FaultsOf(backend.Key, backend.Value)).ToList();
        if (!options.Backends.TryGetValue(options.Default, out var chosen))
        {
            faults.Add($"Stores:Default: there is no store '{options.Default}' below Stores:Backends.");
        }
        else if (chosen.ReadOnly)
        {
            faults.Add($"Stores:Default: store '{options.Default}' is read-only.");
        }
        return faults.Count > 0 ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;
    }

    private IEnumerable<string> FaultsOf(string id, StoreBackendOptions backend)
    {
        if (drivers.FirstOrDefault(driver => driver.Is(backend.Type)) is not { } driver)
        {
            var known = string.Join(", ", drivers.Select(driver => driver.Type).Order(StringComparer.Ordinal));
            return [$"Stores:Backends:{id}:Type: there is no driver '{backend.Type}'; there are: {known}."];
        }
        try
        {
            driver.ReadOptions(services, id);
            return [];
        }
        catch (OptionsValidationException fault)
        {
            return fault.Failures;
        }
    }
}
