namespace GlancePortal.Domain.Formats.Detectors;

/// <summary>ISO 9660, or UDF alone: the volume descriptors begin at sector 16, each of 2 KiB.</summary>
internal sealed class IsoDetector : FormatDetector
{
    private const int DescriptorBytes = 2048;
    private const int FirstDescriptor = 16 * DescriptorBytes;
    private const int MostDescriptors = 32;
    private const int FieldsBytes = 134;
    private const byte Primary = 1;
    private const byte Terminator = 255;

    public override string Name => FormatNames.Iso;

    // Tools open any length as plain bytes.
    protected override bool MustBeWhole => false;

    protected override IEnumerable<ContentPart> Read()
    {
        var descriptor = new ContentPart(FieldsBytes);
        yield return descriptor.At(FirstDescriptor, 6);
        if (IsUdf(descriptor))
        {
            (IsMatch, Subformat) = (true, "udf");
        }
        else if (descriptor.HasAt(1, "BEA01"u8))
        {
            yield return descriptor.At(FirstDescriptor + DescriptorBytes, 6);
            (IsMatch, Subformat) = (IsUdf(descriptor), "udf");
        }
        else if (IsIso9660(descriptor))
        {
            (IsMatch, Subformat) = (true, "iso9660");
            for (var i = 0; i < MostDescriptors && descriptor.Bytes[0] != Terminator && VirtualSize is null; i++)
            {
                yield return i == 0 ? descriptor.To(FieldsBytes) : descriptor.At(FirstDescriptor + (i * DescriptorBytes), FieldsBytes);
                var blockBytes = descriptor.Little16(128);
                if (!IsIso9660(descriptor))
                {
                    yield break;
                }
                if (descriptor.Bytes[0] == Primary && blockBytes > 0)
                {
                    VirtualSize = ByteCount.From(descriptor.Little32(80), blockBytes);
                }
            }
        }
    }

    protected override long? VirtualSizeAtEnd(ContentEnd end) => VirtualSize ?? end.Bytes;

    private static bool IsIso9660(ContentPart descriptor) => descriptor.HasAt(1, "CD001"u8);

    private static bool IsUdf(ContentPart descriptor) => descriptor.HasAt(1, "NSR02"u8) || descriptor.HasAt(1, "NSR03"u8);
}
