namespace GlancePortal.Domain.Formats.Detectors;

internal sealed class Qcow2Detector : FormatDetector
{
    private const ulong ExternalDataFile = 1 << 2;
    private const ulong KnownIncompatible = 0b1111; // dirty, corrupt, external data file, compression type

    public override string Name => FormatNames.Qcow2;

    public override bool Matches(ContentSample sample) => sample.HasAt(0, [(byte)'Q', (byte)'F', (byte)'I', 0xfb]);

    public override long? VirtualSizeBytes(ContentSample sample) => ByteCount.From(sample.BigUInt64(24));

    public override IEnumerable<FormatFinding> Findings(ContentSample sample)
    {
        var version = sample.BigUInt32(4);
        // Version 2 ends before the feature bits.
        var incompatible = version >= 3 ? sample.BigUInt64(72) : 0;
        if (sample.BigUInt64(8) != 0)
        {
            yield return new FormatFinding("backing_file", "it needs a backing file.");
        }
        if ((incompatible & ExternalDataFile) != 0)
        {
            yield return new FormatFinding("data_file", "it keeps its data in another file.");
        }
        if (version is not (2 or 3) || (incompatible & ~KnownIncompatible) != 0)
        {
            yield return new FormatFinding("unknown_features", "it uses features that are not known here.");
        }
    }
}
