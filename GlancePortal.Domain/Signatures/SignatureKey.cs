using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace GlancePortal.Domain.Signatures;

/// <summary>Verifies by one of the kinds of keys that signatures of images have.</summary>
internal static class SignatureKey
{
    private const string RsaPss = "RSA-PSS";
    private const string Dsa = "DSA";

    private static readonly Dictionary<string, string> Curves = new(StringComparer.Ordinal)
    {
        ["ECC_SECT571K1"] = "1.3.132.0.38", ["ECC_SECT409K1"] = "1.3.132.0.36", ["ECC_SECT571R1"] = "1.3.132.0.39",
        ["ECC_SECT409R1"] = "1.3.132.0.37", ["ECC_SECP521R1"] = "1.3.132.0.35", ["ECC_SECP384R1"] = "1.3.132.0.34",
    };

    public static IEnumerable<string> Types => [RsaPss, Dsa, .. Curves.Keys];

    public static bool IsKnown(string type) => Types.Contains(type, StringComparer.Ordinal);

    /// <summary>Whether the certificate's key is of this type and has signed this hash.</summary>
    public static bool Verify(X509Certificate2 certificate, string type, string digest, byte[] hash, byte[] signature) => type switch
    {
        RsaPss => certificate.GetRSAPublicKey() is { } rsa && With(rsa, () => PssPadding.Verify(rsa, digest, hash, signature)),
        Dsa => certificate.GetDSAPublicKey() is { } dsa
            && With(dsa, () => dsa.VerifySignature(hash, signature, DSASignatureFormat.Rfc3279DerSequence)),
        _ => certificate.GetECDsaPublicKey() is { } curve && With(
            curve,
            () => curve.ExportParameters(includePrivateParameters: false).Curve.Oid.Value == Curves[type]
                && curve.VerifyHash(hash, signature, DSASignatureFormat.Rfc3279DerSequence)),
    };

    private static bool With(IDisposable key, Func<bool> verify)
    {
        using (key)
        {
            try
            {
                return verify();
            }
            catch (CryptographicException)
            {
                // Bytes that are no signature of this shape.
                return false;
            }
        }
    }
}
