using GlancePortal.Domain.Content;
using GlancePortal.Domain.Signatures;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Signatures;

[Trait("Suite", "unit")]
public sealed class SignaturesOfKeys : IDisposable
{
    private readonly TemporaryFolder _certificates = new();
    private readonly byte[] _content = Bytes.Random(100_000);

    [Theory]
    [InlineData("RSA-PSS", "SHA-224")]
    [InlineData("RSA-PSS", "SHA-256")]
    [InlineData("RSA-PSS", "SHA-384")]
    [InlineData("RSA-PSS", "SHA-512")]
    [InlineData("DSA", "SHA-224")]
    [InlineData("DSA", "SHA-256")]
    [InlineData("ECC_SECP384R1", "SHA-384")]
    [InlineData("ECC_SECP521R1", "SHA-512")]
    [InlineData("ECC_SECT571K1", "SHA-512")]
    [InlineData("ECC_SECT409K1", "SHA-256")]
    [InlineData("ECC_SECT571R1", "SHA-256")]
    [InlineData("ECC_SECT409R1", "SHA-224")]
    public async Task A_signature_of_OpenSSL_holds_for_its_bytes_only(string keyType, string hashMethod)
    {
        var signer = await Signer.CreateAsync(_certificates.Path, keyType);
        var properties = await signer.SignAsync(_content, hashMethod);

        await VerifyAsync(properties, _content);
        _content[5] ^= 1;
        Assert.Equal("signature.invalid", (await RefusalAsync(properties)).Code);
    }

    [Theory]
    [InlineData(".pem")]
    [InlineData(".crt")]
    [InlineData(".cer")]
    [InlineData(".der")]
    public async Task A_certificate_can_have_each_of_the_endings(string ending)
    {
        var signer = await Signer.CreateAsync(_certificates.Path, "ECC_SECP384R1", ending);

        await VerifyAsync(await signer.SignAsync(_content), _content);
    }

    [Fact]
    public async Task The_key_of_another_type_or_certificate_does_not_do()
    {
        var (signer, other) = (await Signer.CreateAsync(_certificates.Path, "ECC_SECP384R1"), await Signer.CreateAsync(_certificates.Path));
        var properties = await signer.SignAsync(_content);

        Assert.Equal("signature.invalid", (await RefusalAsync(new(properties) { ["img_signature_key_type"] = "ECC_SECP521R1" })).Code);
        Assert.Equal("signature.invalid", (await RefusalAsync(new(properties) { ["img_signature_key_type"] = "RSA-PSS" })).Code);
        Assert.Equal("signature.invalid", (await RefusalAsync(new(properties) { ["img_signature_certificate_uuid"] = other.Id.ToString() })).Code);
    }

    [Theory]
    [InlineData("img_signature", "not base64!")]
    [InlineData("img_signature", "")]
    [InlineData("img_signature_hash_method", "MD5")]
    [InlineData("img_signature_key_type", "ROT13")]
    [InlineData("img_signature_certificate_uuid", "../../etc/passwd")]
    [InlineData("img_signature_certificate_uuid", "{c0ffee00-0000-4000-8000-000000000000}")]
    public async Task A_malformed_property_is_named(string property, string value)
    {
        var signer = await Signer.CreateAsync(_certificates.Path, "ECC_SECP384R1");
        var refusal = await RefusalAsync(new(await signer.SignAsync(_content)) { [property] = value });

        Assert.Equal("signature.malformed", refusal.Code);
        Assert.Contains(property, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-20, -10, "signature.certificate_expired")]
    [InlineData(10, 20, "signature.certificate_early")]
    public async Task A_certificate_of_other_days_does_not_do(int fromDays, int untilDays, string code)
    {
        var signer = await Signer.CreateAsync(_certificates.Path, TimeSpan.FromDays(fromDays), TimeSpan.FromDays(untilDays));

        Assert.Equal(code, (await RefusalAsync(await signer.SignAsync(_content))).Code);
    }

    [Fact]
    public async Task A_certificate_that_is_none_or_not_there_is_missing()
    {
        var signer = await Signer.CreateAsync(_certificates.Path, "ECC_SECP384R1");
        var properties = await signer.SignAsync(_content);
        await File.WriteAllTextAsync(_certificates.File($"{signer.Id:D}.pem"), "nothing", TestContext.Current.CancellationToken);
        Assert.Equal("signature.certificate_missing", (await RefusalAsync(properties)).Code);

        File.Delete(_certificates.File($"{signer.Id:D}.pem"));
        Assert.Equal("signature.certificate_missing", (await RefusalAsync(properties)).Code);
    }

    [Fact]
    public async Task Without_a_folder_a_signature_is_refused_and_three_properties_are_none()
    {
        var signer = await Signer.CreateAsync(_certificates.Path, "ECC_SECP384R1");
        var properties = await signer.SignAsync(_content);
        var check = CheckWith(folder: null);
        Assert.Equal("signature.off", Assert.Throws<SignatureException>(() => check.Of(properties)).Code);

        properties.Remove("img_signature_key_type");
        Assert.Null(check.Of(properties));
        Assert.Null(SignatureCheck.DigestFor(properties));
    }

    public void Dispose() => _certificates.Dispose();

    private async Task VerifyAsync(Dictionary<string, string> properties, byte[] content)
    {
        using var signature = CheckWith(_certificates.Path).Of(properties)!;
        Assert.Equal(signature.Digest, SignatureCheck.DigestFor(properties));
        using var pass = new ContentPass(alsoCompute: [signature.Digest]);
        await pass.CopyAsync(new MemoryStream(content), Stream.Null, TestContext.Current.CancellationToken);
        signature.Verify(await pass.CompleteAsync(TestContext.Current.CancellationToken));
    }

    private Task<SignatureException> RefusalAsync(Dictionary<string, string> properties) =>
        Assert.ThrowsAsync<SignatureException>(() => VerifyAsync(properties, _content));

    private static SignatureCheck CheckWith(string? folder) =>
        new(db: null!, new Fixed<SignatureOptions>(new SignatureOptions { CertificateDirectory = folder }), TimeProvider.System);
}
