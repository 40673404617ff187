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

    /// <summary>Kind within the format: <c>dynamic</c>, <c>fixed</c> or <c>static</c> of vhd, vhdx and vdi, the createType of a vmdk, <c>v2</c> or
    /// <c>v3</c> of a qcow2, <c>v1</c> of luks, <c>iso9660</c> or <c>udf</c>, <c>gpt</c> or <c>mbr</c>; null when there are none.</summary>
    public string? Subformat { get; init; }

    /// <summary>Compression of a qcow2's clusters, <c>zlib</c> or <c>zstd</c>; null for other formats.</summary>
    public string? Compression { get; init; }

    /// <summary>Kind of archive or compression around whatever is inside: <c>gzip</c>, <c>xz</c>, <c>zstd</c>, <c>zip</c>, <c>tar</c> or <c>ova</c>; null for anything else.</summary>
    public string? Archive => FormatNames.IsArchive(Detected) ? Detected : null;
}
