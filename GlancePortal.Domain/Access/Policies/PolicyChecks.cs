using System.Collections.Frozen;

namespace GlancePortal.Domain.Access;

/// <summary>The single checks of a rule: `@`, `!`, `role:x`, `rule:x`, and a value compared with an attribute of the object or with a text.</summary>
internal static class PolicyChecks
{
    private delegate string? TargetValue(in PolicyTarget target);

    private static readonly Dictionary<string, TargetValue> Attributes = new(StringComparer.Ordinal)
    {
        ["project_id"] = (in target) => target.ProjectId,
        ["owner"] = (in target) => target.ProjectId,
        ["tenant"] = (in target) => target.ProjectId,
        ["member_id"] = (in target) => target.MemberId,
        ["visibility"] = (in target) => target.Visibility,
    };

    private static readonly Dictionary<string, Func<Caller, string?>> Credentials = new(StringComparer.Ordinal)
    {
        ["project_id"] = caller => caller.ProjectId,
        ["tenant"] = caller => caller.ProjectId,
        ["user_id"] = caller => caller.UserId,
        ["user"] = caller => caller.UserId,
    };

    private static readonly Dictionary<string, Func<Caller, FrozenSet<string>>> CredentialSets = new(StringComparer.Ordinal)
    {
        ["role"] = caller => caller.Roles,
        ["roles"] = caller => caller.Roles,
        ["service_roles"] = caller => caller.ServiceRoles,
    };

    public static PolicyCheck Everybody { get; } = (_, in _) => true;

    public static PolicyCheck Nobody { get; } = (_, in _) => false;

    public static PolicyCheck Not(PolicyCheck check) => (caller, in target) => !check(caller, target);

    /// <exception cref="PolicySyntaxException">It is no check.</exception>
    public static PolicyCheck Compile(PolicyWord word, Func<string, PolicyCheck> refer)
    {
        if (word.Text is "@" or "!")
        {
            return word.Text == "@" ? Everybody : Nobody;
        }

        var colon = word.Text.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || colon == word.Text.Length - 1)
        {
            throw new PolicySyntaxException(word.Position, $"'{word.Text}' is no check of the form kind:value");
        }

        var (kind, value) = (word.Text[..colon], word.Text[(colon + 1)..]);
        if (kind == "rule")
        {
            return refer(value);
        }

        if (CredentialSets.TryGetValue(kind, out var set))
        {
            RequirePlain(word, value);
            return (caller, in _) => set(caller).Contains(value);
        }

        return Comparison(word, kind, value);
    }

    private static PolicyCheck Comparison(PolicyWord word, string kind, string value)
    {
        var attribute = value.StartsWith("%(", StringComparison.Ordinal) ? AttributeOf(word, value) : null;
        if (kind == "None" && attribute is not null)
        {
            return (_, in target) => attribute(target) is null;
        }

        if (kind is ['\'' or '"', .., '\'' or '"'] && kind[0] == kind[^1] && attribute is not null)
        {
            var text = kind[1..^1];
            return (_, in target) => attribute(target) == text;
        }

        if (!Credentials.TryGetValue(kind, out var credential))
        {
            var known = string.Join(", ", Credentials.Keys.Concat(CredentialSets.Keys).Append("rule").Order(StringComparer.Ordinal));
            throw new PolicySyntaxException(word.Position, $"'{kind}' is not known; there are {known}, and 'text' or None before an attribute");
        }

        if (attribute is not null)
        {
            // Who has no project owns nothing, least of all what nobody owns.
            return (caller, in target) => credential(caller) is { } own && own == attribute(target);
        }

        RequirePlain(word, value);
        return (caller, in _) => credential(caller) == value;
    }

    private static TargetValue AttributeOf(PolicyWord word, string value)
    {
        var name = value.EndsWith(")s", StringComparison.Ordinal) ? value[2..^2] : "";
        return Attributes.TryGetValue(name, out var attribute)
            ? attribute
            : throw new PolicySyntaxException(
                word.Position, $"'{value}' is no attribute; there are {string.Join(", ", Attributes.Keys.Select(known => $"%({known})s"))}");
    }

    private static void RequirePlain(PolicyWord word, string value)
    {
        if (value.Contains('%', StringComparison.Ordinal))
        {
            throw new PolicySyntaxException(word.Position, $"'{value}' must be a plain text here");
        }
    }
}
