using GlancePortal.Domain.Data;
using Microsoft.EntityFrameworkCore;

namespace GlancePortal.Domain.Audit;

/// <summary>Finds what happened. Whoever asks has checked that the caller may know of the object.</summary>
/// <param name="db">The records.</param>
public sealed class AuditQueries(PortalDb db)
{
    /// <summary>The latest events of several objects together, newest first: of an image and the work on it.</summary>
    /// <param name="objects">Kinds and ids; ids of different kinds never collide.</param>
    /// <param name="take">At most so many.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    public async Task<IReadOnlyList<AuditEvent>> OfObjectsAsync(
        IReadOnlyCollection<(string Type, string Id)> objects, int take, CancellationToken cancellationToken)
    {
        var types = objects.Select(one => one.Type).Distinct().ToList();
        var ids = objects.Select(one => one.Id).ToList();
        return await db.AuditEvents.AsNoTracking()
            .Where(change => types.Contains(change.ObjectType) && ids.Contains(change.ObjectId))
            .OrderByDescending(change => change.Id).Take(take).ToListAsync(cancellationToken);
    }

    /// <summary>Who changed an object last, and when; null when nobody did since.</summary>
    /// <param name="objectType">Kind of object.</param>
    /// <param name="objectId">Its id.</param>
    /// <param name="since">Only later ones (UTC).</param>
    /// <param name="cancellationToken">Ends the query.</param>
    public async Task<AuditEvent?> LastChangeAsync(string objectType, string objectId, DateTimeOffset since, CancellationToken cancellationToken) =>
        await db.AuditEvents.AsNoTracking()
            .Where(change => change.ObjectType == objectType && change.ObjectId == objectId && change.At > since)
            .OrderByDescending(change => change.Id).FirstOrDefaultAsync(cancellationToken);
}
