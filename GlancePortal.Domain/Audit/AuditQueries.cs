using GlancePortal.Domain.Data;
using Microsoft.EntityFrameworkCore;

namespace GlancePortal.Domain.Audit;

/// <summary>Finds what happened. Whoever asks has checked that the caller may know of the object.</summary>
/// <param name="db">The records.</param>
public sealed class AuditQueries(PortalDb db)
{
    /// <summary>Events of several objects together: of an image and the work on it.</summary>
    /// <param name="objects">Kinds and ids; ids of different kinds never collide.</param>
    /// <param name="page">Which part, in which order.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    public async Task<IReadOnlyList<AuditEvent>> OfObjectsAsync(
        IReadOnlyCollection<(string Type, string Id)> objects, AuditPage page, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(page);
        var types = objects.Select(one => one.Type).Distinct().ToList();
        var ids = objects.Select(one => one.Id).ToList();
        var events = db.AuditEvents.AsNoTracking().Where(change => types.Contains(change.ObjectType) && ids.Contains(change.ObjectId));
        if (page.After is { } after)
        {
            events = page.OldestFirst ? events.Where(change => change.Id > after) : events.Where(change => change.Id < after);
        }

        events = page.OldestFirst ? events.OrderBy(change => change.Id) : events.OrderByDescending(change => change.Id);
        return await events.Take(page.Take).ToListAsync(cancellationToken);
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

/// <summary>A part of what happened.</summary>
/// <param name="Take">At most so many.</param>
/// <param name="OldestFirst">In the order in which it happened; otherwise the latest first.</param>
/// <param name="After">Number of the event after which it begins in that order; null for the beginning.</param>
public sealed record AuditPage(int Take, bool OldestFirst = false, long? After = null);
