namespace GlancePortal.Domain.Access;

/// <summary>A section of an INI file.</summary>
/// <param name="Name">What stands between the brackets.</param>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Values">Its values by key, in lower case.</param>
internal sealed record IniSection(string Name, int Line, Dictionary<string, string> Values);

/// <summary>Reads INI files as Python's parser does, with the order of their sections: the framework's reader loses it.</summary>
internal static class IniFile
{
    /// <summary>The sections in their order.</summary>
    /// <param name="text">The content of the file.</param>
    /// <param name="faults">Gets a sentence for each fault.</param>
    public static IReadOnlyList<IniSection> Read(string text, List<string> faults)
    {
        var sections = new List<IniSection>();
        string? key = null;
        foreach (var (line, number) in text.Split('\n').Select((line, index) => (line.TrimEnd(), index + 1)))
        {
            var content = line.TrimStart();
            if (content.Length == 0 || content[0] is '#' or ';')
            {
                continue;
            }

            // A name may have brackets of its own: it ends at the last one.
            if (line[0] == '[' && line[^1] == ']' && line.Length > 2)
            {
                key = null;
                Begin(sections, line[1..^1], number, faults);
            }
            else if (char.IsWhiteSpace(line[0]) && key is not null)
            {
                sections[^1].Values[key] += " " + content;
            }
            else
            {
                key = Take(sections, content, number, faults);
            }
        }

        return sections;
    }

    private static void Begin(List<IniSection> sections, string name, int line, List<string> faults)
    {
        if (sections.Exists(section => section.Name == name))
        {
            faults.Add($"line {line}: the section [{name}] is there twice.");
        }

        sections.Add(new IniSection(name, line, []));
    }

    private static string? Take(List<IniSection> sections, string content, int line, List<string> faults)
    {
        var sign = content.IndexOfAny(['=', ':']);
        if (sections.Count == 0 || sign <= 0)
        {
            faults.Add($"line {line}: '{content}' is neither a [section] nor a key with a value below one.");
            return null;
        }

#pragma warning disable CA1308 // keys are lower case by custom
        var key = content[..sign].Trim().ToLowerInvariant();
#pragma warning restore CA1308
        if (!sections[^1].Values.TryAdd(key, content[(sign + 1)..].Trim()))
        {
            faults.Add($"line {line}: '{key}' is there twice in [{sections[^1].Name}].");
        }

        return key;
    }
}
