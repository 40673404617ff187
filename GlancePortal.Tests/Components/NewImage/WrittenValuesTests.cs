using GlancePortal.Components.NewImage;
using Xunit;

namespace GlancePortal.Tests.Components.NewImage;

[Trait("Suite", "unit")]
public sealed class WrittenValuesTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("20", 20)]
    [InlineData("20 GB", 20)]
    [InlineData("20GiB", 20)]
    [InlineData("1.5 TiB", 1536)]
    [InlineData("512 MiB", 1)]
    [InlineData("-1", null)]
    [InlineData("20 apples", null)]
    [InlineData("9999999 TiB", null)]
    public void A_disk_is_read_in_GiB(string text, int? gibibytes) => Assert.Equal(gibibytes, Amounts.Gibibytes(text));

    [Theory]
    [InlineData("512", 512)]
    [InlineData("2 GiB", 2048)]
    [InlineData("2g", 2048)]
    public void Memory_is_read_in_MiB(string text, int? mebibytes) => Assert.Equal(mebibytes, Amounts.Mebibytes(text));

    [Theory]
    [InlineData(32, "md5")]
    [InlineData(64, "sha256")]
    [InlineData(128, "sha512")]
    public void The_length_of_a_checksum_tells_its_algorithm(int digits, string algorithm) =>
        Assert.Equal(algorithm, ExpectedChecksum.Parse(new string('f', digits))?.Algorithm);

    [Theory]
    [InlineData("  D41D8CD98F00B204E9800998ECF8427E ")]
    [InlineData("md5:d41d8cd98f00b204e9800998ecf8427e")]
    [InlineData("d41d8cd98f00b204e9800998ecf8427e  noble.img")]
    public void A_checksum_is_taken_as_it_stands_beside_downloads(string text) =>
        Assert.Equal(new ExpectedChecksum("md5", "d41d8cd98f00b204e9800998ecf8427e"), ExpectedChecksum.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("d41d8cd98f00b204e9800998ecf8427")]
    [InlineData("g41d8cd98f00b204e9800998ecf8427e")]
    public void What_is_no_checksum_is_none(string text) => Assert.Null(ExpectedChecksum.Parse(text));
}
