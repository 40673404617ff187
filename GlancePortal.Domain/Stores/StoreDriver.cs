using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Stores;

/// <summary>A type of store that configuration can name.</summary>
/// <param name="Type">Value of <c>Stores:Backends:&lt;id&gt;:Type</c>.</param>
/// <param name="Add">Registers the store of one id, keyed by it.</param>
/// <param name="ReadOptions">Reads the options of one id; throws <see cref="OptionsValidationException"/> when they are wrong.</param>
internal sealed record StoreDriver(string Type, Action<IServiceCollection, string> Add, Func<IServiceProvider, string, object> ReadOptions)
{
    public bool Is(string type) => Type.Equals(type, StringComparison.OrdinalIgnoreCase);
}
