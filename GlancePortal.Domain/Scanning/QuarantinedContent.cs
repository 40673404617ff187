using GlancePortal.Domain.Images;
using GlancePortal.Domain.Import;
using GlancePortal.Domain.Uploads;

namespace GlancePortal.Domain.Scanning;

/// <summary>Which content in quarantine a list has.</summary>
public sealed record QuarantineRequest
{
    /// <summary>Only of this project; null for all.</summary>
    public string? ProjectId { get; init; }

    /// <summary>Only of this image; null for all.</summary>
    public Guid? ImageId { get; init; }

    /// <summary>Content before the page.</summary>
    public int Offset { get; init; }

    /// <summary>Content of the page at most.</summary>
    public int Limit { get; init; } = 25;
}

/// <summary>A page of the quarantine.</summary>
/// <param name="Items">What was put there last comes first.</param>
/// <param name="Total">How many there are in all.</param>
public sealed record QuarantinePage(IReadOnlyList<QuarantinedContent> Items, int Total);

/// <summary>Content in quarantine.</summary>
/// <param name="Upload">Its upload; do not change it.</param>
/// <param name="ImageName">Name of its image; null when that has none or is gone.</param>
/// <param name="ImageStatus">Status of its image; null when that is gone. Only what is for a queued one can be released.</param>
/// <param name="ProjectName">Name of its project; null where projects are not records of ours.</param>
/// <param name="Outcome">How it came, and what the scanner found.</param>
public sealed record QuarantinedContent(Upload Upload, string? ImageName, ImageStatus? ImageStatus, string? ProjectName, ImportOutcome Outcome)
{
    /// <summary>What the scanner found; null when it did not leave it.</summary>
    public ScanVerdict? Scan => Outcome.Scan;
}
