using GlancePortal.Confined;
using GlancePortal.Domain.Images;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Conversion;

/// <summary>Runs tools on untrusted bytes, locked in and a few at a time.</summary>
internal sealed partial class ConfinedTools : IDisposable
{
    private readonly SemaphoreSlim _turns;
    private readonly ToolLimits _limits;
    private readonly TimeProvider _time;

    public ConfinedTools(IOptions<QemuImgOptions> options, IOptions<ImageOptions> images, TimeProvider time, ILogger<ConfinedTools> logger)
    {
        _turns = new SemaphoreSlim(options.Value.Processes);
        _limits = ToolLimits.From(options.Value, images.Value.SizeCap);
        _time = time;
        foreach (var gap in ConfinementSupport.Probe().Gaps())
        {
            LogGap(logger, gap);
        }
    }

    /// <summary>Limits of a run that names none.</summary>
    public ToolLimits Limits => _limits;

    /// <summary>Waits for a turn, runs the tool to its end.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled, and is gone.</exception>
    /// <exception cref="InvalidOperationException">It could not be locked in, so it was not started.</exception>
    public async Task<ToolExit> RunAsync(ToolRun run, CancellationToken cancellationToken)
    {
        var limits = run.Limits ?? _limits;
        await _turns.WaitAsync(cancellationToken);
        try
        {
            using var process = await ConfinedProcess.StartAsync(run, limits);
            using var limit = new CancellationTokenSource(limits.Time, _time);
            var exit = await process.EndAsync(run, limit.Token, cancellationToken);
            return exit.Status == ConfinementOrder.NotConfined
                ? throw new InvalidOperationException($"{Path.GetFileName(run.Tool)} was not started: {exit.Error.Trim()}")
                : exit;
        }
        finally
        {
            _turns.Release();
        }
    }

    public void Dispose() => _turns.Dispose();

    [LoggerMessage(Level = LogLevel.Warning, Message = "Conversion: {Gap}")]
    private static partial void LogGap(ILogger logger, string gap);
}
