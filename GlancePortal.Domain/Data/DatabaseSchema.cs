using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace GlancePortal.Domain.Data;

/// <summary>The schema of the records' database.</summary>
/// <param name="scopes">Opens a scope for each piece of work.</param>
public sealed class DatabaseSchema(IServiceScopeFactory scopes)
{
    /// <summary>Creates or upgrades it. Nodes that start together wait for each other.</summary>
    public async Task UpgradeAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PortalDb>();
        await db.Database.MigrateAsync(cancellationToken);
        if (db.Database.IsSqlite())
        {
            await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL;", cancellationToken);
        }
    }

    /// <summary>Names of the migrations that are still to be applied.</summary>
    public async Task<IReadOnlyList<string>> PendingAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PortalDb>();
        return [.. await db.Database.GetPendingMigrationsAsync(cancellationToken)];
    }
}
