using GlancePortal.Domain.Formats;
using GlancePortal.Domain.Images;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Xunit;

namespace GlancePortal.Tests.Formats;

/// <summary>Images:Inspection and Images:Qcow2Compressions.</summary>
[Trait("Suite", "unit")]
public sealed class ContentInspecting
{
    [Theory]
    [InlineData(InspectionMode.Enforce, typeof(ContentMismatchException))]
    [InlineData(InspectionMode.Warn, null)]
    [InlineData(InspectionMode.Off, null)]
    public void A_mismatch_passes_with_a_warning(InspectionMode mode, Type? refusal)
    {
        var fault = Record.Exception(() => Require(mode, "qcow2", new byte[4096]));

        Assert.Equal(refusal, fault?.GetType());
        if (refusal is null)
        {
            Assert.Equal(mode == InspectionMode.Warn ? "content.format_mismatch" : null, Require(mode, "qcow2", new byte[4096]));
        }
    }

    [Theory]
    [InlineData(InspectionMode.Enforce, "qcow2", true)]
    [InlineData(InspectionMode.Warn, "qcow2", true)]
    [InlineData(InspectionMode.Warn, "raw", true)]
    [InlineData(InspectionMode.Off, "qcow2", false)]
    public void What_is_unsafe_passes_only_where_nothing_is_looked_at(InspectionMode mode, string declared, bool isRefused) =>
        Assert.Equal(isRefused, Record.Exception(() => Require(mode, declared, Qcow2Files.Valid().Big64(8, 200).Bytes)) is UnsafeContentException);

    [Theory]
    [InlineData(InspectionMode.Enforce, typeof(CompressionNotAcceptedException))]
    [InlineData(InspectionMode.Warn, null)]
    public void A_compression_that_is_not_taken_passes_with_a_warning(InspectionMode mode, Type? refusal) =>
        Assert.Equal(refusal, Record.Exception(() => Require(mode, "qcow2", Qcow2Files.Valid().Big64(72, 1 << 3).Put(104, 1).Bytes))?.GetType());

    [Theory]
    [InlineData("zlib", true)]
    [InlineData("zlib,zstd", true)]
    [InlineData("lz4", false)]
    [InlineData("", false)]
    public void Compressions_are_those_that_exist(string names, bool isValid)
    {
        var options = new ImageOptions { Qcow2Compressions = names.Split(',', StringSplitOptions.RemoveEmptyEntries) };

        var result = new ImageOptionsRules().Validate(null, options);
        Assert.Equal(isValid, result.Succeeded);
        Assert.All(result.Failures ?? [], fault => Assert.StartsWith("Images:Qcow2Compressions:", fault, StringComparison.Ordinal));
    }

    private static string? Require(InspectionMode mode, string diskFormat, byte[] content)
    {
        using var services = new ServiceCollection()
            .Configure<ImageOptions>(options => (options.Inspection, options.Qcow2Compressions) = (mode, ["zlib"]))
            .BuildServiceProvider();
        var inspection = new ContentInspection(services.GetRequiredService<IOptionsMonitor<ImageOptions>>(), NullLogger<ContentInspection>.Instance);
        return inspection.Require(new Image { DiskFormat = diskFormat, ContainerFormat = "bare" }, Inspecting.Inspect(content))?.Code;
    }
}
