using GlancePortal.Domain.Access;
using GlancePortal.Domain.Audit;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Errors;
using Microsoft.EntityFrameworkCore;

namespace GlancePortal.Domain.Metadefs;

/// <summary>Adds, changes and removes what is in a namespace, for administrators: the same rules for every kind of part.</summary>
/// <param name="db">The records.</param>
/// <param name="access">Says who may.</param>
/// <param name="changes">Saves and announces.</param>
public sealed class MetadefContents(PortalDb db, MetadefAccess access, StateChanges changes)
{
    /// <summary>Adds parts, all or none.</summary>
    /// <param name="caller">Who adds.</param>
    /// <param name="space">Name of the namespace.</param>
    /// <param name="drafts">What to add.</param>
    /// <param name="replaceAll">Whether those that were there go.</param>
    /// <param name="cancellationToken">Rolls back.</param>
    /// <exception cref="NotFoundException">No such namespace that the caller sees. Answered 404.</exception>
    /// <exception cref="ForbiddenException">The caller is no administrator. Answered 403.</exception>
    /// <exception cref="ConflictException">A name is given twice or is there already; of tags in whatever case. Answered 409.</exception>
    public Task<IReadOnlyList<T>> AddAsync<T>(
        Caller caller, string space, IReadOnlyList<MetadefPartDraft<T>> drafts, bool replaceAll, CancellationToken cancellationToken)
        where T : MetadefPart, new() => AddAsync(MetadefKind.Of<T>().AddAll, caller, space, drafts, replaceAll, cancellationToken);

    /// <summary>Adds one part.</summary>
    /// <inheritdoc cref="AddAsync{T}(Caller, string, IReadOnlyList{MetadefPartDraft{T}}, bool, CancellationToken)"/>
    public async Task<T> AddAsync<T>(Caller caller, string space, MetadefPartDraft<T> draft, CancellationToken cancellationToken)
        where T : MetadefPart, new() => (await AddAsync(MetadefKind.Of<T>().Add, caller, space, [draft], replaceAll: false, cancellationToken))[0];

    private Task<IReadOnlyList<T>> AddAsync<T>(
        string rule, Caller caller, string space, IReadOnlyList<MetadefPartDraft<T>> drafts, bool replaceAll, CancellationToken cancellationToken)
        where T : MetadefPart, new()
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(drafts);
        var kind = MetadefKind.Of<T>();
        return changes.WriteAsync(
            caller,
            async set =>
            {
                var row = await db.FindForChangeAsync(access, caller, space, rule, cancellationToken);
                MetadefPartDraft<T>.RequireDifferent(drafts);
                if (replaceAll)
                {
                    await PartsOf<T>(row).ExecuteDeleteAsync(cancellationToken);
                }

                var added = new List<T>();
                foreach (var draft in drafts)
                {
                    await draft.PrepareAsync(db, set.At, cancellationToken);
                    var part = draft.Make(set.At);
                    part.NamespaceId = row.Id;
                    added.Add(part);
                    Record(set, kind, "create", row, part.Name);
                }

                db.Set<T>().AddRange(added);
                return (IReadOnlyList<T>)added;
            },
            cancellationToken).OrConflictAsync($"Namespace {space} already has one of: {string.Join(", ", drafts.Select(draft => draft.Name))}.", "metadef.name_taken");
    }

    /// <summary>Replaces name and content of a part.</summary>
    /// <exception cref="NotFoundException">No such namespace that the caller sees, or nothing of that name in it. Answered 404.</exception>
    /// <exception cref="ForbiddenException">The caller is no administrator. Answered 403.</exception>
    /// <exception cref="ConflictException">Another part has the new name. Answered 409.</exception>
    public Task<T> ReplaceAsync<T>(Caller caller, string space, string name, MetadefPartDraft<T> draft, CancellationToken cancellationToken)
        where T : MetadefPart, new()
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(draft);
        var kind = MetadefKind.Of<T>();
        return changes.WriteAsync(
            caller,
            async set =>
            {
                var row = await db.FindForChangeAsync(access, caller, space, kind.Modify, cancellationToken);
                var part = await db.Set<T>().AsTracking().FindPartAsync(row, name, cancellationToken);
                var oldName = part.Name;
                draft.ApplyTo(part, set.At);
                Record(set, kind, "update", row, part.Name, ("old_name", oldName));
                return part;
            },
            cancellationToken).OrConflictAsync($"Namespace {space} already has {draft.Name}.", "metadef.name_taken");
    }

    /// <summary>Removes a part.</summary>
    /// <exception cref="NotFoundException">No such namespace that the caller sees, or nothing of that name in it. Answered 404.</exception>
    /// <exception cref="ForbiddenException">The namespace is protected, or the caller no administrator. Answered 403.</exception>
    public Task RemoveAsync<T>(Caller caller, string space, string name, CancellationToken cancellationToken)
        where T : MetadefPart, new()
    {
        ArgumentNullException.ThrowIfNull(caller);
        var kind = MetadefKind.Of<T>();
        return changes.WriteAsync(
            caller,
            async set =>
            {
                var row = await db.FindForChangeAsync(access, caller, space, kind.Remove, cancellationToken);
                var part = await db.Set<T>().AsTracking().FindPartAsync(row, name, cancellationToken);
                MetadefNamespaces.RequireUnprotected(row);
                db.Remove(part);
                Record(set, kind, "delete", row, part.Name);
            },
            cancellationToken);
    }

    /// <summary>Removes all parts of a kind.</summary>
    /// <param name="caller">Who removes.</param>
    /// <param name="space">Name of the namespace.</param>
    /// <param name="action">Verb of the audit, for example `delete_tags`.</param>
    /// <param name="cancellationToken">Rolls back.</param>
    /// <exception cref="NotFoundException">No such namespace that the caller sees. Answered 404.</exception>
    /// <exception cref="ForbiddenException">The namespace is protected, or the caller no administrator. Answered 403.</exception>
    public Task RemoveAllAsync<T>(Caller caller, string space, string action, CancellationToken cancellationToken)
        where T : MetadefPart, new()
    {
        ArgumentNullException.ThrowIfNull(caller);
        return changes.WriteAsync(
            caller,
            async set =>
            {
                var row = await db.FindForChangeAsync(access, caller, space, MetadefKind.Of<T>().RemoveAll, cancellationToken);
                MetadefNamespaces.RequireUnprotected(row);
                await PartsOf<T>(row).ExecuteDeleteAsync(cancellationToken);
                MetadefNamespaces.Record(set, $"metadef_namespace.{action}", row);
            },
            cancellationToken);
    }

    private static void Record(
        ChangeSet set, MetadefKind kind, string verb, MetadefNamespace row, string name, params (string Name, string? Value)[] facts) =>
        set.Record($"{kind.Event}.{verb}", kind.Event, $"{row.Name}/{name}", row.OwnerId, detail: Facts.Of([("namespace", row.Name), ("name", name), .. facts]));

    private IQueryable<T> PartsOf<T>(MetadefNamespace row)
        where T : MetadefPart => db.Set<T>().Where(part => part.NamespaceId == row.Id);
}
