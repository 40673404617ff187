using System.Net;
using System.Net.Sockets;
using GlancePortal.Domain.Import;
using GlancePortal.Domain.Scanning;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Scanning;

[Trait("Suite", "unit")]
public sealed class ScanningFiles : IDisposable
{
    private const int Window = 128 * 1024;
    private const int Overlap = 4096;
    private readonly TemporaryFolder _folder = new();
    private readonly FakeClamd _clamd = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_clean_file_is_clean_and_every_byte_of_it_was_sent()
    {
        var content = Bytes.Random(1_000_000);
        var verdict = await ScanAsync(content);

        Assert.Equal(("clean", null, null, "ClamAV fake"), (verdict.Result, verdict.Signature, verdict.Reason, verdict.Engine));
        var step = Window - Overlap;
        Assert.Equal(
            Enumerable.Range(0, _clamd.Received.Count).Select(at => Convert.ToHexString(content.AsSpan(at * step, Math.Min(Window, content.Length - (at * step))))).Order(),
            _clamd.Received.Select(Convert.ToHexString).Order());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(Window - 1)]
    [InlineData(Window - Overlap - 1)]
    [InlineData((2 * Window) - Overlap - 2)]
    [InlineData(999_997)]
    public async Task What_lies_across_two_windows_is_found_too(int at)
    {
        var content = new byte[1_000_000];
        content.AsSpan().Fill(1);
        "BAD"u8.CopyTo(content.AsSpan(at));
        var verdict = await ScanAsync(content);

        Assert.Equal(("infected", "Fake.Bad"), (verdict.Result, verdict.Signature));
    }

    [Fact]
    public async Task Only_a_few_windows_are_on_their_way_at_once()
    {
        await ScanAsync(Bytes.Random(3_000_000), options => options.AtOnce = 2);

        Assert.InRange(_clamd.MostAtOnce, 1, 2);
    }

    [Fact]
    public async Task Holes_are_not_sent()
    {
        var path = _folder.File("sparse");
        await using (var file = File.Create(path))
        {
            file.SetLength(1L << 30);
            file.Position = 700 << 20;
            await file.WriteAsync("BAD"u8.ToArray(), Cancellation);
        }

        var verdict = await ScannerWith(_ => { }).ScanAsync(path, (_, _) => { }, Cancellation);

        Assert.Equal("infected", verdict.Result);
        Assert.InRange(_clamd.Received.Sum(part => part.Length), 3, 1 << 20);
    }

    [Fact]
    public async Task An_empty_file_is_clean()
    {
        Assert.Equal("clean", (await ScanAsync([])).Result);
    }

    [Fact]
    public async Task An_early_OK_is_no_verdict_on_what_was_not_sent()
    {
        _clamd.MostBytes = 0;
        _clamd.EarlyAnswer = "stream: OK";

        // More than the buffers of a connection take, so that sending breaks.
        await Assert.ThrowsAsync<ScannerAwayException>(() => ScanAsync(Bytes.Random(64 << 20), options => options.WindowBytes = 64 << 20));
    }

    [Fact]
    public async Task A_window_beyond_the_scanners_limit_is_not_scanned()
    {
        _clamd.MostBytes = Window / 2;
        var verdict = await ScanAsync(Bytes.Random(50_000));
        Assert.Equal("clean", verdict.Result);

        _clamd.Answer = "INSTREAM size limit exceeded. ERROR";
        verdict = await ScanAsync(Bytes.Random(50_000));
        Assert.Equal(("not-scanned", "limit"), (verdict.Result, verdict.Reason));
    }

    [Theory]
    [InlineData("stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND", null, "limit")]
    [InlineData("stream: Heuristics.Encrypted.Zip FOUND", null, "encrypted")]
    [InlineData("stream: Can't allocate memory ERROR", null, "fault")]
    [InlineData("something else", null, "fault")]
    [InlineData("stream: Some.Name FOUND", "Some.Name", null)]
    public async Task An_answer_that_is_no_OK_is_never_clean(string answer, string? signature, string? reason)
    {
        _clamd.Answer = answer;
        var verdict = await ScanAsync(Bytes.Random(1000));

        Assert.NotEqual("clean", verdict.Result);
        Assert.Equal((signature, reason), (verdict.Signature, verdict.Reason));
    }

    [Fact]
    public async Task A_scanner_that_is_not_there_is_away()
    {
        using var nobody = new TcpListener(IPAddress.Loopback, 0);
        nobody.Start();
        var address = nobody.LocalEndpoint.ToString();
        nobody.Stop();

        var refusal = await Assert.ThrowsAsync<ScannerAwayException>(() => ScanAsync(Bytes.Random(10), options => options.ClamAv = address));
        Assert.True(refusal.IsTransient);
    }

    [Fact]
    public async Task A_scanner_that_says_nothing_is_away_after_the_timeout()
    {
        _clamd.IsSilent = true;

        await Assert.ThrowsAsync<ScannerAwayException>(() => ScanAsync(Bytes.Random(10), options => options.Timeout = TimeSpan.FromMilliseconds(300)));
    }

    [Fact]
    public async Task A_scanner_that_hangs_up_is_away()
    {
        _clamd.HangsUp = true;

        await Assert.ThrowsAsync<ScannerAwayException>(() => ScanAsync(Bytes.Random(10)));
    }

    [Fact]
    public async Task An_answer_without_end_is_not_read_to_its_end()
    {
        _clamd.Answer = new string('x', 1_000_000);

        await Assert.ThrowsAsync<ScannerAwayException>(() => ScanAsync(Bytes.Random(10)));
    }

    [Theory]
    [InlineData("localhost:3310", true)]
    [InlineData("[::1]:3310", true)]
    [InlineData("unix:/run/clamav/clamd.ctl", true)]
    [InlineData("unix:clamd.ctl", false)]
    [InlineData("localhost", false)]
    [InlineData("localhost:99999", false)]
    [InlineData(":3310", false)]
    public void An_address_is_host_and_port_or_a_socket(string address, bool isOne) => Assert.Equal(isOne, ClamdAddress.Parse(address) is not null);

    public void Dispose()
    {
        _clamd.Dispose();
        _folder.Dispose();
    }

    private async Task<ScanVerdict> ScanAsync(byte[] content, Action<ScanOptions>? change = null)
    {
        var path = _folder.File(Guid.NewGuid().ToString());
        await File.WriteAllBytesAsync(path, content, Cancellation);
        return await ScannerWith(change ?? (_ => { })).ScanAsync(path, (_, _) => { }, Cancellation);
    }

    private FileScanner ScannerWith(Action<ScanOptions> change)
    {
        var options = new ScanOptions { ClamAv = _clamd.Address, WindowBytes = Window, OverlapBytes = Overlap, AtOnce = 3 };
        change(options);
        return new FileScanner(new Fixed<ScanOptions>(options), TimeProvider.System);
    }
}
