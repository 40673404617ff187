using System.Buffers.Binary;
using System.Numerics;

namespace GlancePortal.Domain.Formats.Detectors;

/// <summary>Hyper-V's disk: of two headers the newer one, then the table of regions, and in one of those the metadata.</summary>
internal sealed class VhdxDetector : FormatDetector
{
    private const int KiB64 = 64 * 1024;
    private const int HeaderBytes = 4096;
    private const ulong FirstRegion = 1024 * 1024;
    private const uint MostEntries = 2047;
    private const int EntryBytes = 32;
    private const int ChecksumAt = 4;
    private const uint Required = 1;
    private const ulong MostLogBytes = 1UL << 30;

    private static readonly Guid BatRegion = new("2dc27766-f623-4200-9d64-115e9bfd4a08");
    private static readonly Guid MetadataRegion = new("8b7ca206-4790-4b9a-b8fe-575f050f886e");

    private readonly List<Extent> _regions = [];
    private Header? _header;
    private Extent _bat;
    private Extent _metadata;

    public override string Name => FormatNames.Vhdx;

    protected override IEnumerable<ContentPart> Read()
    {
        var magic = new ContentPart(8);
        yield return magic.To(8);
        if (!magic.HasAt(0, "vhdxfile"u8))
        {
            yield break;
        }
        IsMatch = true;
        var table = new ContentPart(KiB64);
        yield return table.At(KiB64, HeaderBytes);
        TakeHeader(table);
        yield return table.At(2 * KiB64, HeaderBytes);
        TakeHeader(table);
        yield return table.At(3 * KiB64, KiB64);
        if (_header is null)
        {
            Find(FormatChecks.Header, "neither of its two headers is valid.");
            yield break;
        }
        if (!TryTakeRegions(table))
        {
            yield break;
        }
        // Whatever comes first in the file is read first.
        var log = ReadLog(table, _header);
        var metadata = ReadMetadata(table);
        foreach (var part in _header.LogAt < _metadata.Offset ? log.Concat(metadata) : metadata.Concat(log))
        {
            yield return part;
        }
    }

    protected override IEnumerable<FormatFinding> FindingsAtEnd(ContentEnd end) => _regions
        .Where(region => region.End > (ulong)end.Bytes).Take(1)
        .Select(region => new FormatFinding(FormatChecks.Truncated, $"it ends before the end of its {region.Name}."));

    private void TakeHeader(ContentPart part)
    {
        if (!part.HasAt(0, "head"u8) || !HasRightChecksum(part.Bytes) || part.Little16(66) != 1)
        {
            return;
        }
        var header = new Header(part.Little64(8), new Guid(part.Bytes.Slice(48, 16)), part.Little64(72), part.Little32(68));
        if (_header is null || header.Sequence > _header.Sequence)
        {
            _header = header;
        }
        else if (header.Sequence == _header.Sequence && header != _header)
        {
            Find(FormatChecks.Header, "its two headers contradict each other.");
        }
    }

    private bool TryTakeRegions(ContentPart table)
    {
        var count = table.Little32(8);
        if (!table.HasAt(0, "regi"u8) || count > MostEntries || !HasRightChecksum(table.Bytes))
        {
            Find(FormatChecks.RegionTable, "its table of regions is malformed.");
            return false;
        }
        _regions.Add(new Extent("log", _header!.LogAt, _header.LogBytes));
        for (var at = 16; count > 0; at += EntryBytes, count--)
        {
            TakeRegion(new Guid(table.Bytes.Slice(at, 16)), table.Little64(at + 16), table.Little32(at + 24), table.Little32(at + 28));
        }
        if (_bat.Bytes == 0 || _metadata.Bytes < KiB64)
        {
            Find(FormatChecks.RegionTable, "a region that it needs is missing.");
            return false;
        }
        if (_regions.Exists(region => region.Bytes > 0 && region.Offset < FirstRegion))
        {
            Find(FormatChecks.HeaderOverlap, "one of its regions lies within the headers.");
            return false;
        }
        if (Extent.Overlap(_regions) is var (first, second))
        {
            Find(FormatChecks.TableOverlap, $"its {first.Name} and its {second.Name} share bytes.");
            return false;
        }
        return _regions.TrueForAll(region => region.End <= long.MaxValue);
    }

    private void TakeRegion(Guid id, ulong offset, uint bytes, uint flags)
    {
        var name = id == BatRegion ? "table of blocks" : id == MetadataRegion ? "metadata" : "region of another kind";
        var region = new Extent(name, offset, bytes);
        if ((id == BatRegion && _bat.Bytes > 0) || (id == MetadataRegion && _metadata.Bytes > 0))
        {
            Find(FormatChecks.RegionTable, "it names a region twice.");
        }
        else if (id != BatRegion && id != MetadataRegion && (flags & Required) != 0)
        {
            Find(FormatChecks.UnknownFeatures, "it needs a region that is not known here.");
        }
        _regions.Add(region);
        (_bat, _metadata) = (id == BatRegion ? region : _bat, id == MetadataRegion ? region : _metadata);
    }

    private IEnumerable<ContentPart> ReadLog(ContentPart part, Header header)
    {
        if (header.LogId == Guid.Empty || header.LogBytes > MostLogBytes)
        {
            yield break;
        }
        for (var at = 0L; at < header.LogBytes; at += HeaderBytes)
        {
            yield return part.At((long)header.LogAt + at, 48);
            if (part.HasAt(0, "loge"u8) && new Guid(part.Bytes.Slice(32, 16)) == header.LogId)
            {
                Find(FormatChecks.Log, "changes still wait in its log: it was not closed.");
                yield break;
            }
        }
    }

    private IEnumerable<ContentPart> ReadMetadata(ContentPart part)
    {
        yield return part.At((long)_metadata.Offset, KiB64);
        var items = new VhdxMetadata(Find, _metadata.Bytes);
        if (!items.TryTakeTable(part))
        {
            yield break;
        }
        foreach (var (offset, bytes, take) in items.Wanted)
        {
            yield return part.At((long)(_metadata.Offset + offset), bytes);
            take(part);
        }
        items.Check(_bat.Bytes);
        VirtualSize = ByteCount.From(items.DiskBytes);
        Subformat = items.IsFixed ? "fixed" : "dynamic";
    }

    // CRC-32C of everything, with the field itself taken as zero.
    private static bool HasRightChecksum(ReadOnlySpan<byte> bytes)
    {
        var checksum = uint.MaxValue;
        for (var at = 0; at < bytes.Length; at += sizeof(uint))
        {
            checksum = BitOperations.Crc32C(checksum, at == ChecksumAt ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]));
        }
        return ~checksum == BinaryPrimitives.ReadUInt32LittleEndian(bytes[ChecksumAt..]);
    }

    private sealed record Header(ulong Sequence, Guid LogId, ulong LogAt, uint LogBytes);
}
