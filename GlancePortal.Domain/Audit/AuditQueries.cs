using GlancePortal.Domain.Data;
using Microsoft.EntityFrameworkCore;

namespace GlancePortal.Domain.Audit;

/// <summary>Finds what happened. Whoever asks has checked that the caller may know of the object.</summary>
/// <param name="db">The records.</param>
public sealed class AuditQueries(PortalDb db)
{
    /// <summary>The latest events of an object, newest first.</summary>
    /// <param name="objectType">Kind of object, for example `image`.</param>
    /// <param name="objectId">Its id.</param>
    /// <param name="take">At most so many.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    public async Task<IReadOnlyList<AuditEvent>> OfObjectAsync(string objectType, string objectId, int take, CancellationToken cancellationToken) =>
        await db.AuditEvents.AsNoTracking()
            .Where(change => change.ObjectType == objectType && change.ObjectId == objectId)
            .OrderByDescending(change => change.Id).Take(take).ToListAsync(cancellationToken);

    /// <summary>The latest event of an object before which nothing is known: who last changed it, for "changed by".</summary>
    /// <param name="objectType">Kind of object.</param>
    /// <param name="objectId">Its id.</param>
    /// <param name="since">Only later ones (UTC).</param>
    /// <param name="cancellationToken">Ends the query.</param>
    public async Task<AuditEvent?> LastChangeAsync(string objectType, string objectId, DateTimeOffset since, CancellationToken cancellationToken) =>
        await db.AuditEvents.AsNoTracking()
            .Where(change => change.ObjectType == objectType && change.ObjectId == objectId && change.At > since)
            .OrderByDescending(change => change.Id).FirstOrDefaultAsync(cancellationToken);
}
