using System.Numerics;

namespace GlancePortal.Domain.Formats.Detectors;

/// <summary>The metadata of a VHDX: a table of items in the first 64 KiB of its region, the items behind it.</summary>
/// <param name="find">Told of findings.</param>
/// <param name="regionBytes">Length of the region.</param>
internal sealed class VhdxMetadata(Action<string, string> find, ulong regionBytes)
{
    private const int TableBytes = 64 * 1024;
    private const int EntryBytes = 32;
    private const uint MostEntries = (TableBytes / EntryBytes) - 1;
    private const uint Required = 1 << 2;
    private const uint KeepsBlocks = 1 << 0;
    private const uint HasParent = 1 << 1;
    private const uint SmallestBlock = 1024 * 1024;
    private const uint LargestBlock = 256 * 1024 * 1024;
    private const ulong LargestDisk = 64UL << 40;
    private const ulong SectorsOfABitmap = 1 << 23;

    private static readonly Guid FileParameters = new("caa16737-fa36-4d43-b3b6-33f0aa44e76b");
    private static readonly Guid VirtualDiskSize = new("2fa54224-cd1b-4876-b211-5dbed83bf4b8");
    private static readonly Guid Page83 = new("beca12ab-b2e6-4523-93ef-c309e000c746");
    private static readonly Guid LogicalSector = new("8141bf1d-a96f-4709-ba47-f233a8faab5f");
    private static readonly Guid PhysicalSector = new("cda348c7-445d-4471-9cc9-e9885251c556");
    private static readonly Guid ParentLocator = new("a8d35f2d-b30b-454d-abf7-d3d84834ab0c");
    private static readonly Guid[] Needed = [FileParameters, VirtualDiskSize, Page83, LogicalSector, PhysicalSector];

    private readonly List<(ulong Offset, int Bytes, Action<ContentPart> Take)> _wanted = [];
    private uint _blockBytes;
    private uint _flags;
    private uint _sectorBytes;

    /// <summary>Items to read, in the order of the file.</summary>
    public IEnumerable<(ulong Offset, int Bytes, Action<ContentPart> Take)> Wanted => _wanted.OrderBy(item => item.Offset);

    public ulong DiskBytes { get; private set; }

    public bool IsFixed => (_flags & KeepsBlocks) != 0;

    public bool TryTakeTable(ContentPart table)
    {
        var count = table.Little16(10);
        if (!table.HasAt(0, "metadata"u8) || count > MostEntries)
        {
            return Malformed("its table of metadata is malformed.");
        }
        var known = new HashSet<Guid>();
        for (var at = EntryBytes; count > 0; at += EntryBytes, count--)
        {
            var id = new Guid(table.Bytes.Slice(at, 16));
            var (offset, bytes, flags) = (table.Little32(at + 16), table.Little32(at + 20), table.Little32(at + 24));
            if (id == ParentLocator)
            {
                find(FormatChecks.Parent, "it names a parent disk.");
            }
            else if (!Needed.Contains(id))
            {
                if ((flags & Required) != 0)
                {
                    find(FormatChecks.UnknownFeatures, "it needs metadata that is not known here.");
                }
            }
            else if (!known.Add(id) || offset < TableBytes || offset + (ulong)bytes > regionBytes || !Want(id, offset, bytes))
            {
                return Malformed("its metadata has items twice, in impossible places or of impossible lengths.");
            }
        }
        return known.Count == Needed.Length || Malformed("metadata that it needs is missing.");
    }

    /// <summary>Holds the items against each other when all have been read.</summary>
    public void Check(ulong batBytes)
    {
        if ((_flags & HasParent) != 0)
        {
            find(FormatChecks.Parent, "it is the difference to a parent disk.");
        }
        if (!BitOperations.IsPow2(_blockBytes) || _blockBytes is < SmallestBlock or > LargestBlock || _sectorBytes is not (512 or 4096))
        {
            Malformed("its blocks or sectors have an impossible size.");
            return;
        }
        var blocks = (DiskBytes / _blockBytes) + (DiskBytes % _blockBytes > 0 ? 1u : 0);
        var blocksOfABitmap = SectorsOfABitmap * _sectorBytes / _blockBytes;
        var entries = blocks == 0 ? 0 : blocks + ((blocks - 1) / blocksOfABitmap);
        if (DiskBytes > LargestDisk || DiskBytes % _sectorBytes != 0 || entries > batBytes / sizeof(ulong))
        {
            find(FormatChecks.Size, "its table of blocks has no room for the size of its disk.");
        }
    }

    private bool Want(Guid id, uint offset, uint bytes)
    {
        var (length, take) = id switch
        {
            _ when id == FileParameters => (8, new Action<ContentPart>(part => (_blockBytes, _flags) = (part.Little32(0), part.Little32(4)))),
            _ when id == VirtualDiskSize => (8, part => DiskBytes = part.Little64(0)),
            _ when id == LogicalSector => (4, part => _sectorBytes = part.Little32(0)),
            _ => (0, _ => { }),
        };
        if (length > 0)
        {
            _wanted.Add((offset, length, take));
        }
        return bytes >= length;
    }

    private bool Malformed(string message)
    {
        find(FormatChecks.Metadata, message);
        return false;
    }
}
