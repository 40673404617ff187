using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using GlancePortal.Domain.Conversion;
using Xunit;

namespace GlancePortal.Tests.Conversion;

/// <summary>What a tool that a hostile image has taken over can still do.</summary>
[Trait("Suite", "unit")]
public sealed class ToolConfinement : IDisposable
{
    private static readonly ToolLimits Usual = new(TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(2), 1L << 30, 1L << 30, 64);

    private readonly ConversionRoom _room = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _room.Dispose();

    [Fact]
    public async Task It_reads_what_it_was_given_and_nothing_else()
    {
        WantsLandlock();
        await File.WriteAllTextAsync(_room.File("given"), "content", Cancellation);
        await File.WriteAllTextAsync(_room.File("other"), "secret", Cancellation);
        var cat = ConversionRoom.Program("cat");

        Assert.Equal((0, "content", ""), await OutputAsync(new ToolRun(cat, [_room.File("given")]) { Readable = [_room.File("given")] }));
        foreach (var path in new[] { _room.File("other"), "/etc/passwd", "/proc/self/environ", $"/proc/{Environment.ProcessId}/maps" })
        {
            var (status, output, error) = await OutputAsync(new ToolRun(cat, [path]) { Readable = [_room.File("given")] });
            Assert.Equal((1, ""), (status, output));
            Assert.Contains("Permission denied", error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task It_writes_its_output_and_nothing_else()
    {
        WantsLandlock();
        foreach (var name in new[] { "output", "other" })
        {
            await File.WriteAllTextAsync(_room.File(name), "before", Cancellation);
        }

        var run = ConversionRoom.Script($"echo after > {_room.File("output")}; echo after > {_room.File("other")}; echo after > {_room.File("new")}; echo > /tmp/glanceportal-escaped")
            with
            { Writable = [_room.File("output")] };
        await OutputAsync(run);

        Assert.Equal("after\n", await File.ReadAllTextAsync(_room.File("output"), Cancellation));
        Assert.Equal("before", await File.ReadAllTextAsync(_room.File("other"), Cancellation));
        Assert.False(File.Exists(_room.File("new")));
        Assert.False(File.Exists("/tmp/glanceportal-escaped"));
    }

    [Theory]
    [InlineData("chmod", "0777")]
    [InlineData("touch", "-c", "-h", "-d", "2001-01-01")]
    [InlineData("perl", "-e", "truncate($ARGV[0], 0) or die $!")]
    public async Task It_changes_nothing_about_another_file(string program, params string[] arguments)
    {
        WantsFilter();
        var other = _room.File("other");
        await File.WriteAllTextAsync(other, "before", Cancellation);
        File.SetUnixFileMode(other, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var written = File.GetLastWriteTimeUtc(other);

        var (status, _, error) = await OutputAsync(new ToolRun(ConversionRoom.Program(program), [.. arguments, other]));

        Assert.NotEqual(0, status);
        Assert.Contains("not permitted", error, StringComparison.Ordinal);
        Assert.Equal("before", await File.ReadAllTextAsync(other, Cancellation));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(other));
        Assert.Equal(written, File.GetLastWriteTimeUtc(other));
    }

    [Fact]
    public async Task It_opens_no_socket()
    {
        WantsFilter();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        var (status, output, _) = await OutputAsync(ConversionRoom.Script($"exec 3<>/dev/tcp/127.0.0.1/{port} && echo connected"));

        Assert.NotEqual(0, status);
        Assert.Equal("", output);
        Assert.False(listener.Pending());
    }

    [Fact]
    public async Task It_starts_no_process()
    {
        WantsFilter();
        var (status, output, error) = await OutputAsync(ConversionRoom.Script("(echo child); echo \"status $?\""));

        Assert.DoesNotContain("child", output, StringComparison.Ordinal);
        Assert.NotEqual(0, status);
        Assert.Contains("fork", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_ends_no_other_process()
    {
        WantsFilter();
        using var victim = Process.Start("sleep", "600");
        try
        {
            var (_, output, _) = await OutputAsync(ConversionRoom.Script($"kill -9 {victim.Id} || echo refused; kill -9 {Environment.ProcessId} || echo refused"));

            Assert.Equal("refused\nrefused\n", output);
            Assert.False(victim.HasExited);
        }
        finally
        {
            victim.Kill();
        }
    }

    [Fact]
    public async Task It_knows_nothing_of_the_servers_environment()
    {
        var (_, output, _) = await OutputAsync(ConversionRoom.Script("export -p"));

        Assert.Contains("LANG=", output, StringComparison.Ordinal);
        Assert.DoesNotContain("HOME=", output, StringComparison.Ordinal);
        Assert.DoesNotContain("DOTNET", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_has_no_privileges_and_gains_none()
    {
        var run = new ToolRun(ConversionRoom.Program("cat"), ["/proc/self/status"]) { Readable = ["/proc"] };
        var (_, output, _) = await OutputAsync(run);

        Assert.Contains("NoNewPrivs:\t1", output, StringComparison.Ordinal);
        Assert.Contains("CapEff:\t0000000000000000", output, StringComparison.Ordinal);
        Assert.Contains("CapPrm:\t0000000000000000", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_ends_when_its_time_is_over()
    {
        var exit = await _room.Tools.RunAsync(
            new ToolRun(ConversionRoom.Program("sleep"), ["600"]) { Limits = Usual with { Time = TimeSpan.FromMilliseconds(500) } }, Cancellation);

        Assert.True(exit.IsTimedOut);
        Assert.Equal(ToolFault.Time, exit.Fault);
    }

    [Fact]
    public async Task It_ends_when_its_processor_time_is_over()
    {
        var run = ConversionRoom.Script("while :; do :; done") with { Limits = Usual with { CpuTime = TimeSpan.FromSeconds(1) } };
        var exit = await _room.Tools.RunAsync(run, Cancellation);

        Assert.False(exit.IsTimedOut);
        Assert.Equal(ToolFault.Time, exit.Fault);
    }

    [Fact]
    public async Task It_ends_when_it_wants_too_much_memory()
    {
        var run = new ToolRun(ConversionRoom.Program("tail"), ["/dev/zero"])
        {
            Readable = ["/dev/zero"],
            Limits = Usual with { MemoryBytes = 256L << 20 },
        };
        var exit = await _room.Tools.RunAsync(run, Cancellation);

        Assert.Equal(ToolFault.Memory, exit.Fault);
    }

    [Fact]
    public async Task It_ends_when_its_output_is_too_long()
    {
        await File.WriteAllTextAsync(_room.File("output"), "", Cancellation);
        var run = new ToolRun(ConversionRoom.Program("dd"), ["if=/dev/zero", $"of={_room.File("output")}", "bs=64K", "count=1000"])
        {
            Readable = ["/dev/zero"],
            Writable = [_room.File("output")],
            Limits = Usual with { OutputBytes = 1 << 20 },
        };
        var exit = await _room.Tools.RunAsync(run, Cancellation);

        Assert.Equal(ToolFault.Output, exit.Fault);
        Assert.Equal(1 << 20, new FileInfo(_room.File("output")).Length);
    }

    [Fact]
    public async Task It_ends_at_once_when_it_is_cancelled()
    {
        using var cancelling = new CancellationTokenSource();
        var run = ConversionRoom.Script("echo begun; while :; do :; done") with
        {
            Drain = async (output, token) =>
            {
                await output.ReadExactlyAsync(new byte[5], token);
                await cancelling.CancelAsync();
                await output.CopyToAsync(Stream.Null, token);
            },
        };

        await Assert.ThrowsAsync<OperationCanceledException>(() => _room.Tools.RunAsync(run, cancelling.Token));
        // Its turn is free again.
        Assert.Equal(0, (await _room.Tools.RunAsync(ConversionRoom.Script("exit 0"), Cancellation)).Status);
    }

    [Fact]
    public async Task It_outlives_the_thread_that_asked_for_it()
    {
        ConfinedProcess? process = null;
        var run = new ToolRun(ConversionRoom.Program("cat"), [])
        {
            Feed = (input, token) => input.WriteAsync("still here"u8.ToArray(), token).AsTask(),
        };
        var asking = new Thread(() => process = ConfinedProcess.StartAsync(run, Usual).GetAwaiter().GetResult());
        asking.Start();
        asking.Join();

        var text = new MemoryStream();
        using (process)
        {
            var exit = await process!.EndAsync(run with { Drain = (output, token) => output.CopyToAsync(text, token) }, Cancellation, CancellationToken.None);
            Assert.Equal(0, exit.Status);
        }

        Assert.Equal("still here", Encoding.UTF8.GetString(text.ToArray()));
    }

    [Fact]
    public async Task A_tool_that_cannot_be_locked_in_is_not_started()
    {
        var run = new ToolRun(ConversionRoom.Program("cat"), []) { Readable = [_room.File("not there")] };
        WantsLandlock();

        await Assert.ThrowsAsync<InvalidOperationException>(() => _room.Tools.RunAsync(run, Cancellation));
    }

    private static void WantsLandlock() => Assert.SkipUnless(ConversionTools.Confinement.LandlockVersion > 0, "This kernel has no Landlock.");

    private static void WantsFilter() => Assert.SkipUnless(ConversionTools.Confinement.HasSystemCallFilter, "This kernel takes no seccomp filter.");

    private async Task<(int Status, string Output, string Error)> OutputAsync(ToolRun run)
    {
        var text = new MemoryStream();
        var exit = await _room.Tools.RunAsync(run with { Drain = (output, token) => output.CopyToAsync(text, token) }, Cancellation);
        return (exit.Status, Encoding.UTF8.GetString(text.ToArray()), exit.Error);
    }
}
