namespace GlancePortal.Domain.Formats.Detectors;

/// <summary>A disk with a partition table. Every GPT disk has a protective MBR, so the boot signature tells both.</summary>
internal sealed class GptDetector : FormatDetector
{
    private const int SignatureAt = 510;
    private const int EntriesAt = 446;
    private const int Entries = 4;
    private const int EntryBytes = 16;
    private const byte Protective = 0xee;
    private const byte Bootable = 0x80;

    public override string Name => FormatNames.Gpt;

    protected override bool MustBeWhole => false;

    protected override IEnumerable<ContentPart> Read()
    {
        var sector = new ContentPart(ByteCount.SectorBytes + 8);
        yield return sector.To(ByteCount.SectorBytes);
        if (!sector.HasAt(SignatureAt, [0x55, 0xaa]) || IsVolume(sector))
        {
            yield break;
        }
        IsMatch = true;
        CheckPartitions(sector);
        yield return sector.To(ByteCount.SectorBytes + 8);
        // A Linux kernel has the signature too.
        IsMatch = !sector.HasAt(ByteCount.SectorBytes + 2, "HdrS"u8);
    }

    protected override long? VirtualSizeAtEnd(ContentEnd end) => end.Bytes;

    // The boot sector of a file system that has the disk to itself: what follows its code is no partition table.
    private static bool IsVolume(ContentPart sector) =>
        (sector.HasAt(0, [0xeb]) || sector.HasAt(0, [0xe9]))
        && (sector.HasAt(54, "FAT1"u8) || sector.HasAt(82, "FAT32"u8) || sector.HasAt(3, "NTFS    "u8) || sector.HasAt(3, "EXFAT   "u8));

    private void CheckPartitions(ContentPart sector)
    {
        Subformat = "mbr";
        var used = 0;
        for (var i = 0; i < Entries; i++)
        {
            var entry = sector.Bytes.Slice(EntriesAt + (i * EntryBytes), EntryBytes);
            if (entry[0] is not (0 or Bootable))
            {
                Find(FormatChecks.Mbr, $"partition {i + 1} has the boot flag 0x{entry[0]:x2}, which does not exist.");
            }
            if (entry[4] == Protective)
            {
                Subformat = "gpt";
                CheckProtective(entry, i);
            }
            used += entry[4] != 0 ? 1 : 0;
        }
        if (used == 0)
        {
            Find(FormatChecks.Mbr, "its partition table is empty.");
        }
        else if (used > 1 && Subformat == "gpt")
        {
            Find(FormatChecks.Mbr, "it has other partitions beside the one that protects a GPT.");
        }
    }

    private void CheckProtective(ReadOnlySpan<byte> entry, int index)
    {
        // The standard says head 0, sector 2; GNU Parted writes sector 1 all the same.
        var isAtStart = entry[1] == 0 && entry[2] is (1 or 2) && entry[3] == 0 && entry[8..12].SequenceEqual<byte>([1, 0, 0, 0]);
        if (index != 0)
        {
            Find(FormatChecks.Mbr, "the partition that protects a GPT is not the first.");
        }
        else if (!isAtStart)
        {
            Find(FormatChecks.Mbr, "the partition that protects a GPT does not begin in sector 1.");
        }
    }
}
