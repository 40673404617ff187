using GlancePortal.Domain.Audit;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Hosting;
using GlancePortal.Domain.Images;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Uploads;

/// <summary>Keeps the lease of uploads whose image is being saved, for as long as this process works on them.</summary>
/// <param name="scopes">Opens a scope for each beat.</param>
/// <param name="node">This process.</param>
/// <param name="cluster">How long a lease lasts.</param>
/// <param name="broadcast">Tells those who watch about progress.</param>
/// <param name="time">Clock of the beats.</param>
/// <param name="logger">Says what went wrong.</param>
public sealed partial class UploadLeases(
    IServiceScopeFactory scopes, NodeIdentity node, IOptions<ClusterOptions> cluster, ChangeBroadcast broadcast, TimeProvider time,
    ILogger<UploadLeases> logger)
{
    private static readonly TimeSpan LongestBeat = TimeSpan.FromSeconds(2);

    /// <summary>What the row of an upload that this process holds carries.</summary>
    public string Owner => node.LeaseOwner;

    /// <summary>Until when a lease taken now lasts.</summary>
    public DateTimeOffset UntilFromNow => time.GetUtcNow() + cluster.Value.Lease;

    /// <summary>Time between two renewals of a lease.</summary>
    internal TimeSpan BeatEvery => cluster.Value.Lease / 3 is var third && third < LongestBeat ? third : LongestBeat;

    /// <summary>Keeps the lease of an upload that has just been taken, until the result is disposed.</summary>
    /// <param name="upload">The row, with its image.</param>
    /// <param name="bytes">Bytes that have come so far; null when their progress is told elsewhere.</param>
    /// <param name="cancellationToken">Ends the work that the lease is for.</param>
    internal UploadLease Keep(Upload upload, Func<long>? bytes, CancellationToken cancellationToken) =>
        new(token => BeatAsync(upload, bytes, token), BeatEvery, time, cancellationToken);

    private async Task<LeaseState> BeatAsync(Upload upload, Func<long>? bytes, CancellationToken cancellationToken)
    {
        try
        {
            var filling = upload.Kind == UploadKind.Staged ? ImageStatus.Uploading : ImageStatus.Saving;
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<PortalDb>();
            var state = await db.WriteAsync(
                async token =>
                {
                    var now = time.GetUtcNow();
                    var done = bytes?.Invoke();
                    var held = await db.Uploads.Where(row => row.Id == upload.Id && row.LeaseOwner == node.LeaseOwner).ExecuteUpdateAsync(
                        row => row.SetProperty(x => x.LeaseUntil, now + cluster.Value.Lease)
                            .SetProperty(x => x.Offset, x => done ?? x.Offset)
                            .SetProperty(x => x.UpdatedAt, x => done == null ? x.UpdatedAt : now),
                        token);
                    return held == 0 ? LeaseState.Lost
                        : await db.Images.AnyAsync(image => image.Id == upload.ImageId && image.Status == filling, token) ? LeaseState.Held
                        : LeaseState.ImageGone;
                },
                cancellationToken);
            if (bytes is not null)
            {
                broadcast.Send(new LiveUpdate(UploadEvents.Progress, UploadEvents.ObjectType, upload.Id.ToString(), upload.ProjectId));
            }

            return state;
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            // The transfer goes on: whether the lease still holds is asked again when the image becomes active.
            LogBeatFailed(fault, upload.Id);
            return LeaseState.Held;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The lease of upload {UploadId} could not be renewed")]
    private partial void LogBeatFailed(Exception fault, Guid uploadId);
}

/// <summary>What a beat found.</summary>
internal enum LeaseState
{
    Held,
    Lost,
    ImageGone,
}

/// <summary>A lease that is being kept.</summary>
internal sealed class UploadLease : IAsyncDisposable
{
    private readonly CancellationTokenSource _over = new();
    private readonly CancellationTokenSource _work;
    private readonly Task _beating;

    public UploadLease(Func<CancellationToken, Task<LeaseState>> beat, TimeSpan every, TimeProvider time, CancellationToken cancellationToken)
    {
        _work = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _beating = BeatAsync(beat, every, time);
    }

    /// <summary>Ends the work when the caller wants it, when the lease is lost, or when the image is deleted.</summary>
    public CancellationToken Token => _work.Token;

    public LeaseState State { get; private set; }

    public async ValueTask DisposeAsync()
    {
        if (_over.IsCancellationRequested)
        {
            return;
        }

        await _over.CancelAsync();
        await _beating;
        _over.Dispose();
        _work.Dispose();
    }

    private async Task BeatAsync(Func<CancellationToken, Task<LeaseState>> beat, TimeSpan every, TimeProvider time)
    {
        using var timer = new PeriodicTimer(every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(_over.Token))
            {
                State = await beat(_over.Token);
                if (State != LeaseState.Held)
                {
                    await _work.CancelAsync();
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (_over.IsCancellationRequested)
        {
            // The work is over.
        }
    }
}
