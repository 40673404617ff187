using GlancePortal.Domain.Content;
using GlancePortal.Domain.Conversion;
using GlancePortal.Domain.Formats;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Conversion;

/// <summary>Disks that want more than to be converted, and conversions that end badly.</summary>
[Trait("Suite", "unit")]
public sealed class HostileDisks : IDisposable
{
    private readonly ConversionRoom _room = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Disk => _room.File("disk");

    private string Target => _room.File("target");

    public void Dispose() => _room.Dispose();

    [Fact]
    public async Task A_backing_file_is_refused_by_the_inspection_and_by_the_second_opinion()
    {
        await ConversionRoom.QemuAsync("create", "-f", "qcow2", "-F", "raw", "-b", "/etc/passwd", Disk);
        using var pass = new ContentPass();
        await pass.ReadFileAsync(Disk, Cancellation);
        var inspection = (await pass.CompleteAsync(Cancellation)).Format;

        await Assert.ThrowsAsync<UnsafeContentException>(() => ConvertAsync("qcow2", inspection));
        Assert.Equal("convert.source_unsafe", (await RefusalAsync("qcow2")).Code);
    }

    [Fact]
    public async Task A_backing_file_cannot_be_read_even_by_a_tool_that_tries()
    {
        Assert.SkipUnless(ConversionTools.Confinement.LandlockVersion > 0, "This kernel has no Landlock.");
        await ConversionRoom.QemuAsync("create", "-f", "qcow2", "-F", "raw", "-b", "/etc/passwd", Disk);
        await File.WriteAllTextAsync(Target, "", Cancellation);

        var exit = await _room.Tools.RunAsync(
            new ToolRun(ConversionRoom.Program("qemu-img"), ["convert", "-f", "qcow2", "-O", "raw", Disk, Target]) { Readable = [Disk], Writable = [Target] },
            Cancellation);

        Assert.Equal(1, exit.Status);
        Assert.Contains("/etc/passwd': Permission denied", exit.Error, StringComparison.Ordinal);
        Assert.Empty(await File.ReadAllBytesAsync(Target, Cancellation));
    }

    [Fact]
    public async Task An_external_data_file_is_refused()
    {
        await ConversionRoom.QemuAsync("create", "-f", "qcow2", "-o", $"data_file={_room.File("data")},data_file_raw=on", Disk, "10M");

        await RefusalAsync("qcow2", "convert.source_unsafe", "convert.failed");
    }

    [Fact]
    public async Task A_vmdk_of_several_files_is_refused()
    {
        await ConversionRoom.QemuAsync("create", "-f", "vmdk", "-o", "subformat=monolithicFlat", Disk, "10M");

        await RefusalAsync("vmdk", "convert.source_unsafe", "convert.failed");
    }

    [Fact]
    public async Task A_disk_whose_size_was_told_differently_is_refused()
    {
        await ConversionRoom.QemuAsync("create", "-f", "qcow2", Disk, "10M");
        var inspection = new FormatReport("qcow2", 20 << 20, []) { Bytes = 1, Recognised = ["qcow2"] };

        var refusal = await Assert.ThrowsAsync<ConversionException>(() => ConvertAsync("qcow2", inspection));

        Assert.Equal("convert.source_unsafe", refusal.Code);
    }

    [Theory]
    [InlineData("qcow2")]
    [InlineData("vmdk")]
    [InlineData("vhdx")]
    [InlineData("vdi")]
    [InlineData("vhd")]
    public async Task What_is_not_the_declared_format_fails_with_a_reason_and_without_a_path(string format)
    {
        await File.WriteAllBytesAsync(Disk, Bytes.Random(1_000_000), Cancellation);

        var refusal = await RefusalAsync(format);

        Assert.Equal("convert.failed", refusal.Code);
        Assert.DoesNotContain(Path.GetDirectoryName(Disk)!, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("json:", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ami", "raw")]
    [InlineData("qed", "raw")]
    [InlineData("raw", "luks")]
    [InlineData("raw", "iso")]
    public async Task A_format_that_cannot_be_converted_is_named(string from, string to)
    {
        await _room.DiskAsync("disk");

        var refusal = await Assert.ThrowsAsync<ConversionException>(
            () => _room.Converter.ConvertAsync(new ConversionRequest(Disk, from, Target, to), null, Cancellation));

        Assert.Equal("convert.format_unknown", refusal.Code);
    }

    [Fact]
    public async Task A_result_that_is_too_long_is_refused_and_removed()
    {
        using var narrow = new ConversionRoom(new QemuImgOptions { OutputLimit = 1 << 20 });
        await ConversionRoom.QemuAsync("create", "-f", "qcow2", narrow.File("disk"), "10G");

        var refusal = await Assert.ThrowsAsync<ConversionException>(
            () => narrow.Converter.ConvertAsync(new ConversionRequest(narrow.File("disk"), "qcow2", narrow.File("target"), "raw"), null, Cancellation));

        Assert.Equal("convert.output_full", refusal.Code);
        Assert.False(File.Exists(narrow.File("target")));
    }

    [Fact]
    public async Task A_conversion_that_takes_too_long_is_refused_and_removed()
    {
        await File.WriteAllBytesAsync(Disk, Bytes.Random(256 << 20), Cancellation);
        using var hasty = new ConversionRoom(new QemuImgOptions { CpuTime = TimeSpan.FromSeconds(1) });

        var refusal = await Assert.ThrowsAsync<ConversionException>(() => hasty.Converter.ConvertAsync(
            new ConversionRequest(Disk, "raw", Target, "qcow2") { Compression = Qcow2Compression.Zlib }, null, Cancellation));

        Assert.Equal("convert.timeout", refusal.Code);
        Assert.False(File.Exists(Target));
    }

    [Fact]
    public async Task A_cancelled_conversion_leaves_nothing()
    {
        await File.WriteAllBytesAsync(Disk, Bytes.Random(256 << 20), Cancellation);
        using var cancelling = new CancellationTokenSource();

        await Assert.ThrowsAsync<OperationCanceledException>(() => _room.Converter.ConvertAsync(
            new ConversionRequest(Disk, "raw", Target, "qcow2") { Compression = Qcow2Compression.Zlib }, _ => cancelling.Cancel(), cancelling.Token));

        Assert.False(File.Exists(Target));
    }

    [Theory]
    [InlineData("qemu-img: Could not open '/srv/it's here/disk.raw': Image is not in qcow2 format", "Could not open the file: Image is not in qcow2 format")]
    [InlineData("qemu-img: Could not open 'json:{\"file\":\"/a b\"}': Broken\nmore", "Could not open the file: Broken")]
    [InlineData("qemu-img: error while reading /srv/x/y.vmdk at byte 5", "error while reading the file at byte 5")]
    [InlineData("", "qemu-img ended with status 1.")]
    public void A_reason_names_no_place_of_the_host(string error, string reason) => Assert.Equal(reason, QemuFaults.Reason(new ToolExit(1, error)));

    private Task<ConvertedDisk> ConvertAsync(string format, FormatReport? inspection = null) =>
        _room.Converter.ConvertAsync(new ConversionRequest(Disk, format, Target, "raw") { Inspection = inspection }, null, Cancellation);

    private async Task<ConversionException> RefusalAsync(string format, params string[] codes)
    {
        var refusal = await Assert.ThrowsAsync<ConversionException>(() => ConvertAsync(format));
        Assert.True(codes.Length == 0 || codes.Contains(refusal.Code), refusal.Code + ": " + refusal.Message);
        Assert.False(File.Exists(Target));
        return refusal;
    }
}
