using GlancePortal.Domain.Import.Remote;

namespace GlancePortal.Api.Native.Wire;

/// <summary>Which file on another server is to be looked at.</summary>
/// <param name="Uri">Its address; may have a user and a password.</param>
/// <param name="Checksum">A digest in hex, with or without its name and a colon before it, or the address of a file of checksums, whole or relative.</param>
internal sealed record PreflightRequest(string? Uri, string? Checksum);

/// <summary>What a file on another server is.</summary>
internal sealed record PreflightBody(
    string FinalAddress, IReadOnlyList<string> Redirects, long? Size, string? ContentType, bool AcceptsRanges, bool CanResume,
    CertificateBody? Certificate, string DetectedFormat, long? VirtualSize, ChecksumBody? Checksum)
{
    public static PreflightBody Of(PreflightReport report) => new(
        report.FinalAddress,
        report.Redirects,
        report.Bytes,
        report.ContentType,
        report.AcceptsRanges,
        report.CanResume,
        report.Certificate is { } certificate ? new CertificateBody(certificate.Subject, certificate.Issuer, certificate.ValidUntil) : null,
        report.Format,
        report.VirtualSizeBytes,
        report.Checksum is { } checksum ? new ChecksumBody(checksum.Algorithm, checksum.Value) : null);
}

/// <summary>The certificate of the server.</summary>
internal sealed record CertificateBody(string Subject, string Issuer, DateTimeOffset ValidUntil);

/// <summary>The checksum that the file must have.</summary>
internal sealed record ChecksumBody(string Algorithm, string Value);
