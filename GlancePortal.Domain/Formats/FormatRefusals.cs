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
    : DomainException("content.unsafe", $"The {format} content is not accepted: {finding.Message}")
{
    /// <summary>What was found.</summary>
    public FormatFinding Finding { get; } = finding;
}
