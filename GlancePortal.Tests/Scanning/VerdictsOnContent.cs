using System.IO.Compression;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Hooks;
using GlancePortal.Domain.Import;
using GlancePortal.Domain.Scanning;
using GlancePortal.Tests.Formats;
using GlancePortal.Tests.Support;
using Microsoft.Extensions.Options;
using Xunit;

namespace GlancePortal.Tests.Scanning;

[Trait("Suite", "unit")]
public sealed class VerdictsOnContent : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeClamd _clamd = new();
    private readonly ScanOptions _options = new() { WindowBytes = 128 * 1024, OverlapBytes = 4096 };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Clean_content_passes_with_its_verdict()
    {
        var (work, refusal) = await RunAsync(Bytes.Random(500_000));

        Assert.Null(refusal);
        Assert.Equal(("clean", "ClamAV fake"), (work.Outcome.Scan!.Result, work.Outcome.Scan.Engine));
        Assert.Equal(["scan.clean ClamAV fake"], work.Lines);
        Assert.Equal("clean", Assert.Single(work.Outcome.Steps).Facts["result"]);
    }

    [Fact]
    public async Task Malicious_content_is_refused_with_the_name_of_what_was_found()
    {
        var (work, refusal) = await RunAsync("a BAD file"u8.ToArray());

        Assert.IsType<InfectedContentException>(refusal);
        Assert.Contains("Fake.Bad", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(("infected", "Fake.Bad"), (work.Outcome.Scan!.Result, work.Outcome.Scan.Signature));
        Assert.Equal(["scan.infected Fake.Bad"], work.Lines);
    }

    [Fact]
    public async Task Content_above_the_most_is_not_scanned()
    {
        _options.MaxBytes = 999;

        await AssertNotScannedAsync("too-large", Bytes.Random(1000));
    }

    [Fact]
    public async Task An_archive_longer_than_a_window_is_not_clean()
    {
        var archive = new MemoryStream();
        await using (var packer = new GZipStream(archive, CompressionLevel.NoCompression, leaveOpen: true))
        {
            await packer.WriteAsync(Bytes.Random(300_000), Cancellation);
        }

        await AssertNotScannedAsync("packed", archive.ToArray());
        _options.WindowBytes = 1 << 20;
        Assert.Null((await RunAsync(archive.ToArray())).Refusal);
    }

    [Theory]
    [InlineData("ova", 1000)]
    [InlineData("docker", 200_000)]
    [InlineData("compressed", 200_000)]
    public async Task A_package_whose_inside_the_scanner_cannot_see_is_not_clean(string containerFormat, int length) =>
        await AssertNotScannedAsync("packed", Bytes.Random(length), containerFormat);

    [Fact]
    public async Task What_malicious_content_hides_in_makes_no_difference()
    {
        var (_, refusal) = await RunAsync("a BAD file"u8.ToArray(), "ova");

        Assert.IsType<InfectedContentException>(refusal);
    }

    [Fact]
    public async Task A_LUKS_volume_is_not_scanned() => await AssertNotScannedAsync("encrypted", OtherFiles.Luks().Bytes);

    [Fact]
    public async Task A_scanner_that_is_away_is_a_passing_fault_unless_that_is_allowed()
    {
        _clamd.HangsUp = true;
        var (work, refusal) = await RunAsync(Bytes.Random(10));
        Assert.True(refusal!.IsTransient);
        Assert.Equal("scan.not_scanned", refusal.Code);
        Assert.Equal(("not-scanned", "away"), (work.Outcome.Scan!.Result, work.Outcome.Scan.Reason));

        _options.AllowUnscanned = true;
        (work, refusal) = await RunAsync(Bytes.Random(10));
        Assert.Null(refusal);
        Assert.Equal(("not-scanned", "away"), (work.Outcome.Scan!.Result, work.Outcome.Scan.Reason));
    }

    [Fact]
    public void The_plugins_without_what_they_need_stop_the_start()
    {
        var options = new ImportOptions { Plugins = ["scan", "hook"] };

        Assert.StartsWith("Scan:ClamAv:", new ScannerNamed(Options.Create(new ScanOptions())).Validate(null, options).FailureMessage, StringComparison.Ordinal);
        Assert.StartsWith("Import:Hook:Command:", new HookNamed(Options.Create(new HookOptions())).Validate(null, options).FailureMessage, StringComparison.Ordinal);
        Assert.True(new ScannerNamed(Options.Create(new ScanOptions { ClamAv = "localhost:3310" })).Validate(null, options).Succeeded);
        Assert.True(new ScannerNamed(Options.Create(new ScanOptions())).Validate(null, new ImportOptions()).Succeeded);
    }

    public void Dispose()
    {
        _clamd.Dispose();
        _folder.Dispose();
    }

    private async Task AssertNotScannedAsync(string reason, byte[] content, string containerFormat = "bare")
    {
        _options.AllowUnscanned = false;
        var (work, refusal) = await RunAsync(content, containerFormat);
        Assert.IsType<ContentNotScannedException>(refusal);
        Assert.Equal(("not-scanned", reason), (work.Outcome.Scan!.Result, work.Outcome.Scan.Reason));

        _options.AllowUnscanned = true;
        (work, refusal) = await RunAsync(content, containerFormat);
        Assert.Null(refusal);
        Assert.Equal("not-scanned", work.Outcome.Scan!.Result);
        _options.AllowUnscanned = false;
    }

    private async Task<(FakeWork Work, DomainException? Refusal)> RunAsync(byte[] content, string containerFormat = "bare")
    {
        _options.ClamAv = _clamd.Address;
        var options = new Fixed<ScanOptions>(_options);
        var work = await FakeWork.OfAsync(_folder, content);
        work.Image.ContainerFormat = containerFormat;
        var scan = new ScanContent(new FileScanner(options, TimeProvider.System), new ScannedParts(converter: null!), options, TimeProvider.System);
        try
        {
            await scan.RunAsync(work, Cancellation);
            return (work, null);
        }
        catch (DomainException refusal)
        {
            return (work, refusal);
        }
    }
}
