using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace GlancePortal.Tests.Support;

/// <summary>An authority that vouches for servers of tests, and for authorities below it.</summary>
internal sealed class TestAuthority : IDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    private TestAuthority(X509Certificate2 certificate) => Certificate = certificate;

    public X509Certificate2 Certificate { get; }

    /// <summary>One that vouches for itself.</summary>
    public static TestAuthority Root(string name = "root")
    {
        using var key = RSA.Create(2048);
        return new TestAuthority(ForAuthority(name, key).CreateSelfSigned(Now - Lifetime, Now + Lifetime));
    }

    /// <summary>One below this.</summary>
    public TestAuthority Below(string name)
    {
        using var key = RSA.Create(2048);
        return new TestAuthority(Sign(ForAuthority(name, key), key, Now + Lifetime / 2));
    }

    /// <summary>A server's certificate.</summary>
    /// <param name="address">The only address that it is for.</param>
    /// <param name="issuerAt">Where it says that its issuer's certificate can be had; null does not say.</param>
    /// <param name="hasEnded">Whether its time is over.</param>
    public X509Certificate2 Server(string address = "127.0.0.1", Uri? issuerAt = null, bool hasEnded = false)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=store.example", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Parse(address));
        request.CertificateExtensions.Add(names.Build());
        if (issuerAt is not null)
        {
            request.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension([issuerAt.ToString()], [issuerAt.ToString()]));
        }

        return Sign(request, key, hasEnded ? Now - TimeSpan.FromDays(1) : Now + Lifetime / 4);
    }

    public void WriteTo(string file) => File.WriteAllText(file, Certificate.ExportCertificatePem());

    public void Dispose() => Certificate.Dispose();

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private static CertificateRequest ForAuthority(string name, RSA key)
    {
        // No two have the same name, or one that the machine has kept would be taken for another.
        var request = new CertificateRequest($"CN={name} {Guid.NewGuid()}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        return request;
    }

    private X509Certificate2 Sign(CertificateRequest request, RSA key, DateTimeOffset until)
    {
        using var signed = request.Create(Certificate, Now - Lifetime / 2, until, RandomNumberGenerator.GetBytes(8));
        return signed.CopyWithPrivateKey(key);
    }
}
