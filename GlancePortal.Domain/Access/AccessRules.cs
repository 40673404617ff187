namespace GlancePortal.Domain.Access;

/// <summary>The operator's rules as their files had them at one time. They belong together: property protections may name rules of the policy.</summary>
/// <param name="Policy">Who may do what.</param>
/// <param name="Protections">Who may do what with which custom property.</param>
public sealed record AccessRules(Policy Policy, PropertyProtections Protections)
{
    private const string PolicyKey = "Access:PolicyFile";
    private const string ProtectionKey = "Access:PropertyProtectionFile";

    /// <summary>Reads the files that the options name.</summary>
    /// <param name="options">Which files.</param>
    /// <param name="faults">Gets a sentence for each fault, with its key, file and place.</param>
    /// <returns>Null when there is a fault.</returns>
    internal static AccessRules? Read(AccessOptions options, List<string> faults)
    {
        List<string> inPolicy = [], inProtections = [];
        var written = TextOf(options.PolicyFile, inPolicy) is { } rules ? PolicyFile.Read(rules, inPolicy) : [];
        var sections = TextOf(options.PropertyProtectionFile, inProtections) is { } text
            ? PropertyProtectionFile.Read(text, options.PropertyProtectionFormat, inProtections)
            : null;

        // What could not be read whole must not be blamed for what it lacks.
        var asked = sections?.SelectMany(section => section.Policies).Distinct(StringComparer.Ordinal).ToList() ?? [];
        var policy = inPolicy.Count == 0 ? PolicyCompiler.Compile(written, asked, inPolicy) : null;
        if (policy is not null)
        {
            inProtections.AddRange(asked.Where(name => !policy.Has(name)).Select(name => $"it names the rule '{name}', which does not exist."));
        }

        faults.AddRange(inPolicy.Select(fault => $"{PolicyKey}: {options.PolicyFile}: {fault}"));
        faults.AddRange(inProtections.Select(fault => $"{ProtectionKey}: {options.PropertyProtectionFile}: {fault}"));
        return policy is null || inProtections.Count > 0
            ? null
            : new AccessRules(policy, sections is null ? PropertyProtections.None : new PropertyProtections(sections, policy));
    }

    private static string? TextOf(string? path, List<string> faults)
    {
        if (string.IsNullOrEmpty(path))
        {
            return null;
        }

        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            faults.Add($"it cannot be read: {fault.Message}");
            return null;
        }
    }
}
