using Microsoft.EntityFrameworkCore;

namespace GlancePortal.Domain.Data;

/// <summary>The records in PostgreSQL.</summary>
/// <param name="options">Options with the connection string.</param>
public sealed class PostgresPortalDb(DbContextOptions<PostgresPortalDb> options) : PortalDb(options)
{
    /// <inheritdoc/>
    public override Task LockImageAsync(Guid imageId, CancellationToken cancellationToken) =>
        Database.ExecuteSqlAsync($"SELECT 1 FROM images WHERE id = {imageId} FOR UPDATE", cancellationToken);
}
