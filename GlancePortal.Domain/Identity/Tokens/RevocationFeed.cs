using GlancePortal.Domain.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GlancePortal.Domain.Identity;

/// <summary>Brings the revocations of all nodes into memory: all at the start, the new ones every two seconds.</summary>
/// <param name="scopes">A scope for each pass.</param>
/// <param name="revocations">Where they go.</param>
/// <param name="time">Clock of the passes.</param>
/// <param name="log">Says when the database could not be asked.</param>
internal sealed partial class RevocationFeed(
    IServiceScopeFactory scopes, Revocations revocations, TimeProvider time, ILogger<RevocationFeed> log) : BackgroundService
{
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    // Rows of other nodes may be committed late and carry the time of another clock; the last minutes are read again each time.
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan PurgeEvery = TimeSpan.FromMinutes(10);
    private DateTimeOffset _readUntil = DateTimeOffset.UnixEpoch + Overlap;
    private DateTimeOffset _purgedAt;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        // Before the first request is served every revocation is known.
        await ReadAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    internal async Task ReadAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var from = _readUntil - Overlap;
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PortalDb>();
        var rows = await db.TokenRevocations.AsNoTracking()
            .Where(row => row.CreatedAt >= from && row.ExpiresAt > now)
            .ToListAsync(cancellationToken);
        rows.ForEach(revocations.Apply);
        _readUntil = now;
        if (now - _purgedAt > PurgeEvery)
        {
            revocations.Forget(now);
            await db.WriteAsync(token => db.TokenRevocations.Where(row => row.ExpiresAt <= now).ExecuteDeleteAsync(token), cancellationToken);
            _purgedAt = now;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await ReadAsync(stoppingToken);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                // Whatever the database's driver throws: the next pass asks again, and the list so far stays in force.
                LogUnreachable(fault);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Revoked tokens could not be read; those of other nodes are not known until they are")]
    private partial void LogUnreachable(Exception fault);
}
