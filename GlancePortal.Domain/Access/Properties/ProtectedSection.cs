using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace GlancePortal.Domain.Access;

/// <summary>A section of a property protection file: the names that it covers, and whom it allows each operation.</summary>
/// <param name="Names">Found anywhere in a name it covers.</param>
/// <param name="Rights">By operation, in the order of <see cref="PropertyOperation"/>.</param>
internal sealed record ProtectedSection(Regex Names, IReadOnlyList<PropertyRight> Rights)
{
    public IEnumerable<string> Policies => Rights.Select(right => right.PolicyName).OfType<string>();
}

/// <summary>Whom one operation is allowed: everybody, those with a role, or those whom a rule allows it; nobody when none is given.</summary>
/// <param name="ForEverybody">Whether it is for all.</param>
/// <param name="Roles">One of them is enough.</param>
/// <param name="PolicyName">Rule that decides; null when roles do.</param>
internal sealed record PropertyRight(bool ForEverybody, FrozenSet<string> Roles, string? PolicyName)
{
    public static PropertyRight Everybody { get; } = new(true, [], null);

    public static PropertyRight Nobody { get; } = new(false, [], null);

    public bool Allows(Caller caller, Policy policy) =>
        ForEverybody
        || Roles.Any(role => caller.Roles.Contains(role) || caller.ServiceRoles.Contains(role))
        || (PolicyName is not null && policy.Allows(PolicyName, caller, default));
}
