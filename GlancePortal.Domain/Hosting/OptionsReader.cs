using System.Collections;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace GlancePortal.Domain.Hosting;

/// <summary>Reads option classes from configuration and collects every fault with its key.</summary>
/// <param name="configuration">The whole configuration.</param>
public sealed class OptionsReader(IConfiguration configuration)
{
    private readonly List<string> _faults = [];

    /// <summary>What was wrong, each with its key.</summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <summary>Sets every property that a key below <paramref name="path"/> names.</summary>
    public void Read(object target, string path)
    {
        ArgumentNullException.ThrowIfNull(target);
        foreach (var property in OptionsShape.Settable(target.GetType()))
        {
            ReadProperty(target, property, path.Length == 0 ? property.Name : $"{path}:{property.Name}");
        }
    }

    private void ReadProperty(object target, PropertyInfo property, string key)
    {
        if (property.PropertyType == typeof(IReadOnlyList<string>))
        {
            if (ListOf(key) is { } list)
            {
                property.SetValue(target, list);
            }
        }
        else if (OptionsShape.EntryType(property.PropertyType) is { } entryType)
        {
            ReadEntries(target, property, entryType, key);
        }
        else if (OptionsShape.IsNested(property.PropertyType))
        {
            var nested = property.GetValue(target) ?? Activator.CreateInstance(property.PropertyType)!;
            Read(nested, key);
            if (property.CanWrite)
            {
                property.SetValue(target, nested);
            }
        }
        else if (configuration[key] is { } text)
        {
            ReadValue(target, property, key, text);
        }
    }

    private void ReadEntries(object target, PropertyInfo property, Type entryType, string key)
    {
        var names = configuration.GetSection(key).GetChildren().Select(child => child.Key).ToList();
        if (names.Count == 0)
        {
            return;
        }

        // Given entries replace the default ones; each of them is merged key by key from all sources.
        var entries = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(typeof(string), entryType))!;
        foreach (var name in names)
        {
            if (entryType == typeof(string))
            {
                entries[name] = configuration[$"{key}:{name}"] ?? "";
                continue;
            }

            if (!OptionsShape.IsNested(entryType))
            {
                ReadEntry(entries, name, entryType, $"{key}:{name}");
                continue;
            }

            var entry = Activator.CreateInstance(entryType)!;
            Read(entry, $"{key}:{name}");
            entries[name] = entry;
        }

        property.SetValue(target, entries);
    }

    private void ReadEntry(IDictionary entries, string name, Type type, string key)
    {
        var text = configuration[key] ?? "";
        if (OptionsValues.TryParse(type, text, out var value))
        {
            entries[name] = value;
        }
        else
        {
            _faults.Add($"{key}: '{text}' is not {OptionsValues.Describe(type)}.");
        }
    }

    private void ReadValue(object target, PropertyInfo property, string key, string text)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (text.Length == 0 && (type != property.PropertyType || type == typeof(Uri)))
        {
            property.SetValue(target, null);
            return;
        }

        if (OptionsValues.TryParse(type, text, out var value))
        {
            property.SetValue(target, value);
        }
        else
        {
            _faults.Add($"{key}: '{text}' is not {OptionsValues.Describe(type)}.");
        }
    }

    /// <summary>The list as the strongest source gives it; null when none does.</summary>
    private string[]? ListOf(string key)
    {
        if (configuration is not IConfigurationRoot root)
        {
            return null;
        }

        foreach (var provider in root.Providers.Reverse())
        {
            if (provider.TryGet(key, out var text) && text is not null)
            {
                return text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            }

            var indexes = provider.GetChildKeys([], key).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
            if (indexes.Count > 0)
            {
                return [.. indexes
                    .OrderBy(index => int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : int.MaxValue)
                    .Select(index => provider.TryGet($"{key}:{index}", out var item) ? item : null)
                    .OfType<string>()];
            }
        }

        return null;
    }
}
