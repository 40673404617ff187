using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace GlancePortal.Domain.Access;

/// <summary>A rule as a file has it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Text">The rule.</param>
/// <param name="Place">Where in the file it stands.</param>
internal sealed record WrittenRule(string Name, string Text, string Place);

/// <summary>Reads rules by name out of YAML, or out of JSON, which is YAML too.</summary>
internal static class PolicyFile
{
    /// <summary>The rules of a text, in its order.</summary>
    /// <param name="text">The content of the file.</param>
    /// <param name="faults">Gets a sentence for each fault.</param>
    public static IReadOnlyList<WrittenRule> Read(string text, List<string> faults)
    {
        try
        {
            var yaml = new YamlStream();
            yaml.Load(new StringReader(text));
            return yaml.Documents switch
            {
                [] => [],
                [{ RootNode: YamlMappingNode root }] => [.. root.Children.Select(entry => RuleOf(entry, faults)).OfType<WrittenRule>()],
                [{ RootNode: YamlScalarNode { Value: "" or null } }] => [],
                _ => Refuse(faults, "line 1: the file must be one list of names and rules."),
            };
        }
        catch (YamlException fault)
        {
            return Refuse(faults, $"line {fault.Start.Line}: {fault.Message}");
        }
    }

    private static WrittenRule? RuleOf(KeyValuePair<YamlNode, YamlNode> entry, List<string> faults)
    {
        var place = $"line {entry.Key.Start.Line}";
        if (entry is not { Key: YamlScalarNode { Value: { Length: > 0 } name }, Value: YamlScalarNode value })
        {
            faults.Add($"{place}: a rule is a name and a text.");
            return null;
        }

        // Nothing after the colon would allow everybody what nobody meant to.
        if (value is { Style: ScalarStyle.Plain, Value: null or "" or "~" or "null" or "Null" or "NULL" })
        {
            faults.Add($"{place}: rule '{name}' has no text; write \"@\" for everybody or \"!\" for nobody.");
            return null;
        }

        return new WrittenRule(name, value.Value ?? "", place);
    }

    private static WrittenRule[] Refuse(List<string> faults, string fault)
    {
        faults.Add(fault);
        return [];
    }
}
