using GlancePortal.Domain.Access;
using GlancePortal.Domain.Audit;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Hosting;
using GlancePortal.Domain.Images;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Uploads;

/// <summary>Frees what processes left behind that are gone: images in saving are queued again, uploads can be continued.</summary>
/// <param name="scopes">Opens a scope for each pass.</param>
/// <param name="node">This process.</param>
/// <param name="cluster">How long a silent process keeps its work.</param>
/// <param name="time">Clock of the leases.</param>
/// <param name="logger">Told what was freed.</param>
internal sealed partial class UploadRecovery(
    IServiceScopeFactory scopes, NodeIdentity node, IOptions<ClusterOptions> cluster, TimeProvider time, ILogger<UploadRecovery> logger)
    : BackgroundService
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    /// <summary>One pass before the first request is served: what an earlier start of this process held is free from then on.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await RunAsync(atStart: true, cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <summary>Frees everything whose lease is dead.</summary>
    /// <returns>How many uploads and images were freed.</returns>
    public async Task<int> RunAsync(bool atStart, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PortalDb>();
        var changes = scope.ServiceProvider.GetRequiredService<StateChanges>();
        var prefix = DeadLeases.OwnerPrefix(db, node, atStart);
        var now = time.GetUtcNow();
        var dead = await Dead(db, prefix, now).AsNoTracking().ToListAsync(cancellationToken);
        foreach (var upload in dead)
        {
            await changes.WriteAsync(Caller.System, set => FreeAsync(db, prefix, upload, set, cancellationToken), cancellationToken);
            LogFreed(upload.Id, upload.Kind, upload.LeaseOwner);
        }

        var forsaken = await Forsaken(db).Select(image => new { image.Id, image.OwnerId }).ToListAsync(cancellationToken);
        foreach (var image in forsaken)
        {
            await changes.WriteAsync(
                Caller.System,
                async set =>
                {
                    if (await Forsaken(db).AnyAsync(row => row.Id == image.Id, cancellationToken))
                    {
                        await ImageSaving.ToQueuedAsync(db, image.Id, image.OwnerId, UploadInterruptedException.Cause, set, cancellationToken);
                    }
                },
                cancellationToken);
        }

        return dead.Count + forsaken.Count;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = cluster.Value.Lease / 2;
        using var timer = new PeriodicTimer(pause < LongestPause ? pause : LongestPause, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await RunAsync(atStart: false, stoppingToken);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                LogFault(fault);
            }
        }
    }

    private IQueryable<Upload> Dead(PortalDb db, string? prefix, DateTimeOffset now) => prefix is null
        ? db.Uploads.Where(upload => upload.LeaseOwner != null && upload.LeaseUntil < now)
        : db.Uploads.Where(upload => upload.LeaseOwner != null
            && (upload.LeaseUntil < now || (upload.LeaseOwner.StartsWith(prefix) && upload.LeaseOwner != node.LeaseOwner)));

    // Saving is only ever entered together with a lease.
    private static IQueryable<Image> Forsaken(PortalDb db) => db.Images.Where(image =>
        image.Status == ImageStatus.Saving && !ImageSaving.Savers(db).Any(upload => upload.ImageId == image.Id));

    private async Task FreeAsync(PortalDb db, string? prefix, Upload upload, ChangeSet set, CancellationToken cancellationToken)
    {
        var row = Dead(db, prefix, set.At).Where(row => row.Id == upload.Id);
        // With the process that ended before this start its writers ended too; a silent one may only have been paused.
        var mayStillWrite = prefix is null || !upload.LeaseOwner!.StartsWith(prefix, StringComparison.Ordinal);
        var freed = upload.Kind is UploadKind.Direct or UploadKind.Staged
            ? await row.ExecuteDeleteAsync(cancellationToken)
            : await row.ExecuteUpdateAsync(
                free => free.SetProperty(x => x.LeaseOwner, (string?)null)
                    .SetProperty(x => x.LeaseUntil, (DateTimeOffset?)null)
                    .SetProperty(x => x.HasLostWriter, x => x.HasLostWriter || mayStillWrite),
                cancellationToken);
        if (freed > 0 && upload.ImageId is { } imageId)
        {
            await ImageSaving.ToQueuedAsync(db, imageId, upload.ProjectId, UploadInterruptedException.Cause, set, cancellationToken);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Freed {Kind} upload {UploadId} that {Owner} held")]
    private partial void LogFreed(Guid uploadId, UploadKind kind, string? owner);

    [LoggerMessage(Level = LogLevel.Error, Message = "Interrupted uploads could not be looked for; the next pass tries again")]
    private partial void LogFault(Exception fault);
}
