using GlancePortal.Domain.Access;
using GlancePortal.Domain.Errors;

namespace GlancePortal.Domain.Metadefs;

/// <summary>Who may do what with which namespace and all that is in it. What a caller may not see does not exist for them: 404, never 403.</summary>
public static class MetadefAccess
{
    /// <summary>Whether the caller may look at definitions at all.</summary>
    public static bool MayRead(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return IsOfProjects(caller) && caller.Has(RoleNames.Reader);
    }

    /// <summary>Refuses a caller who may not list namespaces or types of resources.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="rule">Name of the rule, for example `get_metadef_namespaces`.</param>
    /// <exception cref="ForbiddenException">No reader, or a token of a domain.</exception>
    public static void RequireRead(Caller caller, string rule)
    {
        if (!MayRead(caller))
        {
            throw Denied(rule, "the role reader in a project");
        }
    }

    /// <summary>Whether the caller sees the namespace and what is in it.</summary>
    public static bool Sees(Caller caller, MetadefNamespace row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return MayRead(caller)
            && (caller.IsAdmin || row.Visibility == MetadefVisibility.Public || (row.OwnerId is not null && row.OwnerId == caller.ProjectId));
    }

    /// <summary>The namespaces that the caller sees, as <see cref="Sees"/> decides.</summary>
    public static IQueryable<MetadefNamespace> Visible(IQueryable<MetadefNamespace> rows, Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return caller.IsAdmin
            ? rows
            : rows.Where(row => row.Visibility == MetadefVisibility.Public || (row.OwnerId != null && row.OwnerId == caller.ProjectId));
    }

    /// <summary>Refuses a caller who may not add, change or remove definitions.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="rule">Name of the rule, for example `add_metadef_object`.</param>
    /// <exception cref="ForbiddenException">No administrator.</exception>
    public static void RequireChange(Caller caller, string rule)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (!caller.IsAdmin || !IsOfProjects(caller))
        {
            throw Denied(rule, "the role admin");
        }
    }

    // The token of a domain is for the domain's people; definitions are of projects.
    private static bool IsOfProjects(Caller caller) => caller.ScopeDomainId is null || caller.ProjectId is not null;

    private static ForbiddenException Denied(string rule, string needed) =>
        new($"You are not authorized to complete {rule} action: it needs {needed}.");
}
