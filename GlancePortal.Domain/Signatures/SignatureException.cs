using GlancePortal.Domain.Errors;

namespace GlancePortal.Domain.Signatures;

/// <summary>Content whose signature is not, or cannot be, verified. Answered 400.</summary>
/// <param name="code">`signature.…`.</param>
/// <param name="message">The cause.</param>
public sealed class SignatureException(string code, string message) : DomainException(code, message)
{
    /// <summary>Whether the same content may pass once a certificate is here; the others are wrong for good.</summary>
    public bool WaitsForCertificate => Code is "signature.off" or "signature.certificate_missing" or "signature.certificate_early";
}
