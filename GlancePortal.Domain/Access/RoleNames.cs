using System.Collections.Frozen;

namespace GlancePortal.Domain.Access;

/// <summary>The roles a person or service can hold in a project, in lower case as they are compared.</summary>
public static class RoleNames
{
    /// <summary>Sees.</summary>
    public const string Reader = "reader";

    /// <summary>Creates, uploads, changes and downloads.</summary>
    public const string Member = "member";

    /// <summary>Manages the project's people.</summary>
    public const string Manager = "manager";

    /// <summary>Everything, in every project.</summary>
    public const string Admin = "admin";

    /// <summary>Another service of the cloud.</summary>
    public const string Service = "service";

    /// <summary>All of them, weakest first.</summary>
    public static IReadOnlyList<string> All { get; } = [Reader, Member, Manager, Admin, Service];

    private static readonly FrozenDictionary<string, string[]> Implied = new Dictionary<string, string[]>
    {
        [Admin] = [Manager, Member, Reader],
        [Manager] = [Member, Reader],
        [Member] = [Reader],
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The given roles and all that they imply: admin → manager → member → reader.</summary>
    public static FrozenSet<string> Expand(IEnumerable<string> roles)
    {
        var all = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var role in roles)
        {
            all.Add(role.ToLowerInvariant());
            if (Implied.TryGetValue(role, out var implied))
            {
                all.UnionWith(implied);
            }
        }

        return all.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    }
}
