using System.Collections.Frozen;
using GlancePortal.Domain.Errors;

namespace GlancePortal.Domain.Access;

/// <summary>All rules, compiled: the default ones and what a file puts in their place.</summary>
/// <remarks>glance-behaviour.md, default policies: rules are of projects, so the token of a domain is allowed nothing.</remarks>
public sealed class Policy
{
    private readonly FrozenDictionary<string, CompiledRule> _rules;

    internal Policy(IEnumerable<CompiledRule> rules) => _rules = rules.ToFrozenDictionary(rule => rule.Name, StringComparer.Ordinal);

    /// <summary>The default rules alone.</summary>
    public static Policy Default { get; } = PolicyCompiler.Compile([], [], [])!;

    /// <summary>Whether a rule allows the caller what it is for.</summary>
    /// <param name="rule">Name of the rule; one that does not exist is a bug.</param>
    /// <param name="caller">Who asks. The program itself may do everything; who showed no credential can only ever read.</param>
    /// <param name="target">What it is about.</param>
    public bool Allows(string rule, Caller caller, in PolicyTarget target)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var compiled = _rules[rule];
        return caller.IsSystem
            || (caller.IsOfProjects && (compiled.IsRead || caller.IsAuthenticated) && compiled.Check(caller, target));
    }

    /// <summary>Whether the rule, with all that it refers to, is as the program has it: what is known about it then holds.</summary>
    public bool IsDefault(string rule) => _rules[rule].IsDefault;

    internal bool Has(string rule) => _rules.ContainsKey(rule);

    /// <summary>The refusal of a rule; it says for whom the rule is while that is known.</summary>
    internal ForbiddenException Denied(string rule) => new(WhoOf(rule) is { } who
        ? $"You are not authorized to complete {rule} action: it is for {who}."
        : $"You are not authorized to complete {rule} action: the operator has set the rule {rule}, or one that it refers to; ask them for whom it is.");

    private string? WhoOf(string rule) => _rules[rule] is { IsDefault: true, Default: { } known } ? known.Who : null;
}
