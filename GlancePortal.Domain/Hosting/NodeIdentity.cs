namespace GlancePortal.Domain.Hosting;

/// <summary>This process among those that share the database.</summary>
/// <param name="Name">Name of the node, stable over restarts.</param>
/// <param name="Instance">Random per start: a lease of an earlier instance of this node is known to be dead.</param>
public sealed record NodeIdentity(string Name, Guid Instance)
{
    /// <summary>What leases carry: `node/instance`.</summary>
    public string LeaseOwner { get; } = $"{Name}/{Instance:N}";

    /// <summary>Whether a lease is of an earlier start of this node, which can no longer be running.</summary>
    public bool IsEarlierInstance(string? leaseOwner) =>
        leaseOwner is not null && leaseOwner != LeaseOwner && leaseOwner.StartsWith(Name + "/", StringComparison.Ordinal);
}
