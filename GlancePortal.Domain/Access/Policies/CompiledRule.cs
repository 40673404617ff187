namespace GlancePortal.Domain.Access;

/// <summary>A rule of the file or of the defaults while it is compiled, and afterwards.</summary>
internal sealed class CompiledRule(string name, string text, PolicyRule? known, string? place)
{
    private PolicyCheck _check = PolicyChecks.Nobody;

    public string Name { get; } = name;

    public string Text { get; } = text;

    /// <summary>The default of this name; null for a rule that only a file has.</summary>
    public PolicyRule? Default { get; } = known;

    /// <summary>Where in the file it stands; null for a default.</summary>
    public string? Place { get; } = place;

    /// <summary>Names of the rules that it refers to.</summary>
    public HashSet<string> References { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether it and all that it refers to are as the program has them.</summary>
    public bool IsDefault { get; set; }

    public bool IsRead => Default?.IsRead ?? true;

    /// <summary>Where a fault of it is reported.</summary>
    public string Where => Place is null ? $"default rule '{Name}'" : $"{Place}: rule '{Name}'";

    // Through the field: other rules are compiled with this method before this one is.
    public bool Check(Caller caller, in PolicyTarget target) => _check(caller, target);

    /// <exception cref="PolicySyntaxException">Its text cannot be understood.</exception>
    public void Compile(Func<string, CompiledRule?> find) => _check = PolicyParser.Parse(Text, name =>
    {
        References.Add(name);
        return find(name) is { } rule ? rule.Check : PolicyChecks.Nobody;
    });
}
