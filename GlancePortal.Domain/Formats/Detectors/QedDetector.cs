namespace GlancePortal.Domain.Formats.Detectors;

internal sealed class QedDetector : FormatDetector
{
    public override string Name => FormatNames.Qed;

    public override bool Matches(ContentSample sample) => sample.HasAt(0, "QED\0"u8);

    public override long? VirtualSizeBytes(ContentSample sample) => ByteCount.From(sample.LittleUInt64(48));

    public override IEnumerable<FormatFinding> Findings(ContentSample sample) => [new("banned", "the format is not accepted at all.")];
}
