using GlancePortal.Domain.Data;
using Microsoft.EntityFrameworkCore;

namespace GlancePortal.Domain.Hosting;

/// <summary>Which leases are dead before their time.</summary>
public static class DeadLeases
{
    /// <summary>How the owners begin whose leases are dead although they have not run out; null when none are.</summary>
    /// <remarks>
    /// An embedded database belongs to one process, so after a start whatever holds a lease is an earlier one. On a shared database two
    /// processes of one machine may carry the same name by mistake; there every lease keeps its time.
    /// </remarks>
    /// <param name="db">The records.</param>
    /// <param name="node">This process.</param>
    /// <param name="atStart">Whether it has just started.</param>
    public static string? OwnerPrefix(PortalDb db, NodeIdentity node, bool atStart)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(node);
        return atStart && db.Database.IsSqlite() ? node.Name + "/" : null;
    }
}
