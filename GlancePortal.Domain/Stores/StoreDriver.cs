using Microsoft.Extensions.DependencyInjection;

namespace GlancePortal.Domain.Stores;

/// <summary>A type of store that configuration can name.</summary>
/// <param name="Type">Value of <c>Stores:Backends:&lt;id&gt;:Type</c>.</param>
/// <param name="Add">Registers the store of one id, keyed by it.</param>
internal sealed record StoreDriver(string Type, Action<IServiceCollection, string> Add);
