using Microsoft.Extensions.Hosting;

namespace GlancePortal.Domain.Content;

/// <summary>Runs a little content through a pass once the program serves, so that the first upload does not run on unoptimised code.</summary>
internal sealed class TransferWarmUp(IHostApplicationLifetime lifetime, TimeProvider time) : BackgroundService
{
    // The runtime optimises what was called often, a moment after it was.
    private const int Rounds = 3;
    private const int Pieces = 64;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
        var piece = new byte[16 * 1024];
        for (var round = 0; round < Rounds; round++)
        {
            using var pass = new ContentPass();
            for (var at = 0; at < Pieces; at++)
            {
                using var source = new MemoryStream(piece);
                await pass.CopyAsync(source, Stream.Null, stoppingToken);
                _ = BlockChecksums.Of(piece);
            }
            await pass.CompleteAsync(stoppingToken);
            await Task.Delay(Pause, time, stoppingToken);
        }
    }
}
