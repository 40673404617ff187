using Microsoft.Extensions.Configuration;

namespace GlancePortal.Domain.Hosting;

/// <summary>Finds keys in sections of ours that nothing reads: a typing error must not be silent.</summary>
internal static class UnknownKeys
{
    private static readonly string[] OfTheFramework =
    [
        "Logging", "AllowedHosts", "Kestrel", "Urls", "Http_Ports", "Https_Ports", "Environment", "ApplicationName", "ContentRoot", "WebRoot",
    ];

    private static readonly string[] Prefixes = ["", "DOTNET_", "ASPNETCORE_"];

    /// <summary>A sentence for each unknown key, with the nearest known one.</summary>
    public static IEnumerable<string> Find(IConfiguration configuration, IEnumerable<OptionsSection> sections)
    {
        foreach (var fault in AtTheTop(configuration, sections))
        {
            yield return fault;
        }

        foreach (var section in sections.Where(section => section.Section.Length > 0).GroupBy(section => section.Section))
        {
            // Sections of one class can lie inside those of another; the outer one must know the inner one's name.
            var inner = sections.Select(other => other.Section)
                .Where(other => other.StartsWith(section.Key + ":", StringComparison.OrdinalIgnoreCase));
            foreach (var fault in In(configuration.GetSection(section.Key), [.. section.Select(item => item.Type)], [.. inner]))
            {
                yield return fault;
            }
        }
    }

    // Others have keys there too, so only what looks like one of ours is refused; the variables of an environment are everybody's.
    private static IEnumerable<string> AtTheTop(IConfiguration configuration, IEnumerable<OptionsSection> sections)
    {
        var names = sections.Where(section => section.Section.Length > 0).Select(section => section.Section.Split(':')[0])
            .Concat(sections.Where(section => section.Section.Length == 0).SelectMany(section => OptionsShape.Settable(section.Type)).Select(property => property.Name))
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        var variables = Environment.GetEnvironmentVariables().Keys.Cast<string>()
            .SelectMany(variable => Prefixes.Where(prefix => variable.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)).Select(prefix => variable[prefix.Length..]))
            .Select(variable => variable.Split("__")[0]);
        names.UnionWith(OfTheFramework);
        foreach (var key in configuration.GetChildren().Select(child => child.Key).Except([.. names, .. variables], StringComparer.OrdinalIgnoreCase))
        {
            if (NearestName.Of(key, names) is { } nearest && NearestName.Distance(nearest, key) <= Math.Max(1, key.Length / 3))
            {
                yield return $"{key}: unknown key; the nearest known one is {nearest}.";
            }
        }
    }

    private static IEnumerable<string> In(IConfigurationSection section, IReadOnlyList<Type> types, IReadOnlyList<string> innerSections)
    {
        var properties = types.SelectMany(OptionsShape.Settable).ToList();
        foreach (var child in section.GetChildren())
        {
            if (innerSections.Any(inner => inner.Equals(child.Path, StringComparison.OrdinalIgnoreCase)
                || inner.StartsWith(child.Path + ":", StringComparison.OrdinalIgnoreCase)))
            {
                continue;
            }

            var matching = properties.Where(property => property.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase)).ToList();
            if (matching.Count == 0)
            {
                var nearest = NearestName.Of(child.Key, properties.Select(property => property.Name));
                yield return nearest is null
                    ? $"{child.Path}: unknown key."
                    : $"{child.Path}: unknown key; the nearest known one is {section.Path}:{nearest}.";
            }

            foreach (var property in matching)
            {
                foreach (var fault in Below(child, property.PropertyType))
                {
                    yield return fault;
                }
            }
        }
    }

    private static IEnumerable<string> Below(IConfigurationSection section, Type type) => OptionsShape.EntryType(type) switch
    {
        { } entry when entry != typeof(string) => section.GetChildren().SelectMany(child => In(child, [entry], [])),
        null when OptionsShape.IsNested(type) => In(section, [type], []),
        _ => [],
    };
}
