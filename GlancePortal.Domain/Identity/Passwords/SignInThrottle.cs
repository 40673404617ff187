using System.Security.Cryptography;
using System.Text;
using GlancePortal.Domain.Access;
using GlancePortal.Domain.Audit;
using GlancePortal.Domain.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Identity;

/// <summary>Closes an account for a while after failures in a row, on all nodes, and treats accounts that do not exist alike.</summary>
/// <param name="db">Where failures are counted.</param>
/// <param name="changes">Records them.</param>
/// <param name="time">Clock of the pauses.</param>
/// <param name="options">How many failures and how long.</param>
public sealed class SignInThrottle(PortalDb db, StateChanges changes, TimeProvider time, IOptions<PortalIdentityOptions> options)
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    /// <summary>Refuses while the account is closed.</summary>
    /// <exception cref="TooManyAttemptsException">The account is closed now.</exception>
    /// <returns>Whether failures are on record.</returns>
    public async Task<bool> CheckAsync(string account, CancellationToken cancellationToken)
    {
        var key = KeyOf(account);
        var known = await db.SignInFailures.AsNoTracking().SingleOrDefaultAsync(row => row.Account == key, cancellationToken);
        ThrowIfClosed(known?.BlockedUntil, time.GetUtcNow());
        return known is not null;
    }

    /// <summary>Counts a failure.</summary>
    /// <exception cref="TooManyAttemptsException">Others failed meanwhile: this attempt learns nothing.</exception>
    public async Task FailAsync(string account, string? userId, Caller caller, CancellationToken cancellationToken)
    {
        var key = KeyOf(account);
        var closedUntil = await changes.WriteAsync(
            caller,
            async set =>
            {
                var row = await CountAsync(key, set.At, cancellationToken);
                if (row.BlockedUntil > set.At)
                {
                    return row.BlockedUntil;
                }

                row.BlockedUntil = PauseAfter(row.Failures) is { } pause ? set.At + pause : null;
                set.Record("user.sign_in_failed", "user", userId ?? "", projectId: null, cause: "sign_in.credentials");
                return null;
            },
            cancellationToken);
        ThrowIfClosed(closedUntil, time.GetUtcNow());
    }

    /// <summary>Forgets the failures once the right password came.</summary>
    public Task SucceedAsync(string account, CancellationToken cancellationToken)
    {
        var key = KeyOf(account);
        return db.WriteAsync(token => db.SignInFailures.Where(row => row.Account == key).ExecuteDeleteAsync(token), cancellationToken);
    }

    private async Task<SignInFailure> CountAsync(string key, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (stale, forgotten) = (now - Kept, now - options.Value.SignIn.MaxPause);
        await db.SignInFailures.Where(row => row.LastAt < stale).ExecuteDeleteAsync(cancellationToken);

        // Two first failures at once must not collide, on either database.
        await db.Database.ExecuteSqlAsync(
            $"INSERT INTO sign_in_failures (account, failures, last_at) VALUES ({key}, 0, 0) ON CONFLICT (account) DO NOTHING",
            cancellationToken);
        await db.SignInFailures.Where(row => row.Account == key && (row.BlockedUntil == null || row.BlockedUntil <= now)).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.Failures, row => row.LastAt < forgotten ? 1 : row.Failures + 1).SetProperty(row => row.LastAt, now),
            cancellationToken);
        return await db.SignInFailures.SingleAsync(row => row.Account == key, cancellationToken);
    }

    private TimeSpan? PauseAfter(int failures)
    {
        var rule = options.Value.SignIn;
        if (failures < rule.MaxFailures)
        {
            return null;
        }

        var doubled = rule.Pause * Math.Pow(2, Math.Min(failures - rule.MaxFailures, 20));
        return doubled < rule.MaxPause ? doubled : rule.MaxPause;
    }

    private static void ThrowIfClosed(DateTimeOffset? until, DateTimeOffset now)
    {
        if (until > now)
        {
            throw new TooManyAttemptsException(until.Value - now);
        }
    }

    private static string KeyOf(string account) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(account)));
}
