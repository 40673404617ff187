namespace GlancePortal.Domain.Formats;

/// <summary>What the bytes of an image look like.</summary>
/// <param name="Detected">A name of <see cref="FormatNames"/>; <c>raw</c> when nothing was recognised.</param>
/// <param name="VirtualSizeBytes">Size of the disk inside, as far as the header says; for <c>raw</c> the number of bytes.</param>
/// <param name="Findings">What makes the content unsafe to use, whatever it was declared as.</param>
public sealed record FormatReport(string Detected, long? VirtualSizeBytes, IReadOnlyList<FormatFinding> Findings)
{
    /// <summary>Length of the content.</summary>
    public required long Bytes { get; init; }

    /// <summary>Every format that was recognised; more than one only for content that is two things at once.</summary>
    public required IReadOnlyList<string> Recognised { get; init; }
}
