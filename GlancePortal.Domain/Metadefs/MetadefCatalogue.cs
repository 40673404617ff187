using GlancePortal.Domain.Access;
using GlancePortal.Domain.Audit;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Errors;
using Microsoft.EntityFrameworkCore;

namespace GlancePortal.Domain.Metadefs;

/// <summary>What loading does with a namespace that is there already.</summary>
public enum MetadefMerge
{
    /// <summary>Leaves it alone.</summary>
    Skip,

    /// <summary>Adds what it lacks.</summary>
    AddMissing,

    /// <summary>Adds what it lacks and replaces what differs.</summary>
    PreferNew,

    /// <summary>Removes it first.</summary>
    Overwrite,
}

/// <summary>The whole catalogue of definitions, for the program itself and its operator: loading, unloading, exporting. Checks nobody's access.</summary>
/// <param name="db">The records.</param>
/// <param name="changes">Saves and announces.</param>
public sealed class MetadefCatalogue(PortalDb db, StateChanges changes)
{
    /// <summary>Whether it has no namespace.</summary>
    public async Task<bool> IsEmptyAsync(CancellationToken cancellationToken) => !await db.MetadefNamespaces.AnyAsync(cancellationToken);

    /// <summary>Loads namespaces, all or none.</summary>
    /// <param name="drafts">The namespaces.</param>
    /// <param name="merge">What to do with those that are there.</param>
    /// <param name="cancellationToken">Rolls back.</param>
    /// <returns>How many were added or changed.</returns>
    /// <exception cref="ConflictException">Somebody else is loading the same, or a name is given twice.</exception>
    public Task<int> LoadAsync(IReadOnlyList<NamespaceDraft> drafts, MetadefMerge merge, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(drafts);
        return changes.WriteAsync(
            Caller.System,
            async set =>
            {
                var loaded = 0;
                foreach (var draft in drafts)
                {
                    loaded += await LoadAsync(set, draft, merge, cancellationToken) ? 1 : 0;
                }

                return loaded;
            },
            cancellationToken).OrConflictAsync("The same definitions are being loaded by somebody else.", "metadef.name_taken");
    }

    /// <summary>Removes everything, protected or not: namespaces and types of resources.</summary>
    /// <returns>How many namespaces there were.</returns>
    public Task<int> UnloadAsync(CancellationToken cancellationToken) => changes.WriteAsync(
        Caller.System,
        async set =>
        {
            var rows = await db.MetadefNamespaces.ToListAsync(cancellationToken);
            rows.ForEach(row => MetadefNamespaces.Record(set, "metadef_namespace.delete", row));
            await db.MetadefNamespaces.ExecuteDeleteAsync(cancellationToken);
            await db.MetadefResourceTypes.ExecuteDeleteAsync(cancellationToken);
            return rows.Count;
        },
        cancellationToken);

    /// <summary>All namespaces with all that is in them, by name.</summary>
    public async Task<IReadOnlyList<MetadefNamespace>> ExportAsync(CancellationToken cancellationToken) =>
        await db.MetadefNamespaces.AsNoTracking().WithParts().OrderBy(row => row.Name).ToListAsync(cancellationToken);

    private async Task<bool> LoadAsync(ChangeSet set, NamespaceDraft draft, MetadefMerge merge, CancellationToken cancellationToken)
    {
        await db.LockNamespaceAsync(draft.Name, cancellationToken);
        var row = await db.MetadefNamespaces.AsTracking().WithParts().FirstOrDefaultAsync(row => row.Name == draft.Name, cancellationToken);
        if (row is not null && merge == MetadefMerge.Skip)
        {
            return false;
        }

        if (row is not null && merge == MetadefMerge.Overwrite)
        {
            // At once: the name must be free for the new row.
            db.MetadefNamespaces.Remove(row);
            await db.SaveChangesAsync(cancellationToken);
        }

        if (row is null || merge == MetadefMerge.Overwrite)
        {
            await db.AddNamespaceAsync(draft.Make(callersProject: null, set.At), cancellationToken);
            set.Record(row is null ? "metadef_namespace.create" : "metadef_namespace.update", "metadef_namespace", draft.Name, draft.OwnerId);
            return true;
        }

        await MergeAsync(row, draft, merge == MetadefMerge.PreferNew, set.At, cancellationToken);
        MetadefNamespaces.Record(set, "metadef_namespace.update", row);
        return true;
    }

    private async Task MergeAsync(MetadefNamespace row, NamespaceDraft draft, bool preferNew, DateTimeOffset at, CancellationToken cancellationToken)
    {
        if (preferNew)
        {
            draft.ApplyTo(row, callersProject: null, at);
        }

        await MergeAsync(row.Associations, draft.Associations, preferNew, at, cancellationToken);
        await MergeAsync(row.Properties, draft.Properties, preferNew, at, cancellationToken);
        await MergeAsync(row.Objects, draft.Objects, preferNew, at, cancellationToken);
        await MergeAsync(row.Tags, draft.Tags, preferNew, at, cancellationToken);
    }

    private async Task MergeAsync<T>(
        List<T> rows, IReadOnlyList<MetadefPartDraft<T>> drafts, bool preferNew, DateTimeOffset at, CancellationToken cancellationToken)
        where T : MetadefPart, new()
    {
        MetadefPartDraft<T>.RequireDifferent(drafts);
        var byKey = rows.ToDictionary(part => part.Key, StringComparer.Ordinal);
        foreach (var draft in drafts)
        {
            if (!byKey.TryGetValue(draft.Key, out var part))
            {
                await draft.PrepareAsync(db, at, cancellationToken);
                rows.Add(draft.Make(at));
            }
            else if (preferNew)
            {
                draft.ApplyTo(part, at);
            }
        }
    }
}
