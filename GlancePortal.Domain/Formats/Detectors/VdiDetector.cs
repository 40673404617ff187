namespace GlancePortal.Domain.Formats.Detectors;

/// <summary>VirtualBox's disk: a header of one sector, a map of blocks, the blocks.</summary>
internal sealed class VdiDetector : FormatDetector
{
    private const int SignatureAt = 64;
    private const uint Version = 0x0001_0001;
    private const uint BlockBytes = 1024 * 1024;
    private const uint MostBlocks = 0x1fff_ffff;
    private const int UuidBytes = 16;

    private ulong _mapEnd;

    public override string Name => FormatNames.Vdi;

    protected override IEnumerable<ContentPart> Read()
    {
        var header = new ContentPart(ByteCount.SectorBytes);
        yield return header.To(SignatureAt + 4);
        if (!header.HasAt(SignatureAt, [0x7f, 0x10, 0xda, 0xbe]))
        {
            yield break;
        }
        IsMatch = true;
        yield return header.To(ByteCount.SectorBytes);
        CheckKind(header);
        CheckLayout(header);
    }

    protected override IEnumerable<FormatFinding> FindingsAtEnd(ContentEnd end) =>
        _mapEnd > (ulong)end.Bytes ? [new(FormatChecks.Truncated, "it ends within its map of blocks.")] : [];

    private void CheckKind(ContentPart header)
    {
        var (version, type) = (header.Little32(68), header.Little32(76));
        Subformat = type switch { 1 => "dynamic", 2 => "static", _ => null };
        if (version != Version)
        {
            Find(FormatChecks.Version, "its version is not 1.1.");
        }
        if (type == 4 || header.Bytes.Slice(424, 2 * UuidBytes).ContainsAnyExcept((byte)0))
        {
            Find(FormatChecks.Parent, "it is the difference to a parent disk.");
        }
        else if (Subformat is null)
        {
            Find(FormatChecks.ImageType, $"images of type {type} are not whole disks.");
        }
    }

    private void CheckLayout(ContentPart header)
    {
        var (map, data, blocks, bytes) = (header.Little32(340), header.Little32(344), header.Little32(384), header.Little64(368));
        // As qemu-img does: tools made sizes that are no whole sectors.
        VirtualSize = bytes <= long.MaxValue - ByteCount.SectorBytes
            ? (long)((bytes + ByteCount.SectorBytes - 1) / ByteCount.SectorBytes * ByteCount.SectorBytes)
            : null;
        _mapEnd = map + ((ulong)blocks * sizeof(uint));
        if (map % ByteCount.SectorBytes != 0 || data % ByteCount.SectorBytes != 0
            || header.Little32(360) != ByteCount.SectorBytes || header.Little32(376) != BlockBytes)
        {
            Find(FormatChecks.Header, "its sectors or blocks have sizes or places that are not supported.");
        }
        if (blocks > MostBlocks || (UInt128)bytes > (UInt128)blocks * BlockBytes)
        {
            Find(FormatChecks.Size, "its map has no room for the size of its disk.");
        }
        if (map < ByteCount.SectorBytes || data < _mapEnd)
        {
            Find(FormatChecks.HeaderOverlap, "its map of blocks shares bytes with the header or the data.");
        }
    }
}
