using System.Buffers.Binary;

namespace GlancePortal.Domain.Formats.Detectors;

/// <summary>Follows the region table to the metadata table and that one to the size of the disk; each step must lie behind the one before.</summary>
internal sealed class VhdxDetector : FormatDetector
{
    private const int RegionTableAt = 192 * 1024;
    private const int TableBytes = 64 * 1024;
    private const int EntryBytes = 32;
    private const uint HasParent = 1 << 1;

    private static readonly Guid MetadataRegion = new("8b7ca206-4790-4b9a-b8fe-575f050f886e");
    private static readonly Guid FileParameters = new("caa16737-fa36-4d43-b3b6-33f0aa44e76b");
    private static readonly Guid VirtualDiskSize = new("2fa54224-cd1b-4876-b211-5dbed83bf4b8");

    private RegionCapture? _magic = new(0, 8);
    private RegionCapture? _regionTable;
    private RegionCapture? _metadataTable;
    private RegionCapture? _parameters;
    private RegionCapture? _size;
    private long _metadataAt;

    public override string Name => FormatNames.Vhdx;

    public override bool Matches(ContentSample sample) => sample.HasAt(0, "vhdxfile"u8);

    public override long? VirtualSizeBytes(ContentSample sample) =>
        _size is { IsComplete: true } size ? ByteCount.From(BinaryPrimitives.ReadUInt64LittleEndian(size.Bytes)) : null;

    public override IEnumerable<FormatFinding> Findings(ContentSample sample) =>
        _parameters is { IsComplete: true } parameters && (BinaryPrimitives.ReadUInt32LittleEndian(parameters.Bytes[4..]) & HasParent) != 0
            ? [new("parent", "it is the difference to a parent disk.")]
            : [];

    public override void Observe(long position, ReadOnlySpan<byte> bytes)
    {
        // A step may end and the next one begin within the same bytes.
        if (Completes(_magic, position, bytes))
        {
            _regionTable = _magic!.Bytes.SequenceEqual("vhdxfile"u8) ? new RegionCapture(RegionTableAt, TableBytes) : null;
            _magic = null;
        }
        if (Completes(_regionTable, position, bytes))
        {
            FollowRegionTable(_regionTable!.Bytes);
        }
        if (Completes(_metadataTable, position, bytes))
        {
            FollowMetadataTable(_metadataTable!.Bytes);
        }
        _parameters?.Observe(position, bytes);
        _size?.Observe(position, bytes);
    }

    private static bool Completes(RegionCapture? capture, long position, ReadOnlySpan<byte> bytes)
    {
        if (capture is null or { IsComplete: true })
        {
            return false;
        }
        capture.Observe(position, bytes);
        return capture.IsComplete;
    }

    private void FollowRegionTable(ReadOnlySpan<byte> table)
    {
        if (table.StartsWith("regi"u8)
            && Find(table, entriesAt: 16, count: BinaryPrimitives.ReadUInt32LittleEndian(table[8..]), MetadataRegion) is { IsEmpty: false } entry
            && ByteCount.From(BinaryPrimitives.ReadUInt64LittleEndian(entry[16..])) is { } offset)
        {
            _metadataAt = offset;
            _metadataTable = new RegionCapture(offset, TableBytes);
        }
    }

    private void FollowMetadataTable(ReadOnlySpan<byte> table)
    {
        if (table.StartsWith("metadata"u8))
        {
            var count = BinaryPrimitives.ReadUInt16LittleEndian(table[10..]);
            _parameters = Item(table, count, FileParameters);
            _size = Item(table, count, VirtualDiskSize);
        }
    }

    private RegionCapture? Item(ReadOnlySpan<byte> table, uint count, Guid id) =>
        Find(table, entriesAt: EntryBytes, count, id) is { IsEmpty: false } entry
        && BinaryPrimitives.ReadUInt32LittleEndian(entry[16..]) is var offset && _metadataAt <= long.MaxValue - offset
            ? new RegionCapture(_metadataAt + offset, sizeof(ulong))
            : null;

    private static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> table, int entriesAt, uint count, Guid id)
    {
        for (var at = entriesAt; count > 0 && at + EntryBytes <= table.Length; at += EntryBytes, count--)
        {
            if (new Guid(table.Slice(at, 16)) == id)
            {
                return table.Slice(at, EntryBytes);
            }
        }
        return [];
    }
}
