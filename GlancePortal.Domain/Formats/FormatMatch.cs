namespace GlancePortal.Domain.Formats;

/// <summary>What one detector says about a content.</summary>
internal sealed record FormatMatch(string Name, long? VirtualSizeBytes, IReadOnlyList<FormatFinding> Findings)
{
    public string? Subformat { get; init; }

    public string? Compression { get; init; }
}
