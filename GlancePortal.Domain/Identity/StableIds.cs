using System.Security.Cryptography;
using System.Text;

namespace GlancePortal.Domain.Identity;

/// <summary>Ids of things that every installation has: the same on each node without asking the database.</summary>
public static class StableIds
{
    /// <summary>32 hex digits made from the kind and the name.</summary>
    public static string Of(string kind, string name) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{kind}:{name}")).AsSpan(0, 16));
}
