namespace GlancePortal.Domain.Formats.Detectors;

internal sealed class VmdkDetector : FormatDetector
{
    private const int LongestDescriptorLine = 64;

    public override string Name => FormatNames.Vmdk;

    public override bool Matches(ContentSample sample) => IsSparse(sample) || IsEsxSparse(sample) || IsDescriptor(sample);

    public override long? VirtualSizeBytes(ContentSample sample) =>
        IsSparse(sample) ? ByteCount.From(sample.LittleUInt64(12), ByteCount.SectorBytes)
        : IsEsxSparse(sample) ? ByteCount.From(sample.LittleUInt32(12), ByteCount.SectorBytes)
        : null;

    public override IEnumerable<FormatFinding> Findings(ContentSample sample) =>
        IsDescriptor(sample) ? [new("external_extent", "it only describes other files that hold the data.")] : [];

    private static bool IsSparse(ContentSample sample) => sample.HasAt(0, "KDMV"u8);

    private static bool IsEsxSparse(ContentSample sample) => sample.HasAt(0, "COWD"u8);

    private static bool IsDescriptor(ContentSample sample) =>
        sample.TextAt(0, LongestDescriptorLine).TrimStart().StartsWith("# Disk DescriptorFile", StringComparison.OrdinalIgnoreCase);
}
