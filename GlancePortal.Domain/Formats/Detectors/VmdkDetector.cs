using System.Buffers.Binary;

namespace GlancePortal.Domain.Formats.Detectors;

/// <summary>VMware's disk: only kinds that are one file by themselves, with their descriptor inside, are safe.</summary>
internal sealed class VmdkDetector : FormatDetector
{
    private const int HeaderBytes = ByteCount.SectorBytes;
    private const int PieceBytes = 16;
    private const uint DescriptorSector = 1;
    private const uint MostDescriptorSectors = 2047; // below 1 MiB
    private const uint NewestVersion = 3;
    private const uint MostGrainSectors = 0x20_0000;
    private const uint MostTableEntries = 512;
    private const ulong MostTables = 32 * 1024 * 1024;
    private const uint HasSecondDirectory = 1 << 1;
    private const ulong AtEnd = ulong.MaxValue;
    private const int EndOfHead = 56; // the place of the grain directory, which only the footer knows

    private readonly List<Extent> _tables = [];
    private byte[]? _headerOfFooter;

    public override string Name => FormatNames.Vmdk;

    protected override IEnumerable<ContentPart> Read()
    {
        var header = new ContentPart(HeaderBytes);
        yield return header.To(4);
        if (header.HasAt(0, "KDMV"u8))
        {
            IsMatch = true;
            yield return header.To(HeaderBytes);
            CheckHeader(header);
            var descriptor = new VmdkDescriptor(Find);
            foreach (var part in ReadDescriptor(header, descriptor))
            {
                yield return part;
            }
        }
        else if (header.HasAt(0, "COWD"u8))
        {
            (IsMatch, Subformat) = (true, "vmfsSparse");
            Find(FormatChecks.Descriptor, "it has no descriptor; only monolithicSparse and streamOptimized are accepted.");
            yield return header.To(16);
            VirtualSize = ByteCount.From(header.Little32(12), ByteCount.SectorBytes);
        }
        else
        {
            var text = new VmdkText();
            yield return header.To(PieceBytes);
            while (text.Continues(header.Bytes))
            {
                yield return header.At(header.End, PieceBytes);
            }
            IsMatch = text.IsDescriptor;
            Find(FormatChecks.ExternalExtent, "it only describes other files that hold the data.");
        }
    }

    protected override IEnumerable<FormatFinding> FindingsAtEnd(ContentEnd end)
    {
        foreach (var table in _tables.Where(table => table.End > (ulong)end.Bytes).Take(1))
        {
            yield return new FormatFinding(FormatChecks.Truncated, $"it ends before the end of its {table.Name}.");
        }
        if (_headerOfFooter is { } header && !HasFooter(header, end))
        {
            yield return new FormatFinding(FormatChecks.Footer, "its footer is missing or differs from its header.");
        }
    }

    private IEnumerable<ContentPart> ReadDescriptor(ContentPart header, VmdkDescriptor descriptor)
    {
        var (at, sectors) = (header.Little64(28), header.Little64(36));
        if (at != DescriptorSector || sectors is 0 or > MostDescriptorSectors || VirtualSize == 0)
        {
            Find(FormatChecks.Descriptor, "its descriptor is missing, too long or not behind the header.");
            yield break;
        }
        for (var sector = 1; sector <= (int)sectors && !descriptor.IsOver; sector++)
        {
            yield return header.At((long)sector * ByteCount.SectorBytes, ByteCount.SectorBytes);
            descriptor.Add(header.Bytes);
        }
        descriptor.End();
        Subformat = descriptor.CreateType;
    }

    private void CheckHeader(ContentPart header)
    {
        var (version, capacity, grain, tableEntries) = (header.Little32(4), header.Little64(12), header.Little64(20), header.Little32(44));
        VirtualSize = ByteCount.From(capacity, ByteCount.SectorBytes);
        if (version is 0 or > NewestVersion)
        {
            Find(FormatChecks.Version, $"version {version} is not supported.");
        }
        if (header.Little16(77) > 1)
        {
            Find(FormatChecks.CompressionType, $"compression {header.Little16(77)} is unknown.");
        }
        if (grain is 0 or > MostGrainSectors || tableEntries is 0 or > MostTableEntries || capacity / (grain * tableEntries) >= MostTables || VirtualSize is null)
        {
            Find(FormatChecks.Grain, "its grains, grain tables or size are larger than what can be opened.");
            return;
        }
        var tables = (capacity + (grain * tableEntries) - 1) / (grain * tableEntries);
        _tables.Add(new Extent("metadata", 0, SectorsToBytes(header.Little64(64))));
        AddDirectory("grain directory", header.Little64(56), header, tables);
        if ((header.Little32(8) & HasSecondDirectory) != 0)
        {
            AddDirectory("second grain directory", header.Little64(48), header, tables);
        }
    }

    private void AddDirectory(string name, ulong sector, ContentPart header, ulong tables)
    {
        if (sector == AtEnd)
        {
            _headerOfFooter = header.Bytes.ToArray();
            return;
        }
        var directory = new Extent(name, SectorsToBytes(sector), tables * sizeof(uint));
        _tables.Add(directory);
        // Both behind the other's range, or one within the other's.
        if (directory.Offset < ByteCount.SectorBytes || Extent.Overlap([directory, DescriptorOf(header)]) is not null)
        {
            Find(FormatChecks.HeaderOverlap, $"its {name} shares bytes with the header or the descriptor.");
        }
    }

    private static Extent DescriptorOf(ContentPart header) =>
        new("descriptor", SectorsToBytes(header.Little64(28)), SectorsToBytes(header.Little64(36)));

    // A sector number that no file has stays one that no file has.
    private static ulong SectorsToBytes(ulong sectors) => sectors <= ulong.MaxValue / ByteCount.SectorBytes ? sectors * ByteCount.SectorBytes : ulong.MaxValue;

    private static bool HasFooter(byte[] header, ContentEnd end)
    {
        if (end.Bytes < HeaderBytes + ContentTail.Bytes)
        {
            return false;
        }
        ReadOnlySpan<byte> marker = end.Tail.AsSpan(0, ByteCount.SectorBytes);
        ReadOnlySpan<byte> copy = end.Tail.AsSpan(ByteCount.SectorBytes, ByteCount.SectorBytes);
        const int typeAt = 12;
        const uint footer = 3;
        var directory = BinaryPrimitives.ReadUInt64LittleEndian(copy[EndOfHead..]);
        return copy[..EndOfHead].SequenceEqual(header.AsSpan(0, EndOfHead))
            && directory is not AtEnd && SectorsToBytes(directory) < (ulong)end.Bytes
            && BinaryPrimitives.ReadUInt32LittleEndian(marker[8..]) == 0
            && BinaryPrimitives.ReadUInt32LittleEndian(marker[typeAt..]) == footer
            // The marker of the end is empty.
            && !end.LastSector[..16].ContainsAnyExcept((byte)0);
    }
}
