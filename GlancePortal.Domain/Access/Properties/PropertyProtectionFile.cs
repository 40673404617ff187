using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace GlancePortal.Domain.Access;

/// <summary>Reads Glance's property protection file.</summary>
/// <remarks>glance-behaviour.md, property protections.</remarks>
internal static class PropertyProtectionFile
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);
    private static readonly string[] Operations = [.. Enum.GetNames<PropertyOperation>().Select(name => name.ToLowerInvariant())];

    // What the program itself writes is nobody's to protect.
    private static readonly ProtectedSection Own = new(
        new Regex("^os_glance", RegexOptions.CultureInvariant, Patience), [.. Operations.Select(_ => PropertyRight.Everybody)]);

    /// <summary>The sections of a text in their order, the program's own first.</summary>
    /// <param name="text">The content of the file.</param>
    /// <param name="format">What its values are.</param>
    /// <param name="faults">Gets a sentence for each fault.</param>
    public static IReadOnlyList<ProtectedSection> Read(string text, PropertyProtectionFormat format, List<string> faults)
    {
        var sections = new List<ProtectedSection> { Own };
        foreach (var written in IniFile.Read(text, faults))
        {
            var names = NamesOf(written, faults);
            var rights = Operations.Select(operation => RightOf(written, operation, format, faults)).ToList();
            faults.AddRange(written.Values.Keys.Except(Operations).Select(
                key => $"line {written.Line}: [{written.Name}] has '{key}'; there are {string.Join(", ", Operations)}."));
            if (names is not null)
            {
                sections.Add(new ProtectedSection(names, rights));
            }
        }

        return sections;
    }

    private static Regex? NamesOf(IniSection section, List<string> faults)
    {
        try
        {
            return new Regex(section.Name, RegexOptions.CultureInvariant, Patience);
        }
        catch (ArgumentException fault)
        {
            faults.Add($"line {section.Line}: [{section.Name}] is no regular expression: {fault.Message}");
            return null;
        }
    }

    private static PropertyRight RightOf(IniSection section, string operation, PropertyProtectionFormat format, List<string> faults)
    {
        if (!section.Values.TryGetValue(operation, out var text))
        {
            return Refuse("is missing");
        }

        var words = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (words.Contains("@") && words.Contains("!"))
        {
            return Refuse("has both '@' and '!'");
        }

        if (format == PropertyProtectionFormat.Policies && words.Length > 1)
        {
            return Refuse("names several rules; combine them in the policy file");
        }

        if (words.Length == 0 || words.Contains("!"))
        {
            return PropertyRight.Nobody;
        }

        return words.Contains("@") ? PropertyRight.Everybody
            : format == PropertyProtectionFormat.Policies ? new PropertyRight(false, [], words[0])
            : new PropertyRight(false, words.ToFrozenSet(StringComparer.OrdinalIgnoreCase), null);

        PropertyRight Refuse(string reason)
        {
            faults.Add($"line {section.Line}: [{section.Name}]: {operation} {reason}.");
            return PropertyRight.Nobody;
        }
    }
}
