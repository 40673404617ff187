namespace GlancePortal.Domain.Formats.Detectors;

/// <summary>ISO 9660, or UDF alone: the volume descriptors begin at sector 16, each of 2 KiB.</summary>
internal sealed class IsoDetector : FormatDetector
{
    private const int FirstDescriptor = 16 * 2048;
    private const int SecondDescriptor = 17 * 2048;

    public override string Name => FormatNames.Iso;

    public override bool Matches(ContentSample sample) =>
        HasIso9660(sample)
        || HasUdf(sample, FirstDescriptor)
        || (sample.HasAt(FirstDescriptor + 1, "BEA01"u8) && HasUdf(sample, SecondDescriptor));

    public override long? VirtualSizeBytes(ContentSample sample)
    {
        var blockBytes = sample.LittleUInt32(FirstDescriptor + 128) & 0xffff;
        return HasIso9660(sample) && blockBytes > 0 ? ByteCount.From(sample.LittleUInt32(FirstDescriptor + 80), blockBytes) : sample.Bytes;
    }

    private static bool HasIso9660(ContentSample sample) => sample.HasAt(FirstDescriptor + 1, "CD001"u8);

    private static bool HasUdf(ContentSample sample, int descriptor) =>
        sample.HasAt(descriptor + 1, "NSR02"u8) || sample.HasAt(descriptor + 1, "NSR03"u8);
}
