using GlancePortal.Domain.Hosting;

namespace GlancePortal.Domain.Access;

/// <summary>Puts the rules of a file over the defaults, and finds what is wrong with them.</summary>
internal static class PolicyCompiler
{
    /// <summary>Compiles all rules.</summary>
    /// <param name="overrides">The file's rules, by name and place.</param>
    /// <param name="alsoAsked">Names of rules that something beside the program's operations asks for.</param>
    /// <param name="faults">Gets a sentence for each fault.</param>
    /// <returns>Null when there is a fault.</returns>
    public static Policy? Compile(IReadOnlyList<WrittenRule> overrides, IReadOnlyCollection<string> alsoAsked, List<string> faults)
    {
        var before = faults.Count;
        var rules = DefaultPolicy.Rules.Select(rule => new CompiledRule(rule.Name, rule.Text, rule, place: null))
            .ToDictionary(rule => rule.Name, StringComparer.Ordinal);
        foreach (var written in overrides)
        {
            rules[written.Name] = new CompiledRule(written.Name, written.Text, rules.GetValueOrDefault(written.Name)?.Default, written.Place);
        }

        foreach (var rule in rules.Values)
        {
            CompileOne(rule, rules, faults);
        }

        FindStrays(rules, alsoAsked, faults);
        foreach (var rule in rules.Values)
        {
            rule.IsDefault = SettleDefault(rule, rules, [], faults);
        }

        return faults.Count == before ? new Policy(rules.Values) : null;
    }

    private static void CompileOne(CompiledRule rule, Dictionary<string, CompiledRule> rules, List<string> faults)
    {
        try
        {
            rule.Compile(name => rules.GetValueOrDefault(name));
        }
        catch (PolicySyntaxException fault)
        {
            faults.Add($"{rule.Where}, character {fault.Position}: {fault.Message}.");
        }

        foreach (var name in rule.References.Where(name => !rules.ContainsKey(name)))
        {
            faults.Add($"{rule.Where} refers to the rule '{name}', which does not exist.");
        }
    }

    // A rule of one's own is there for others to refer to; one that nothing asks for is a typing error.
    private static void FindStrays(Dictionary<string, CompiledRule> rules, IReadOnlyCollection<string> alsoAsked, List<string> faults)
    {
        var asked = rules.Values.SelectMany(rule => rule.References.Where(name => name != rule.Name)).Concat(alsoAsked).ToHashSet(StringComparer.Ordinal);
        foreach (var rule in rules.Values.Where(rule => rule.Default is null && !asked.Contains(rule.Name)))
        {
            var nearest = NearestName.Of(rule.Name, DefaultPolicy.Rules.Select(known => known.Name));
            faults.Add($"{rule.Where}: no operation and no other rule asks for it; the nearest known one is '{nearest}'.");
        }
    }

    // Walks all that a rule refers to; a rule that is met again on its own way would ask itself for ever.
    private static bool SettleDefault(CompiledRule rule, Dictionary<string, CompiledRule> rules, List<string> way, List<string> faults)
    {
        if (way.Contains(rule.Name))
        {
            var circle = string.Join(" → ", way.SkipWhile(name => name != rule.Name).Append(rule.Name));
            if (rule.Name == way[0])
            {
                faults.Add($"{rule.Where} refers to itself: {circle}.");
            }

            return false;
        }

        way.Add(rule.Name);
        var isDefault = rule.Default is { } known && known.Text == rule.Text.Trim();
        foreach (var name in rule.References)
        {
            isDefault &= !rules.TryGetValue(name, out var reference) || SettleDefault(reference, rules, way, faults);
        }

        way.RemoveAt(way.Count - 1);
        return isDefault;
    }
}
