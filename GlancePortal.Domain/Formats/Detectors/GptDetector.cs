namespace GlancePortal.Domain.Formats.Detectors;

/// <summary>A disk with a partition table. Every GPT disk has a protective MBR, so the boot signature tells both.</summary>
internal sealed class GptDetector : FormatDetector
{
    private const int SignatureAt = 510;

    public override string Name => FormatNames.Gpt;

    public override bool Matches(ContentSample sample) => sample.HasAt(SignatureAt, [0x55, 0xaa]) && !IsFatBootSector(sample);

    private static bool IsFatBootSector(ContentSample sample) =>
        (sample.HasAt(0, [0xeb]) || sample.HasAt(0, [0xe9])) && (sample.HasAt(54, "FAT1"u8) || sample.HasAt(82, "FAT32"u8));
}
