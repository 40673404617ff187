using GlancePortal.Domain.Access;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Errors;
using Microsoft.EntityFrameworkCore;

namespace GlancePortal.Domain.Metadefs;

/// <summary>Finds and adds rows under the rules of <see cref="MetadefAccess"/>.</summary>
internal static class MetadefRows
{
    /// <summary>The namespace, untracked and without its parts, if the caller sees it.</summary>
    /// <exception cref="NotFoundException">No such namespace that the caller sees.</exception>
    public static async Task<MetadefNamespace> FindVisibleAsync(
        this PortalDb db, MetadefAccess access, Caller caller, string name, CancellationToken cancellationToken) =>
        Seen(access, caller, name, await db.MetadefNamespaces.AsNoTracking().FirstOrDefaultAsync(row => row.Name == name, cancellationToken));

    /// <summary>The namespace, tracked and without its parts, if the caller sees it and may do this. Inside of a write.</summary>
    /// <exception cref="NotFoundException">No such namespace that the caller sees.</exception>
    /// <exception cref="ForbiddenException">The caller sees it but may not do this.</exception>
    public static async Task<MetadefNamespace> FindForChangeAsync(
        this PortalDb db, MetadefAccess access, Caller caller, string name, string rule, CancellationToken cancellationToken)
    {
        await db.LockNamespaceAsync(name, cancellationToken);
        var row = Seen(access, caller, name, await db.MetadefNamespaces.AsTracking().FirstOrDefaultAsync(row => row.Name == name, cancellationToken));
        access.Require(caller, row, rule);
        return row;
    }

    /// <summary>The part of that name; a tag in whatever case.</summary>
    /// <exception cref="NotFoundException">There is none.</exception>
    public static async Task<T> FindPartAsync<T>(this IQueryable<T> parts, MetadefNamespace row, string name, CancellationToken cancellationToken)
        where T : MetadefPart, new()
    {
        var key = MetadefPartDraft<T>.KeyOf(name);
        return await parts.FirstOrDefaultAsync(part => part.NamespaceId == row.Id && part.Key == key, cancellationToken)
            ?? throw new NotFoundException(MetadefKind.Of<T>().Event, name);
    }

    /// <summary>With all parts of each kind, each kind by a query of its own, in the order they were made.</summary>
    public static IQueryable<MetadefNamespace> WithParts(this IQueryable<MetadefNamespace> rows) => rows.AsSplitQuery()
        .Include(row => row.Associations.OrderBy(part => part.Id))
        .Include(row => row.Properties.OrderBy(part => part.Id))
        .Include(row => row.Objects.OrderBy(part => part.Id))
        .Include(row => row.Tags.OrderBy(part => part.Id));

    /// <summary>Adds a namespace with all its parts. Inside of a write.</summary>
    public static async Task AddNamespaceAsync(this PortalDb db, MetadefNamespace row, CancellationToken cancellationToken)
    {
        foreach (var association in row.Associations)
        {
            await db.EnsureResourceTypeAsync(association.Name, row.UpdatedAt, cancellationToken);
        }

        db.MetadefNamespaces.Add(row);
    }

    /// <summary>Makes the type known if it is not. Two who name a new one at the same time both succeed.</summary>
    public static Task EnsureResourceTypeAsync(this PortalDb db, string name, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var micros = UnixMicrosecondsConverter.MicrosOf(at);
        return db.Database.ExecuteSqlAsync(
            $"INSERT INTO metadef_resource_types (name, created_at, updated_at) VALUES ({name}, {micros}, {micros}) ON CONFLICT (name) DO NOTHING",
            cancellationToken);
    }

    private static MetadefNamespace Seen(MetadefAccess access, Caller caller, string name, MetadefNamespace? row) =>
        row is not null && access.Sees(caller, row) ? row : throw new NotFoundException("metadef_namespace", name);
}
