using Microsoft.EntityFrameworkCore;

namespace GlancePortal.Domain.Data;

/// <summary>The records in PostgreSQL.</summary>
/// <param name="options">Options with the connection string.</param>
public sealed class PostgresPortalDb(DbContextOptions<PostgresPortalDb> options) : PortalDb(options);
