using GlancePortal.Domain.Images;
using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Import;

/// <summary>Gives images the properties that the operator wants on all that comes in.</summary>
/// <remarks>glance-behaviour.md, import plugins: not for some roles, and never the names that are the program's own.</remarks>
internal sealed class InjectMetadata(IOptionsMonitor<ImportOptions> options) : IImportPlugin
{
    private const string OwnNames = "os_glance";

    public string Name => "inject-metadata";

    public string Phase => "Inject";

    public async Task RunAsync(ImportWork work, CancellationToken cancellationToken)
    {
        var (properties, spared) = (options.CurrentValue.Inject, options.CurrentValue.InjectIgnoreRoles);
        if (spared.FirstOrDefault(work.Caller.Has) is { } role)
        {
            await work.LogAsync("inject.ignored", role);
            return;
        }

        var dropped = properties.Keys.Where(IsOwn).Order(StringComparer.Ordinal).ToList();
        if (dropped.Count > 0)
        {
            await work.LogAsync("inject.dropped", string.Join(", ", dropped));
        }

        foreach (var (name, value) in properties.Where(property => !IsOwn(property.Key)))
        {
            work.Outcome.Properties[name] = value;
        }
    }

    /// <summary>What is wrong with the properties that are to be set; names of the program's own are only dropped, as by Glance.</summary>
    public static IEnumerable<string> FaultsOf(IReadOnlyDictionary<string, string> properties) =>
        from property in properties.OrderBy(property => property.Key, StringComparer.Ordinal)
        where !IsOwn(property.Key) && (ImageRules.IsReserved(property.Key) || property.Key.Length > ImageRules.LongestText)
        select property.Key.Length > ImageRules.LongestText
            ? $"Import:Inject: a name of more than {ImageRules.LongestText} characters."
            : $"Import:Inject:{property.Key}: every image has a field of this name; a property cannot.";

    private static bool IsOwn(string name) => name.StartsWith(OwnNames, StringComparison.Ordinal);
}
