using System.Text;
using GlancePortal.Uploads;
using GlancePortal.Uploads.Requirements;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace GlancePortal.Tests.Uploads.Requirements;

[Trait("Suite", "unit")]
public sealed class TusHeaderRules
{
    private static readonly Guid First = Guid.NewGuid();
    private static readonly Guid Second = Guid.NewGuid();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0.2.2")]
    [InlineData("1.0.0,1.0.0")]
    public void Another_version_is_refused(string? version) =>
        Assert.Throws<TusVersionException>(() => ResumableVersion.Check(Headers((TusHeaders.TusResumable, version))));

    [Fact]
    public void Version_1_0_0_is_taken() => ResumableVersion.Check(Headers((TusHeaders.TusResumable, "1.0.0")));

    [Theory]
    [InlineData("0", 0)]
    [InlineData("1099511627776", 1099511627776)]
    public void An_offset_is_a_whole_number(string text, long offset) =>
        Assert.Equal(offset, UploadOffset.Read(Headers((TusHeaders.UploadOffset, text))));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("1.5")]
    [InlineData("0x10")]
    [InlineData("99999999999999999999")]
    public void An_offset_that_is_none_is_refused(string? text) =>
        Assert.Throws<TusHeaderException>(() => UploadOffset.Read(Headers((TusHeaders.UploadOffset, text))));

    [Fact]
    public void A_length_may_come_later() => Assert.Null(UploadLength.ReadForCreation(Headers((TusHeaders.UploadDeferLength, "1")), isFinal: false));

    [Theory]
    [InlineData(null, null, false)]
    [InlineData("5", "1", false)]
    [InlineData(null, "2", false)]
    [InlineData("-5", null, false)]
    [InlineData("5", null, true)]
    [InlineData(null, "1", true)]
    public void A_length_that_is_missing_double_or_out_of_place_is_refused(string? length, string? deferral, bool isFinal) =>
        Assert.Throws<TusHeaderException>(() => UploadLength.ReadForCreation(
            Headers((TusHeaders.UploadLength, length), (TusHeaders.UploadDeferLength, deferral)), isFinal));

    [Fact]
    public void Metadata_are_names_and_values_in_base64()
    {
        var values = UploadMetadata.Read(Headers((TusHeaders.UploadMetadata, $"name {Encode("Ubuntu 24.04 – ü")}, empty,os_distro {Encode("debian")}")));

        Assert.Equal(["empty", "name", "os_distro"], values.Keys.Order());
        Assert.Equal("Ubuntu 24.04 – ü", values["name"]);
        Assert.Equal("", values["empty"]);
    }

    [Theory]
    [InlineData("name not-base64!")]
    [InlineData("name dGVzdA==,name dGVzdA==")]
    [InlineData("name dGVzdA== more")]
    [InlineData(",")]
    [InlineData("name /w==")]
    public void Metadata_that_cannot_be_read_are_refused(string text) =>
        Assert.Throws<TusHeaderException>(() => UploadMetadata.Read(Headers((TusHeaders.UploadMetadata, text))));

    [Fact]
    public void A_final_upload_names_its_parts_by_path_or_address()
    {
        var concat = UploadConcat.Read(Headers((TusHeaders.UploadConcat, $"final;/uploads/{First} https://images.example/uploads/{Second}")));

        Assert.Equal([First, Second], concat.Parts!);
        Assert.False(concat.IsPartial);
    }

    [Theory]
    [InlineData("final")]
    [InlineData("final;")]
    [InlineData("final;/uploads/none")]
    [InlineData("final;/other/0b8c4b54-5b0e-4a53-9d0c-111111111111")]
    [InlineData("part")]
    public void A_concatenation_that_cannot_be_read_is_refused(string text) =>
        Assert.Throws<TusHeaderException>(() => UploadConcat.Read(Headers((TusHeaders.UploadConcat, text))));

    [Theory]
    [InlineData("crc32 AAAAAA==")]
    [InlineData("sha1")]
    [InlineData("sha1 ")]
    [InlineData("sha1 not-base64")]
    [InlineData("sha1 AAAA")]
    public void A_checksum_that_cannot_be_checked_is_refused(string text) =>
        Assert.Throws<TusHeaderException>(() => UploadChecksum.Read(Headers((TusHeaders.UploadChecksum, text))));

    [Theory]
    [InlineData("md5", 16)]
    [InlineData("sha1", 20)]
    [InlineData("sha256", 32)]
    [InlineData("sha512", 64)]
    public void A_checksum_has_the_length_of_its_algorithm(string algorithm, int bytes)
    {
        var checksum = UploadChecksum.Read(Headers((TusHeaders.UploadChecksum, $"{algorithm} {Convert.ToBase64String(new byte[bytes])}")));

        Assert.Equal(algorithm, checksum!.Algorithm);
        Assert.Equal(bytes, checksum.Value.Length);
    }

    [Theory]
    [InlineData("application/octet-stream")]
    [InlineData("")]
    [InlineData(null)]
    public void Bytes_under_another_media_type_are_refused(string? type)
    {
        var request = new DefaultHttpContext().Request;
        request.ContentType = type;

        Assert.Throws<TusMediaTypeException>(() => OffsetMediaType.Check(request));
    }

    private static string Encode(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static HeaderDictionary Headers(params (string Name, string? Value)[] headers)
    {
        var dictionary = new HeaderDictionary();
        foreach (var (name, value) in headers.Where(header => header.Value is not null))
        {
            dictionary[name] = value;
        }

        return dictionary;
    }
}
