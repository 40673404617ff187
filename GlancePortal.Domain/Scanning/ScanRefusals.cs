using GlancePortal.Domain.Errors;

namespace GlancePortal.Domain.Scanning;

/// <summary>The content is malicious: it is kept apart until an administrator decides. Answered 409.</summary>
public sealed class InfectedContentException(string signature)
    : DomainException("scan.infected", $"The scanner found '{signature}' in the content. It is kept in quarantine until an administrator decides about it.");

/// <summary>The content could not be scanned whole, and what is not scanned may not become active here. Answered 409.</summary>
public sealed class ContentNotScannedException(string why)
    : DomainException("scan.not_scanned", $"The content was not scanned whole: {why}. What is not scanned may not become active here.");

/// <summary>The scanner does not answer; a moment later it may. Answered 503.</summary>
public sealed class ScannerAwayException(string why, Exception? inner = null)
    : DomainException("scan.not_scanned", $"The content was not scanned: the scanner is away ({why}).", inner)
{
    /// <inheritdoc/>
    public override bool IsTransient => true;
}
