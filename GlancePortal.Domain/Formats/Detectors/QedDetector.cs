namespace GlancePortal.Domain.Formats.Detectors;

internal sealed class QedDetector : FormatDetector
{
    private const int ImageSizeAt = 48;

    public override string Name => FormatNames.Qed;

    protected override bool MustBeWhole => false;

    protected override IEnumerable<ContentPart> Read()
    {
        var header = new ContentPart(ImageSizeAt + sizeof(ulong));
        yield return header.To(4);
        if (header.HasAt(0, "QED\0"u8))
        {
            IsMatch = true;
            Find(FormatChecks.Banned, "the format is not accepted at all.");
            yield return header.To(ImageSizeAt + sizeof(ulong));
            VirtualSize = ByteCount.From(header.Little64(ImageSizeAt));
        }
    }
}
