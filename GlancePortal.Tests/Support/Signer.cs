using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Xunit;

namespace GlancePortal.Tests.Support;

/// <summary>Signs as OpenStack's signer does: by OpenSSL, with RSA-PSS and the longest salt. Its certificate lies in a folder under a uuid.</summary>
internal sealed class Signer
{
    private readonly string _folder;
    private readonly string _keyType;

    private Signer(string folder, string keyType) => (_folder, _keyType) = (folder, keyType);

    public Guid Id { get; } = Guid.NewGuid();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Key => Path.Combine(_folder, $"{Id:D}.key");

    /// <summary>A new key of a type of Glance's, with a certificate that is valid now.</summary>
    public static async Task<Signer> CreateAsync(string certificates, string keyType = "RSA-PSS", string ending = ".pem")
    {
        var signer = new Signer(certificates, keyType);
        await signer.MakeKeyAsync();
        await OpenSslAsync(
            "req", "-x509", "-new", "-key", signer.Key, "-subj", "/CN=signer", "-days", "30", "-sha256", "-outform", ending == ".der" ? "DER" : "PEM",
            "-out", Path.Combine(certificates, $"{signer.Id:D}{ending}"));
        return signer;
    }

    /// <summary>As before, with a certificate of other days.</summary>
    public static async Task<Signer> CreateAsync(string certificates, TimeSpan validFrom, TimeSpan validUntil)
    {
        var signer = new Signer(certificates, "RSA-PSS");
        await signer.MakeKeyAsync();
        using var key = RSA.Create();
        key.ImportFromPem(await File.ReadAllTextAsync(signer.Key, Cancellation));
        var request = new CertificateRequest("CN=signer", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now + validFrom, now + validUntil);
        await File.WriteAllTextAsync(Path.Combine(certificates, $"{signer.Id:D}.crt"), certificate.ExportCertificatePem(), Cancellation);
        return signer;
    }

    /// <summary>The properties of a signature of these bytes.</summary>
    public async Task<Dictionary<string, string>> SignAsync(byte[] content, string hashMethod = "SHA-256")
    {
        var (data, signature) = (Path.Combine(_folder, $"{Id:D}.data"), Path.Combine(_folder, $"{Id:D}.sig"));
        await File.WriteAllBytesAsync(data, content, Cancellation);
        string[] padding = _keyType == "RSA-PSS" ? ["-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:max"] : [];
        await OpenSslAsync(["dgst", $"-{hashMethod.Replace("-", "", StringComparison.Ordinal).ToLowerInvariant()}", "-sign", Key, .. padding, "-out", signature, data]);
        return new Dictionary<string, string>
        {
            ["img_signature"] = Convert.ToBase64String(await File.ReadAllBytesAsync(signature, Cancellation)),
            ["img_signature_hash_method"] = hashMethod,
            ["img_signature_key_type"] = _keyType,
            ["img_signature_certificate_uuid"] = Id.ToString("D"),
        };
    }

    private Task MakeKeyAsync() => _keyType switch
    {
        "RSA-PSS" => OpenSslAsync("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", Key),
        "DSA" => MakeDsaKeyAsync(),
        _ => OpenSslAsync("genpkey", "-algorithm", "EC", "-pkeyopt", $"ec_paramgen_curve:{_keyType[4..].ToLowerInvariant()}", "-out", Key),
    };

    private async Task MakeDsaKeyAsync()
    {
        var parameters = Path.Combine(_folder, $"{Id:D}.params");
        await OpenSslAsync("genpkey", "-genparam", "-algorithm", "DSA", "-pkeyopt", "dsa_paramgen_bits:1024", "-out", parameters);
        await OpenSslAsync("genpkey", "-paramfile", parameters, "-out", Key);
    }

    private static Task<string> OpenSslAsync(params string[] arguments) => Command.RunAsync("openssl", arguments, cancellationToken: Cancellation);
}
