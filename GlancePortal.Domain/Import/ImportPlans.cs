using GlancePortal.Domain.Jobs;
using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Import;

/// <summary>How data comes in, as far as the steps on its way depend on it.</summary>
public enum ImportDoor
{
    /// <summary>By an import of the image API.</summary>
    Import,

    /// <summary>By an upload that can be continued.</summary>
    Resumable,

    /// <summary>By one request of the image API, which Glance stores as it comes.</summary>
    Direct,
}

/// <summary>Says which steps data takes on its way from staging to the stores.</summary>
/// <param name="rules">What the projects want.</param>
/// <param name="plugins">The steps there are.</param>
/// <param name="options">Which of them are taken.</param>
public sealed class ImportPlans(ImportRules rules, IEnumerable<IImportPlugin> plugins, IOptionsMonitor<ImportOptions> options)
{
    /// <summary>Name of the plugin that changes disk formats.</summary>
    public const string Convert = "convert";

    /// <summary>Its phase.</summary>
    public const string ConvertPhase = "Convert";

    /// <summary>Name of the plugin that unpacks.</summary>
    public const string Decompress = "decompress";

    private readonly Dictionary<string, IImportPlugin> _plugins = plugins.ToDictionary(plugin => plugin.Name, StringComparer.Ordinal);

    /// <summary>Names of the phases of those steps, in order.</summary>
    /// <param name="projectId">Project of the image.</param>
    /// <param name="door">How the data comes.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    public async Task<IReadOnlyList<string>> PhasesAsync(string? projectId, ImportDoor door, CancellationToken cancellationToken)
    {
        var names = options.CurrentValue.Plugins.Where(name => door != ImportDoor.Direct || _plugins[name].IsCheck).ToList();
        if (!names.Contains(Convert) && _plugins.ContainsKey(Convert) && await rules.OfAsync(projectId, cancellationToken) is { ConvertTo: not null })
        {
            // Checks look at what is stored.
            var at = names.FindIndex(name => _plugins[name].IsCheck);
            names.Insert(at < 0 ? names.Count : at, Convert);
        }

        return [.. names.Select(name => _plugins[name].Phase)];
    }

    /// <summary>The steps that a job was planned with, in its order.</summary>
    public IEnumerable<(JobPhase Phase, IImportPlugin Plugin)> Of(Job job)
    {
        ArgumentNullException.ThrowIfNull(job);
        return from phase in job.Phases.OrderBy(phase => phase.Index)
               join plugin in _plugins.Values on phase.Name equals plugin.Phase
               select (phase, plugin);
    }
}
