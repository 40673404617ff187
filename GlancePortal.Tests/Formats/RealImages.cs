using System.Diagnostics;
using System.Text.Json;
using GlancePortal.Domain.Content;
using GlancePortal.Domain.Formats;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Formats;

/// <summary>Files made by qemu-img, held against what qemu-img says about them.</summary>
[Trait("Suite", "unit")]
public sealed class RealImages : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("qcow2", "qcow2", "compat=0.10")]
    [InlineData("qcow2", "qcow2", "compat=1.1")]
    [InlineData("qcow2", "qcow2", "compression_type=zstd")]
    [InlineData("qcow2", "qcow2", "cluster_size=2M")]
    [InlineData("vhd", "vpc", "subformat=dynamic")]
    [InlineData("vhd", "vpc", "subformat=fixed")]
    [InlineData("vhd", "vpc", "subformat=fixed,force_size=on")]
    [InlineData("vhdx", "vhdx", "subformat=dynamic")]
    [InlineData("vhdx", "vhdx", "subformat=fixed")]
    [InlineData("vhdx", "vhdx", "block_size=32M")]
    [InlineData("vmdk", "vmdk", "subformat=monolithicSparse")]
    [InlineData("vmdk", "vmdk", "subformat=streamOptimized")]
    [InlineData("vdi", "vdi", "static=off")]
    [InlineData("vdi", "vdi", "static=on")]
    [InlineData("raw", "raw", "preallocation=off")]
    public async Task Format_and_size_are_those_of_qemu_img(string format, string driver, string options)
    {
        await RunAsync("convert", "-O", driver, "-o", options, await SourceAsync(), _folder.File("image"));

        var report = await InspectAsync();

        using var info = JsonDocument.Parse(await RunAsync("info", "--output=json", "-f", driver, _folder.File("image")));
        Assert.Equal(format, report.Detected);
        Assert.Equal(info.RootElement.GetProperty("virtual-size").GetInt64(), report.VirtualSizeBytes);
        Assert.Empty(report.Findings);
        ContentRules.Check(format, "bare", report);
    }

    [Fact]
    public async Task A_backing_file_is_found()
    {
        await RunAsync("create", "-f", "qcow2", "-F", "raw", "-b", await SourceAsync(), _folder.File("image"));

        var report = await InspectAsync();

        Assert.Equal("backing_file", Assert.Throws<UnsafeContentException>(() => ContentRules.Check("qcow2", "bare", report)).Finding.Check);
    }

    [Fact]
    public async Task An_external_data_file_is_found()
    {
        await RunAsync("create", "-f", "qcow2", "-o", $"data_file={_folder.File("data")}", _folder.File("image"), "10M");

        var report = await InspectAsync();

        Assert.Equal("data_file", Assert.Throws<UnsafeContentException>(() => ContentRules.Check("qcow2", "bare", report)).Finding.Check);
    }

    [Fact]
    public async Task A_vmdk_that_only_describes_other_files_is_found()
    {
        await RunAsync("convert", "-O", "vmdk", "-o", "subformat=monolithicFlat", await SourceAsync(), _folder.File("image"));

        var report = await InspectAsync();

        Assert.Equal("external_extent", Assert.Throws<UnsafeContentException>(() => ContentRules.Check("vmdk", "bare", report)).Finding.Check);
    }

    [Fact]
    public async Task Qed_is_never_taken()
    {
        await RunAsync("create", "-f", "qed", _folder.File("image"), "10M");

        var report = await InspectAsync();

        Assert.Equal(("qed", 10L * 1024 * 1024), (report.Detected, report.VirtualSizeBytes));
        Assert.Throws<ContentMismatchException>(() => ContentRules.Check("raw", "bare", report));
    }

    private async Task<string> SourceAsync()
    {
        var disk = new byte[24 * 1024 * 1024];
        Bytes.Random(1_000_000).CopyTo(disk, 5_000_000);
        await File.WriteAllBytesAsync(_folder.File("source"), disk, Cancellation);
        return _folder.File("source");
    }

    private async Task<FormatReport> InspectAsync()
    {
        using var pass = new ContentPass();
        await pass.ReadFileAsync(_folder.File("image"), Cancellation);
        return (await pass.CompleteAsync(Cancellation)).Format;
    }

    private static async Task<string> RunAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("qemu-img", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync(Cancellation);
        var fault = await process.StandardError.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        Assert.True(process.ExitCode == 0, fault);
        return await output;
    }
}
