using Microsoft.EntityFrameworkCore;

namespace GlancePortal.Domain.Data;

/// <summary>The records in PostgreSQL.</summary>
/// <param name="options">Options with the connection string.</param>
public sealed class PostgresPortalDb(DbContextOptions<PostgresPortalDb> options) : PortalDb(options)
{
    /// <inheritdoc/>
    public override Task LockImageAsync(Guid imageId, CancellationToken cancellationToken) =>
        Database.ExecuteSqlAsync($"SELECT 1 FROM images WHERE id = {imageId} FOR UPDATE", cancellationToken);

    /// <inheritdoc/>
    public override Task LockQuotasAsync(string projectId, CancellationToken cancellationToken) =>
        // Not the project's row: it may be a record of another service.
        LockNameAsync("quotas:" + projectId, cancellationToken);

    /// <inheritdoc/>
    public override Task LockJobsAsync(string type, CancellationToken cancellationToken) => LockNameAsync("jobs:" + type, cancellationToken);

    /// <inheritdoc/>
    public override Task LockNamespaceAsync(string name, CancellationToken cancellationToken) =>
        Database.ExecuteSqlAsync($"SELECT 1 FROM metadef_namespaces WHERE name = {name} FOR UPDATE", cancellationToken);

    private Task<int> LockNameAsync(string name, CancellationToken cancellationToken) =>
        Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({name}, 0))", cancellationToken);
}
