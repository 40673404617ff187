using GlancePortal.Domain.Errors;

namespace GlancePortal.Domain.Formats;

/// <summary>The content is not what <c>disk_format</c> says. Answered 415.</summary>
public sealed class ContentMismatchException(string declared, string detected)
    : DomainException("content.format_mismatch", $"The content is not {declared} as declared: it looks like {detected}.")
{
    /// <summary>Declared <c>disk_format</c>.</summary>
    public string Declared { get; } = declared;

    /// <summary>Format the content was recognised as.</summary>
    public string Detected { get; } = detected;
}

/// <summary>The content refers to data outside itself or is otherwise unsafe to open. Answered 415.</summary>
public sealed class UnsafeContentException(string format, FormatFinding finding)
    : DomainException("content.unsafe", $"The {format} content is not accepted ({finding.Check}): {finding.Message}")
{
    /// <summary>What was found.</summary>
    public FormatFinding Finding { get; } = finding;
}

/// <summary>The content is compressed in a way that the operator does not take. Answered 415.</summary>
public sealed class CompressionNotAcceptedException(string format, string compression)
    : DomainException("content.compression", $"{format} content that is compressed by {compression} is not accepted here.")
{
    /// <summary>The compression.</summary>
    public string Compression { get; } = compression;
}
