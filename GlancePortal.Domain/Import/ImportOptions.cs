using GlancePortal.Domain.Conversion;
using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Import;

/// <summary>Section `Import`: how data comes into images other than by an upload, and what is done to it on its way.</summary>
public sealed class ImportOptions
{
    /// <summary>Methods that can be used, of <see cref="ImportMethods.All"/>.</summary>
    /// <value>All of them unless set.</value>
    public IReadOnlyList<string> Methods { get; set; } = ImportMethods.All;

    /// <summary>Steps between staging and the stores, in this order.</summary>
    /// <value>None unless set.</value>
    public IReadOnlyList<string> Plugins { get; set; } = [];

    /// <summary>Disk format that the plugin `convert` makes.</summary>
    /// <value>raw unless set.</value>
    public string ConversionFormat { get; set; } = "raw";

    /// <summary>Properties that the plugin `inject-metadata` sets.</summary>
    public IReadOnlyDictionary<string, string> Inject { get; set; } = new Dictionary<string, string>();

    /// <summary>Roles for whose images `inject-metadata` does nothing.</summary>
    /// <value>admin unless set.</value>
    public IReadOnlyList<string> InjectIgnoreRoles { get; set; } = ["admin"];
}

/// <summary>Refuses methods and plugins that nobody knows.</summary>
/// <param name="plugins">Those that there are.</param>
internal sealed class ImportOptionsRules(IEnumerable<ImportPluginName> plugins) : IValidateOptions<ImportOptions>
{
    public ValidateOptionsResult Validate(string? name, ImportOptions options)
    {
        var faults = new List<string>();
        faults.AddRange(Unknown("Import:Methods", options.Methods, ImportMethods.All));
        faults.AddRange(Unknown("Import:Plugins", options.Plugins, [.. plugins.Select(plugin => plugin.Name).Order(StringComparer.Ordinal)]));
        faults.AddRange(options.Plugins.GroupBy(plugin => plugin).Where(group => group.Count() > 1)
            .Select(group => $"Import:Plugins: '{group.Key}' is named twice."));
        faults.AddRange(InjectMetadata.FaultsOf(options.Inject));
        var afterCheck = options.Plugins.SkipWhile(plugin => !IsCheck(plugin)).FirstOrDefault(plugin => !IsCheck(plugin));
        if (afterCheck is not null)
        {
            faults.Add($"Import:Plugins: '{afterCheck}' stands behind a check. Checks look at what is stored: name them last.");
        }

        if (!DiskFormats.IsConvertible(options.ConversionFormat))
        {
            faults.Add($"Import:ConversionFormat: '{options.ConversionFormat}' is not one of {string.Join(", ", DiskFormats.Convertible)}.");
        }

        return faults.Count > 0 ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;
    }

    private bool IsCheck(string name) => plugins.Any(plugin => plugin.IsCheck && plugin.Name == name);

    private static IEnumerable<string> Unknown(string key, IReadOnlyList<string> given, IReadOnlyList<string> known) =>
        given.Where(value => !known.Contains(value, StringComparer.Ordinal))
            .Select(value => $"{key}: '{value}' is not one of {string.Join(", ", known)}.");
}
