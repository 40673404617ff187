using GlancePortal.Domain.Formats;
using Xunit;

namespace GlancePortal.Tests.Formats;

[Trait("Suite", "unit")]
public sealed class ContentRulesTable
{
    [Theory]
    [InlineData("raw", "raw", true)]
    [InlineData("raw", "gpt", true)]
    [InlineData("raw", "iso", true)]
    [InlineData("raw", "luks", true)]
    [InlineData("raw", "qcow2", false)]
    [InlineData("raw", "vmdk", false)]
    [InlineData("raw", "vhd", false)]
    [InlineData("raw", "vhdx", false)]
    [InlineData("raw", "vdi", false)]
    [InlineData("raw", "qed", false)]
    [InlineData("qcow2", "qcow2", true)]
    [InlineData("qcow2", "raw", false)]
    [InlineData("qcow2", "gpt", false)]
    [InlineData("qcow2", "vmdk", false)]
    [InlineData("vmdk", "raw", false)]
    [InlineData("vhd", "vhdx", false)]
    [InlineData("vhdx", "vhd", false)]
    [InlineData("vdi", "vdi", true)]
    [InlineData("iso", "iso", true)]
    [InlineData("iso", "raw", false)]
    [InlineData("iso", "gpt", false)]
    [InlineData("gpt", "gpt", true)]
    [InlineData("gpt", "raw", false)]
    [InlineData("luks", "luks", true)]
    [InlineData("ami", "raw", true)]
    [InlineData("aki", "gpt", true)]
    [InlineData("ari", "raw", true)]
    [InlineData("ploop", "raw", true)]
    [InlineData("ami", "qcow2", false)]
    [InlineData("something-of-the-operator", "raw", true)]
    [InlineData("raw", "gzip", true)]
    [InlineData("raw", "zip", true)]
    [InlineData("ari", "gzip", true)]
    [InlineData("qcow2", "gzip", false)]
    [InlineData("vmdk", "ova", false)]
    [InlineData("iso", "zstd", false)]
    public void Content_must_be_what_is_declared(string declared, string content, bool accepted)
    {
        var fault = Record.Exception(() => ContentRules.Check(declared, "bare", Report(content)));

        Assert.Equal(accepted, fault is null);
        if (fault is ContentMismatchException mismatch)
        {
            Assert.Equal(("content.format_mismatch", declared, content), (mismatch.Code, mismatch.Declared, mismatch.Detected));
        }
    }

    [Theory]
    [InlineData("bare", true)]
    [InlineData("ovf", true)]
    [InlineData("ami", true)]
    [InlineData("ova", false)]
    [InlineData("compressed", false)]
    [InlineData("docker", false)]
    public void Some_containers_are_not_looked_into(string container, bool inspected)
    {
        Assert.Equal(inspected, Record.Exception(() => ContentRules.Check("raw", container, Report("qcow2"))) is ContentMismatchException);
        Assert.Equal(inspected ? 7 : null, ContentRules.VirtualSizeBytes("qcow2", container, Report("qcow2")));
    }

    [Fact]
    public void A_finding_is_refused_whatever_was_declared()
    {
        var report = Report("iso") with { Findings = [new FormatFinding("polyglot", "it is two things.")] };

        Assert.Throws<UnsafeContentException>(() => ContentRules.Check("iso", "bare", report));
        Assert.Throws<UnsafeContentException>(() => ContentRules.Check("raw", "bare", report));
    }

    [Theory]
    [InlineData("raw", true)]
    [InlineData("gpt", true)]
    [InlineData("aki", false)]
    [InlineData("ploop", false)]
    public void A_partition_table_matters_on_whole_disks_only(string declared, bool isRefused)
    {
        var report = Report("gpt") with { Findings = [new FormatFinding(FormatChecks.Mbr, "it is empty.")] };

        Assert.Equal(isRefused, ContentRules.Faults(declared, "bare", report).Any());
    }

    [Fact]
    public void A_compression_that_is_not_taken_is_refused()
    {
        var report = Report("qcow2") with { Compression = "zstd" };

        Assert.Empty(ContentRules.Faults("qcow2", "bare", report, ["zlib", "zstd"]));
        Assert.Equal("zstd", Assert.IsType<CompressionNotAcceptedException>(Assert.Single(ContentRules.Faults("qcow2", "bare", report, ["zlib"]))).Compression);
        Assert.Empty(ContentRules.Faults("qcow2", "compressed", report, ["zlib"]));
    }

    [Theory]
    [InlineData("raw", "raw", 9L)]
    [InlineData("raw", "gpt", 9L)]
    [InlineData("raw", "iso", 9L)]
    [InlineData("qcow2", "qcow2", 7L)]
    [InlineData("ami", "raw", null)]
    public void The_virtual_size_is_that_of_the_declared_format(string declared, string content, long? expected) =>
        Assert.Equal(expected, ContentRules.VirtualSizeBytes(declared, "bare", Report(content)));

    private static FormatReport Report(string detected) => new(detected, VirtualSizeBytes: 7, [])
    {
        Bytes = 9,
        Recognised = detected == "raw" ? [] : [detected],
    };
}
