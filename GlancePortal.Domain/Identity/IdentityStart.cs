using GlancePortal.Domain.Data;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace GlancePortal.Domain.Identity;

/// <summary>What identity needs before the first request: the bootstrap, and a key that signs.</summary>
/// <param name="scopes">A scope for the work.</param>
/// <param name="protection">Makes the first key when there is none.</param>
public sealed class IdentityStart(IServiceScopeFactory scopes, IDataProtectionProvider protection)
{
    // Any number will do as long as nothing else in this database locks it.
    private const long StartLock = 0x676C616E6365;

    /// <summary>Runs it. Nodes that start together take turns, so that they make one administrator and one key.</summary>
    /// <exception cref="BootstrapFaultException">The bootstrap file does not fit what exists.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PortalDb>();
        var takesTurns = db.Database.IsNpgsql();
        if (takesTurns)
        {
            await db.Database.OpenConnectionAsync(cancellationToken);
            await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_lock({StartLock})", cancellationToken);
        }

        try
        {
            protection.CreateProtector("GlancePortal.Start").Protect([]);
            await scope.ServiceProvider.GetRequiredService<Bootstrap>().RunAsync(cancellationToken);
        }
        finally
        {
            if (takesTurns)
            {
                await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_unlock({StartLock})", CancellationToken.None);
                await db.Database.CloseConnectionAsync();
            }
        }
    }
}
