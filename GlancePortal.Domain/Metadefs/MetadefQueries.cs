using GlancePortal.Domain.Access;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Errors;
using Microsoft.EntityFrameworkCore;

namespace GlancePortal.Domain.Metadefs;

/// <summary>Finds definitions that a caller sees.</summary>
/// <param name="db">The records.</param>
/// <param name="access">Says who may look.</param>
public sealed class MetadefQueries(PortalDb db, MetadefAccess access)
{
    /// <summary>A page of namespaces with their associations, in two queries however many they are.</summary>
    /// <exception cref="ForbiddenException">The caller may not list namespaces. Answered 403.</exception>
    /// <exception cref="NotFoundException">The marker is no namespace of the list. Answered 404.</exception>
    public async Task<MetadefPage<MetadefNamespace>> ListAsync(
        Caller caller, MetadefFilter filter, MetadefPageRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        access.Require(caller, "get_metadef_namespaces");
        IQueryable<MetadefNamespace> rows = db.MetadefNamespaces.AsNoTracking();
        if (filter.Visibility is { } visibility)
        {
            rows = rows.Where(row => row.Visibility == visibility);
        }

        if (filter.ResourceTypes is { } types)
        {
            rows = rows.Where(row => row.Associations.Any(association => types.Contains(association.Name)));
        }

        // A catalogue has some dozens of namespaces: to order them here spares a condition for each key to sort by.
        var page = MetadefOrder.Page([.. (await rows.ToListAsync(cancellationToken)).Where(row => access.Sees(caller, row))], request, "metadef_namespace");
        await AddAssociationsAsync(page.Items, cancellationToken);
        return page;
    }

    /// <summary>The namespace with all that is in it.</summary>
    /// <exception cref="NotFoundException">No such namespace that the caller sees. Answered 404.</exception>
    public async Task<MetadefNamespace> ShowAsync(Caller caller, string name, CancellationToken cancellationToken)
    {
        var row = await db.FindVisibleAsync(access, caller, name, cancellationToken);
        return await db.MetadefNamespaces.AsNoTracking().WithParts().FirstOrDefaultAsync(each => each.Id == row.Id, cancellationToken)
            ?? throw new NotFoundException("metadef_namespace", name);
    }

    /// <summary>A page of the parts of one kind.</summary>
    /// <exception cref="NotFoundException">No such namespace that the caller sees, or the marker is not in it. Answered 404.</exception>
    public async Task<MetadefPage<T>> PartsAsync<T>(Caller caller, string space, MetadefPageRequest request, CancellationToken cancellationToken)
        where T : MetadefPart
    {
        ArgumentNullException.ThrowIfNull(request);
        var row = await db.FindVisibleAsync(access, caller, space, cancellationToken);
        access.Require(caller, row, MetadefKind.Of<T>().List);
        var parts = await db.Set<T>().AsNoTracking().Where(part => part.NamespaceId == row.Id).ToListAsync(cancellationToken);
        return MetadefOrder.Page(parts, request, MetadefKind.Of<T>().Event);
    }

    /// <summary>A part by its name.</summary>
    /// <exception cref="NotFoundException">No such namespace that the caller sees, or nothing of that name in it. Answered 404.</exception>
    public async Task<T> PartAsync<T>(Caller caller, string space, string name, CancellationToken cancellationToken)
        where T : MetadefPart, new()
    {
        var row = await db.FindVisibleAsync(access, caller, space, cancellationToken);
        access.Require(caller, row, MetadefKind.Of<T>().Get);
        return await db.Set<T>().AsNoTracking().FindPartAsync(row, name, cancellationToken);
    }

    /// <summary>A property by the name that it has on a type of resources, which begins with the prefix of the association.</summary>
    /// <exception cref="NotFoundException">
    /// No such namespace that the caller sees, no such association, a name without its prefix, or no such property. Answered 404.
    /// </exception>
    public async Task<MetadefProperty> PropertyOnAsync(
        Caller caller, string space, string prefixedName, string resourceType, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(prefixedName);
        var row = await db.FindVisibleAsync(access, caller, space, cancellationToken);
        access.Require(caller, row, MetadefKind.Of<MetadefProperty>().Get);
        var association = await db.Set<MetadefAssociation>().AsNoTracking().FindPartAsync(row, resourceType, cancellationToken);
        return association.Prefix is { Length: > 0 } prefix && prefixedName.StartsWith(prefix, StringComparison.Ordinal)
            ? await db.Set<MetadefProperty>().AsNoTracking().FindPartAsync(row, prefixedName[prefix.Length..], cancellationToken)
            : throw new NotFoundException("metadef_property", prefixedName);
    }

    /// <summary>All types of resources that some namespace was ever made for, in the order they became known.</summary>
    /// <exception cref="ForbiddenException">The caller may not list them. Answered 403.</exception>
    public async Task<IReadOnlyList<MetadefResourceType>> ResourceTypesAsync(Caller caller, CancellationToken cancellationToken)
    {
        access.Require(caller, "list_metadef_resource_types");
        return await db.MetadefResourceTypes.AsNoTracking().OrderBy(type => type.CreatedAt).ThenBy(type => type.Name).ToListAsync(cancellationToken);
    }

    private async Task AddAssociationsAsync(IReadOnlyList<MetadefNamespace> rows, CancellationToken cancellationToken)
    {
        var byId = rows.ToDictionary(row => row.Id);
        List<long> ids = [.. byId.Keys];
        var associations = await db.Set<MetadefAssociation>().AsNoTracking().Where(association => ids.Contains(association.NamespaceId))
            .OrderBy(association => association.Id).ToListAsync(cancellationToken);
        foreach (var association in associations)
        {
            byId[association.NamespaceId].Associations.Add(association);
        }
    }
}
