using System.Reflection;
using GlancePortal.Domain.Errors;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Metadefs;

/// <summary>The definitions that come with the program: those that Glance ships, a file a namespace below `Stock`.</summary>
/// <param name="scopes">A scope for the work.</param>
/// <param name="options">Whether to load them.</param>
/// <param name="logger">Told what was loaded.</param>
public sealed partial class MetadefStock(IServiceScopeFactory scopes, IOptions<MetadefOptions> options, ILogger<MetadefStock> logger) : IDisposable
{
    private const string Folder = "GlancePortal.Domain.Metadefs.";
    private static readonly Assembly Own = typeof(MetadefStock).Assembly;
    private readonly SemaphoreSlim _one = new(1, 1);
    private volatile bool _isDone;

    /// <summary>Reads them.</summary>
    public static IReadOnlyList<NamespaceDraft> Read()
    {
        var names = Own.GetManifestResourceNames().Where(name => name.StartsWith(Folder + "Stock.", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        return [.. names.Select(name =>
        {
            using var file = Open(name[Folder.Length..]);
            return MetadefFile.Read(file);
        })];
    }

    /// <summary>Loads them into an empty catalogue, once in the life of this process. Of nodes that start together one does.</summary>
    /// <remarks>It would cost a start some tenths of a second, so it runs behind it: whoever answers about definitions awaits this first.</remarks>
    public async ValueTask EnsureLoadedAsync(CancellationToken cancellationToken)
    {
        if (_isDone)
        {
            return;
        }

        await _one.WaitAsync(cancellationToken);
        try
        {
            if (!_isDone)
            {
                await LoadAsync(cancellationToken);
                _isDone = true;
            }
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    internal static Stream Open(string name) =>
        Own.GetManifestResourceStream(Folder + name) ?? throw new InvalidOperationException($"The program lacks its file {name}.");

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var catalogue = scope.ServiceProvider.GetRequiredService<MetadefCatalogue>();
        if (!options.Value.LoadStock || !await catalogue.IsEmptyAsync(cancellationToken))
        {
            return;
        }

        try
        {
            var loaded = await catalogue.LoadAsync(Read(), MetadefMerge.Skip, cancellationToken);
            LogLoaded(loaded);
        }
        catch (ConflictException)
        {
            // Another node was first.
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Loaded {Count} stock namespaces of metadata definitions")]
    private partial void LogLoaded(int count);
}
