using System.Diagnostics;
using System.Globalization;
using GlancePortal.Confined;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Conversion;

/// <summary>A process that is killed takes its tools along.</summary>
[Trait("Suite", "unit")]
public sealed class DyingWithTheServer : IDisposable
{
    private const int StandsForTheParent = 424_242;
    private readonly ConversionRoom _room = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _room.Dispose();

    [Fact]
    public async Task A_tool_ends_with_the_process_that_started_it()
    {
        using var parent = Start("bash", "-c", $"{Confined("sleep", "600")} & echo $!; wait");
        var tool = int.Parse((await parent.StandardOutput.ReadLineAsync(Cancellation))!, CultureInfo.InvariantCulture);
        await Eventually.SeeAsync(() => Task.FromResult(NameOf(tool)), name => name == "sleep", Cancellation);

        parent.Kill();

        await GoneAsync(tool);
    }

    [Fact]
    public async Task A_tool_whose_server_is_gone_already_is_not_started()
    {
        var order = Confined("echo", "started").Replace("\"$$\"", "1", StringComparison.Ordinal);
        var (status, output, _) = await Command.TryAsync("bash", ["-c", order], null, Cancellation);

        Assert.Equal((ConfinementOrder.NotConfined, ""), (status, output));
    }

    [Fact]
    public async Task A_conversion_ends_with_the_program()
    {
        // Compressing noise takes long enough to be seen, and is not waited for.
        await File.WriteAllBytesAsync(_room.File("disk.raw"), Bytes.Random(256 << 20), Cancellation);
        using var program = Start(
            "dotnet", Path.Combine(AppContext.BaseDirectory, "GlancePortal.dll"), "image", "convert-file", _room.File("disk.raw"), _room.File("disk.qcow2"),
            "--from", "raw", "--to", "qcow2", "--compression", "zlib");
        var tool = await Eventually.SeeAsync(
            () => Task.FromResult(ChildOf(program.Id, that: "convert")), found => found != 0 || program.HasExited, Cancellation);
        Assert.NotEqual(0, tool);

        program.Kill();

        await GoneAsync(tool);
    }

    private static Task<string> GoneAsync(int process) => Eventually.SeeAsync(() => Task.FromResult(NameOf(process)), name => name.Length == 0, Cancellation);

    // The program as the server calls it, with the shell as its parent.
    private static string Confined(string tool, params string[] arguments)
    {
        var order = new ConfinementOrder(ConversionRoom.Program(tool), arguments)
        {
            Parent = StandsForTheParent, MemoryBytes = 1L << 30, CpuSeconds = 60, OutputBytes = 1 << 20, OpenFiles = 64,
        };
        var words = order.ToArguments().Prepend(Path.Combine(AppContext.BaseDirectory, "GlancePortal.Confined.dll")).Prepend("dotnet");
        return string.Join(' ', words.Select(word => word == $"{StandsForTheParent}" ? "\"$$\"" : $"'{word}'"));
    }

    private static Process Start(string file, params string[] arguments) =>
        Process.Start(new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true })!;

    /// <summary>Name of a process; empty once it has ended, whether or not somebody has taken notice.</summary>
    private static string NameOf(int process)
    {
        try
        {
            // 12 (name) S …
            var status = File.ReadAllText($"/proc/{process}/stat");
            var end = status.LastIndexOf(')');
            return status[end + 2] == 'Z' ? "" : status[(status.IndexOf('(', StringComparison.Ordinal) + 1)..end];
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static int ChildOf(int parent, string that)
    {
        try
        {
            return File.ReadAllText($"/proc/{parent}/task/{parent}/children").Length >= 0
                ? Directory.EnumerateDirectories($"/proc/{parent}/task")
                    .SelectMany(thread => File.ReadAllText(Path.Combine(thread, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
                    .Select(child => int.Parse(child, CultureInfo.InvariantCulture))
                    .FirstOrDefault(child => NameOf(child) == "qemu-img" && File.ReadAllText($"/proc/{child}/cmdline").Contains(that, StringComparison.Ordinal))
                : 0;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
