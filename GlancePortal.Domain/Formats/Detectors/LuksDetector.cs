namespace GlancePortal.Domain.Formats.Detectors;

internal sealed class LuksDetector : FormatDetector
{
    private const int PayloadOffsetAt = 104;

    public override string Name => FormatNames.Luks;

    public override bool Matches(ContentSample sample) => sample.HasAt(0, [(byte)'L', (byte)'U', (byte)'K', (byte)'S', 0xba, 0xbe]);

    public override long? VirtualSizeBytes(ContentSample sample)
    {
        // Version 2 keeps its layout in JSON elsewhere.
        var isVersion1 = sample.HasAt(6, [0, 1]);
        var payload = isVersion1 ? ByteCount.From(sample.BigUInt32(PayloadOffsetAt), ByteCount.SectorBytes) : null;
        return payload <= sample.Bytes ? sample.Bytes - payload : null;
    }
}
