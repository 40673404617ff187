using System.Security.Cryptography.X509Certificates;
using GlancePortal.Domain.Content;

namespace GlancePortal.Domain.Signatures;

/// <summary>A signature that content must have, with the certificate that verifies it.</summary>
/// <param name="certificate">Its public part.</param>
/// <param name="keyType">Kind of its key.</param>
/// <param name="digest">Digest that is signed, for example `sha256`: a pass over the content must compute it.</param>
/// <param name="signature">The signature.</param>
public sealed class ContentSignature(X509Certificate2 certificate, string keyType, string digest, byte[] signature) : IDisposable
{
    /// <summary>Digest that is signed, for example `sha256`.</summary>
    public string Digest => digest;

    /// <summary>Refuses content that was not signed by it.</summary>
    /// <param name="facts">What was found about the content; has <see cref="Digest"/> among its digests.</param>
    /// <exception cref="SignatureException">It is other content, or the key is another one. 400.</exception>
    public void Verify(ContentFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (!SignatureKey.Verify(certificate, keyType, digest, Convert.FromHexString(facts.Digests[digest]), signature))
        {
            throw new SignatureException("signature.invalid", "The data does not have the signature that its image names in img_signature.");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => certificate.Dispose();
}
