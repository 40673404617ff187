using GlancePortal.Domain.Access;
using GlancePortal.Domain.Errors;

namespace GlancePortal.Domain.Metadefs;

/// <summary>Who may do what with which namespace and all that is in it, as the policy says. What a caller may not see does not exist for them: 404, never 403.</summary>
/// <param name="rules">The policy as it holds now.</param>
public sealed class MetadefAccess(RulesInForce rules)
{
    private const string GetNamespace = "get_metadef_namespace";

    /// <summary>Refuses a caller who may not do what is of no namespace that exists: list them, list types of resources, make one.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="rule">Name of the rule, for example `get_metadef_namespaces`.</param>
    /// <exception cref="ForbiddenException">The rule does not allow it.</exception>
    public void Require(Caller caller, string rule) => Require(caller, rule, PolicyTarget.OwnOf(caller));

    /// <summary>Refuses a caller who sees the namespace but may not do this to it or to what is in it.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="row">The namespace.</param>
    /// <param name="rule">Name of the rule, for example `add_metadef_object`.</param>
    /// <exception cref="ForbiddenException">The rule does not allow it.</exception>
    public void Require(Caller caller, MetadefNamespace row, string rule) => Require(caller, rule, TargetOf(row));

    /// <summary>Whether the caller sees the namespace.</summary>
    public bool Sees(Caller caller, MetadefNamespace row) => rules.Current.Policy.Allows(GetNamespace, caller, TargetOf(row));

    private void Require(Caller caller, string rule, in PolicyTarget target)
    {
        var policy = rules.Current.Policy;
        if (!policy.Allows(rule, caller, target))
        {
            throw policy.Denied(rule);
        }
    }

    private static PolicyTarget TargetOf(MetadefNamespace row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return new PolicyTarget(row.OwnerId, Visibility: row.Visibility == MetadefVisibility.Public ? "public" : "private");
    }
}
