using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using GlancePortal.Confined;

namespace GlancePortal.Domain.Conversion;

/// <summary>One run of a tool that can do little more than read its input and write its output: docs/adr/0021-confined-tools.md.</summary>
internal sealed class ConfinedProcess : IDisposable
{
    private const int KeptErrorBytes = 8 * 1024;
    private static readonly string Runtime = FindRuntime();
    private static readonly string Confiner = Path.Combine(AppContext.BaseDirectory, "GlancePortal.Confined.dll");

    private readonly Process _process;

    private ConfinedProcess(Process process) => _process = process;

    public int Id => _process.Id;

    /// <summary>Starts it; it ends with this process, however this one ends.</summary>
    public static async Task<ConfinedProcess> StartAsync(ToolRun run, ToolLimits limits)
    {
        var order = new ConfinementOrder(run.Tool, run.Arguments)
        {
            Parent = Environment.ProcessId,
            Readable = run.Readable,
            Writable = run.Writable,
            MemoryBytes = limits.MemoryBytes,
            CpuSeconds = (long)Math.Ceiling(limits.CpuTime.TotalSeconds),
            OutputBytes = limits.OutputBytes,
            OpenFiles = limits.OpenFiles,
        };
        var start = new ProcessStartInfo(Runtime, [Confiner, .. order.ToArguments()])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Nothing of the server's environment, which has its secrets; the diagnostics of .NET would open a socket.
        start.Environment.Clear();
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        var process = new Process { StartInfo = start };
        await ToolThread.StartAsync(process);
        return new ConfinedProcess(process);
    }

    /// <summary>Serves its standard streams until it ends.</summary>
    /// <param name="run">What to feed and where to drain.</param>
    /// <param name="limit">Ends it when its time is over.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    /// <returns>How it ended, also after a limit.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled, and is gone.</exception>
    public async Task<ToolExit> EndAsync(ToolRun run, CancellationToken limit, CancellationToken cancellationToken)
    {
        // A killed tool closes its pipes, so nothing below needs to be told.
        using var overTime = limit.Register(Kill);
        using var cancelled = cancellationToken.Register(Kill);
        var error = KeepBeginningAsync(_process.StandardError.BaseStream);
        var feeding = FeedAsync(run.Feed);
        try
        {
            await (run.Drain ?? ThrowAwayAsync)(_process.StandardOutput.BaseStream, CancellationToken.None);
        }
        catch
        {
            Kill();
            throw;
        }
        finally
        {
            await _process.WaitForExitAsync(CancellationToken.None);
            await error;
            await feeding;
        }

        cancellationToken.ThrowIfCancellationRequested();
        return new ToolExit(_process.ExitCode, await error) { IsTimedOut = limit.IsCancellationRequested };
    }

    public void Dispose() => _process.Dispose();

    private void Kill()
    {
        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has just ended by itself.
        }
    }

    private async Task FeedAsync(Func<Stream, CancellationToken, Task>? feed)
    {
        var input = _process.StandardInput.BaseStream;
        try
        {
            await (feed?.Invoke(input, CancellationToken.None) ?? Task.CompletedTask);
            await input.DisposeAsync();
        }
        catch
        {
            Kill();
            throw;
        }
    }

    private static async Task ThrowAwayAsync(Stream output, CancellationToken cancellationToken) => await output.CopyToAsync(Stream.Null, cancellationToken);

    private static async Task<string> KeepBeginningAsync(Stream source)
    {
        var kept = new byte[KeptErrorBytes];
        var count = await source.ReadAtLeastAsync(kept, kept.Length, throwOnEndOfStream: false);
        await source.CopyToAsync(Stream.Null);
        return Encoding.UTF8.GetString(kept, 0, count);
    }

    // The program that runs ours may be `dotnet` or a host of its own; beside the runtime there is always the former.
    private static string FindRuntime() =>
        Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
}
