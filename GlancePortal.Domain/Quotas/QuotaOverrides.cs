using System.Collections.Frozen;
using GlancePortal.Domain.Data;
using Microsoft.EntityFrameworkCore;

namespace GlancePortal.Domain.Quotas;

/// <summary>The projects' own limits in memory, so that uploads of projects without any ask the database for nothing.</summary>
/// <param name="time">Clock of their age.</param>
public sealed class QuotaOverrides(TimeProvider time)
{
    // On other nodes a change takes effect after this at the latest; on its own at once.
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(4);

    private volatile Snapshot? _known;
    private int _changes;

    /// <summary>A project's own limits; null when it has none.</summary>
    internal async ValueTask<ProjectQuota?> OfAsync(PortalDb db, string projectId, CancellationToken cancellationToken)
    {
        var known = _known;
        if (known is null || known.Until <= time.GetUtcNow())
        {
            var (changes, until) = (Volatile.Read(ref _changes), time.GetUtcNow() + Moment);
            var rows = await db.ProjectQuotas.AsNoTracking().ToListAsync(cancellationToken);
            known = new Snapshot(rows.ToFrozenDictionary(row => row.ProjectId), until);
            if (changes == Volatile.Read(ref _changes))
            {
                _known = known;
            }
        }

        return known.ByProject.GetValueOrDefault(projectId);
    }

    /// <summary>They have changed: the next who asks reads them again.</summary>
    internal void Forget()
    {
        Interlocked.Increment(ref _changes);
        _known = null;
    }

    private sealed record Snapshot(FrozenDictionary<string, ProjectQuota> ByProject, DateTimeOffset Until);
}
