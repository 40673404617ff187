using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace GlancePortal.Domain.Signatures;

/// <summary>The certificates that the operator trusts.</summary>
internal static class CertificateFolder
{
    private const int LargestBytes = 256 * 1024;
    private static readonly string[] Endings = [".pem", ".crt", ".cer", ".der"];

    /// <summary>A certificate that is valid now; read anew each time, so that one can be added or taken away at any time.</summary>
    /// <exception cref="SignatureException">There is none, or it is not valid.</exception>
    public static X509Certificate2 Load(string folder, Guid id, DateTimeOffset now)
    {
        // The name is made from the id, never from what a caller wrote.
        var path = Endings.Select(ending => Path.Combine(folder, id.ToString("D") + ending)).FirstOrDefault(File.Exists)
            ?? throw Missing($"There is no certificate {id:D}");
        var certificate = Read(path) ?? throw Missing($"The file of certificate {id:D} is none");
        if (certificate.NotBefore.ToUniversalTime() <= now && now <= certificate.NotAfter.ToUniversalTime())
        {
            return certificate;
        }

        var (from, until) = (Day(certificate.NotBefore), Day(certificate.NotAfter));
        certificate.Dispose();
        throw now > DateTimeOffset.ParseExact(until, "u", CultureInfo.InvariantCulture)
            ? new SignatureException("signature.certificate_expired", $"Certificate {id:D} was valid until {until}.")
            : new SignatureException("signature.certificate_early", $"Certificate {id:D} is not valid before {from}.");
    }

    private static X509Certificate2? Read(string path)
    {
        try
        {
            return new FileInfo(path).Length <= LargestBytes ? X509CertificateLoader.LoadCertificateFromFile(path) : null;
        }
        catch (Exception fault) when (fault is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static SignatureException Missing(string what) => new("signature.certificate_missing", $"{what} to verify the image's signature with.");

    private static string Day(DateTime time) => time.ToUniversalTime().ToString("u", CultureInfo.InvariantCulture);
}
