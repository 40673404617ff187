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
    [InlineData("qcow2", "qcow2", "cluster_size=512")]
    [InlineData("qcow2", "qcow2", "refcount_bits=1")]
    [InlineData("qcow2", "qcow2", "preallocation=metadata")]
    [InlineData("qcow2", "qcow2", "lazy_refcounts=on")]
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

        await AssertAcceptedAsync(format, driver);
    }

    [Theory]
    [InlineData("qcow2", "qcow2", "0")]
    [InlineData("qcow2", "qcow2", "1536")]
    [InlineData("qcow2", "qcow2", "2T")]
    [InlineData("vmdk", "vmdk", "64K")]
    [InlineData("vmdk", "vmdk", "2T")]
    [InlineData("vhd", "vpc", "2000G")]
    [InlineData("vhd", "vpc", "100M")]
    [InlineData("vhdx", "vhdx", "2T")]
    [InlineData("vdi", "vdi", "1T")]
    [InlineData("vdi", "vdi", "513")]
    public async Task Empty_disks_have_the_size_that_qemu_img_says(string format, string driver, string size)
    {
        await RunAsync("create", "-f", driver, _folder.File("image"), size);

        await AssertAcceptedAsync(format, driver);
    }

    [Fact]
    public async Task What_qemu_img_adds_to_a_qcow2_is_known()
    {
        await RunAsync("create", "-f", "qcow2", "-F", "raw", "-b", await SourceAsync(), _folder.File("image"));
        await RunAsync("rebase", "-f", "qcow2", "-b", "", _folder.File("image"));
        await RunAsync("bitmap", "-f", "qcow2", "--add", _folder.File("image"), "changes");
        await RunAsync("snapshot", "-c", "before", _folder.File("image"));

        await AssertAcceptedAsync("qcow2", "qcow2");
    }

    [Fact]
    public async Task Encrypted_disks_are_known()
    {
        await RunAsync(
            "create", "-f", "qcow2", "--object", "secret,id=key,data=secret", "-o", "encrypt.format=luks,encrypt.key-secret=key,encrypt.iter-time=10",
            _folder.File("image"), "10M");
        await AssertAcceptedAsync("qcow2", "qcow2");
        await RunAsync("create", "-f", "luks", "--object", "secret,id=key,data=secret", "-o", "key-secret=key,iter-time=10", _folder.File("image"), "10M");

        await AssertAcceptedAsync("luks", "luks");
    }

    [Theory]
    [InlineData("qcow2", "qcow2")]
    [InlineData("vmdk", "vmdk")]
    [InlineData("vhd", "vpc")]
    [InlineData("vhdx", "vhdx")]
    [InlineData("vdi", "vdi")]
    public async Task What_the_corpus_calls_odd_is_opened_by_qemu_img(string format, string driver)
    {
        foreach (var file in OddFiles.All.Where(file => file.DiskFormat == format))
        {
            await File.WriteAllBytesAsync(_folder.File("image"), file.Content, Cancellation);

            await AssertAcceptedAsync(format, driver);
        }
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

    private async Task AssertAcceptedAsync(string format, string driver)
    {
        var report = await InspectAsync();

        using var info = JsonDocument.Parse(await RunAsync("info", "--output=json", "-f", driver, _folder.File("image")));
        Assert.Equal([], report.Findings);
        Assert.Equal(format, report.Detected);
        Assert.Equal(info.RootElement.GetProperty("virtual-size").GetInt64(), report.VirtualSizeBytes);
        ContentRules.Check(format, "bare", report);
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
