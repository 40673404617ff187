namespace GlancePortal.Domain.Formats.Detectors;

internal sealed class VdiDetector : FormatDetector
{
    public override string Name => FormatNames.Vdi;

    public override bool Matches(ContentSample sample) => sample.HasAt(64, [0x7f, 0x10, 0xda, 0xbe]);

    public override long? VirtualSizeBytes(ContentSample sample) => ByteCount.From(sample.LittleUInt64(368));
}
