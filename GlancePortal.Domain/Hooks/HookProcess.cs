using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using GlancePortal.Domain.Conversion;

namespace GlancePortal.Domain.Hooks;

/// <summary>One run of the operator's command, in a process group of its own that ends with it, and with this process however that ends.</summary>
internal sealed partial class HookProcess : IDisposable
{
    public const int LongestAnswerBytes = 1024 * 1024;
    private const int KeptErrorBytes = 8 * 1024;
    private const int KillSignal = 9;
    private const string UsualPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    // The kernel tells the shell when this process is gone, and it takes its whole group along.
    private const string Guard = """trap 'kill -KILL 0' TERM; exec 3<&0; "$@" <&3 3<&- & exec <&- 3<&-; wait $!""";

    private readonly Lock _killing = new();
    private readonly Process _process;
    private readonly Func<int, int, int> _signal;
    private bool _isKilled;

    private HookProcess(Process process, Func<int, int, int> signal) => (_process, _signal) = (process, signal);

    /// <summary>Starts it with nothing of our environment, which has secrets, but PATH and LANG.</summary>
    /// <param name="command">The command with its arguments.</param>
    /// <param name="signal">Sends a signal; null for the kernel's own call.</param>
    /// <exception cref="HookFaultException">It cannot be started.</exception>
    public static async Task<HookProcess> StartAsync(IEnumerable<string> command, Func<int, int, int>? signal = null)
    {
        var start = new ProcessStartInfo("setsid", ["setpriv", "--pdeathsig", "TERM", "sh", "-c", Guard, "hook", .. command])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        var path = Environment.GetEnvironmentVariable("PATH");
        start.Environment.Clear();
        start.Environment["PATH"] = string.IsNullOrEmpty(path) ? UsualPath : path;
        start.Environment["LANG"] = Environment.GetEnvironmentVariable("LANG") ?? "C.UTF-8";
        var process = new Process { StartInfo = start };
        try
        {
            await ToolThread.StartAsync(process);
        }
        catch (Win32Exception)
        {
            process.Dispose();
            throw new HookFaultException("hook.failed", "The operator's check could not be started: setsid and setpriv of util-linux are needed.");
        }

        return new HookProcess(process, signal ?? SendSignal);
    }

    /// <summary>Tells it the question and reads its answer, until it ends.</summary>
    /// <param name="question">For its standard input.</param>
    /// <param name="stop">Ends it, with everything that it started.</param>
    /// <returns>Its exit status, and what it wrote; a null answer was too long.</returns>
    public async Task<HookExit> RunAsync(byte[] question, CancellationToken stop)
    {
        using var stopped = stop.Register(Kill);
        var errors = ReadAsync(_process.StandardError.BaseStream, KeptErrorBytes);
        var answering = ReadAnswerAsync();
        await TellAsync(question);
        await _process.WaitForExitAsync(CancellationToken.None);

        // Whatever it left running would keep its output open.
        Kill();
        var answer = await answering;
        var error = await errors;
        stop.ThrowIfCancellationRequested();
        return new HookExit(_process.ExitCode, answer, Encoding.UTF8.GetString(error.Bytes));
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    private async Task<byte[]?> ReadAnswerAsync()
    {
        var (bytes, isWhole) = await ReadAsync(_process.StandardOutput.BaseStream, LongestAnswerBytes, Kill);
        return isWhole ? bytes : null;
    }

    private async Task TellAsync(byte[] question)
    {
        try
        {
            await using var input = _process.StandardInput.BaseStream;
            await input.WriteAsync(question, CancellationToken.None);
        }
        catch (IOException)
        {
            // It may answer without having read the question.
        }
    }

    /// <summary>Reads to the end and keeps the beginning.</summary>
    private static async Task<(byte[] Bytes, bool IsWhole)> ReadAsync(Stream source, int most, Action? onTooMuch = null)
    {
        var kept = new byte[most];
        var count = await source.ReadAtLeastAsync(kept, most, throwOnEndOfStream: false);
        var more = new byte[4096];
        var isWhole = await source.ReadAsync(more) == 0;
        if (!isWhole)
        {
            onTooMuch?.Invoke();
            while (await source.ReadAsync(more) > 0)
            {
            }
        }

        return (kept[..count], isWhole);
    }

    private void Kill()
    {
        lock (_killing)
        {
            // Once the group is gone its number may be that of another one.
            if (_isKilled)
            {
                return;
            }

            // The group has the number of its first process; that one itself has none yet in the instant after its start.
            _isKilled = _signal(-_process.Id, KillSignal) == 0 || _process.HasExited;
            if (!_isKilled)
            {
                _process.Kill();
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    internal static partial int SendSignal(int process, int signal);
}

/// <summary>How a run ended.</summary>
/// <param name="Status">Exit status.</param>
/// <param name="Answer">What it wrote to standard output; null when that was too long.</param>
/// <param name="Error">The beginning of what it wrote to standard error.</param>
internal sealed record HookExit(int Status, byte[]? Answer, string Error);
