using GlancePortal.Domain.Access;
using GlancePortal.Domain.Audit;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Errors;

namespace GlancePortal.Domain.Metadefs;

/// <summary>Makes, changes and deletes namespaces, for administrators.</summary>
/// <param name="db">The records.</param>
/// <param name="access">Says who may.</param>
/// <param name="changes">Saves and announces.</param>
public sealed class MetadefNamespaces(PortalDb db, MetadefAccess access, StateChanges changes)
{
    /// <summary>Makes a namespace with all that the draft holds.</summary>
    /// <exception cref="ForbiddenException">Not an administrator. Answered 403.</exception>
    /// <exception cref="ConflictException">There is a namespace of that name, whether the caller sees it or not. Answered 409.</exception>
    public Task<MetadefNamespace> CreateAsync(Caller caller, NamespaceDraft draft, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(draft);
        access.Require(caller, "add_metadef_namespace");
        return changes.WriteAsync(
            caller,
            async set =>
            {
                var row = draft.Make(caller.ProjectId, set.At);
                await db.AddNamespaceAsync(row, cancellationToken);
                Record(set, "metadef_namespace.create", row);
                return row;
            },
            cancellationToken).OrConflictAsync(Taken(draft.Name), "metadef.name_taken");
    }

    /// <summary>Replaces the fields of a namespace, its name too; what is in it stays.</summary>
    /// <exception cref="NotFoundException">No such namespace that the caller sees. Answered 404.</exception>
    /// <exception cref="ForbiddenException">The caller sees it but is no administrator. Answered 403.</exception>
    /// <exception cref="ConflictException">Another namespace has the new name. Answered 409.</exception>
    public Task<MetadefNamespace> ReplaceAsync(Caller caller, string name, NamespaceDraft draft, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(draft);
        return changes.WriteAsync(
            caller,
            async set =>
            {
                var row = await db.FindForChangeAsync(access, caller, name, "modify_metadef_namespace", cancellationToken);
                draft.ApplyTo(row, caller.ProjectId, set.At);
                Record(set, "metadef_namespace.update", row, ("old_name", name));
                return row;
            },
            cancellationToken).OrConflictAsync(Taken(draft.Name), "metadef.name_taken");
    }

    /// <summary>Deletes a namespace and all that is in it.</summary>
    /// <exception cref="NotFoundException">No such namespace that the caller sees. Answered 404.</exception>
    /// <exception cref="ForbiddenException">The namespace is protected, or the caller no administrator. Answered 403.</exception>
    public Task DeleteAsync(Caller caller, string name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return changes.WriteAsync(
            caller,
            async set =>
            {
                var row = await db.FindForChangeAsync(access, caller, name, "delete_metadef_namespace", cancellationToken);
                RequireUnprotected(row);
                db.MetadefNamespaces.Remove(row);
                Record(set, "metadef_namespace.delete", row);
            },
            cancellationToken);
    }

    internal static void RequireUnprotected(MetadefNamespace row)
    {
        if (row.Protected)
        {
            throw new ForbiddenException($"Namespace {row.Name} is protected: nothing of it can be deleted.", "metadef.protected");
        }
    }

    internal static void Record(ChangeSet set, string action, MetadefNamespace row, params (string Name, string? Value)[] facts) =>
        set.Record(action, "metadef_namespace", row.Name, row.OwnerId, detail: facts.Length == 0 ? null : Facts.Of(facts));

    private static string Taken(string name) => $"The metadata definition namespace {name} already exists.";
}
