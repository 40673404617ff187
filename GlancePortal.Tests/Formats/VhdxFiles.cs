using System.Buffers.Binary;
using System.Numerics;

namespace GlancePortal.Tests.Formats;

/// <summary>Builds empty VHDX disks of 8 MiB: two headers, regions of metadata and blocks behind the first mebibyte.</summary>
internal static class VhdxFiles
{
    public const int KiB = 1024;
    public const int Header1 = 64 * KiB;
    public const int Header2 = 128 * KiB;
    public const int Regions = 192 * KiB;
    public const int Metadata = KiB * KiB;
    public const int MetadataBytes = 128 * KiB;
    public const int Items = Metadata + (64 * KiB);
    public const int Blocks = Metadata + MetadataBytes;
    public const int BlocksBytes = 4 * KiB;
    public const string ParentLocator = "a8d35f2d-b30b-454d-abf7-d3d84834ab0c";
    public const string Unknown = "11111111-2222-3333-4444-555555555555";

    private const string MetadataRegion = "8b7ca206-4790-4b9a-b8fe-575f050f886e";
    private const string BlocksRegion = "2dc27766-f623-4200-9d64-115e9bfd4a08";
    private const int EntryBytes = 32;

    private static readonly (string Id, int At, int Bytes)[] KnownItems =
    [
        ("caa16737-fa36-4d43-b3b6-33f0aa44e76b", 0, 8),
        ("2fa54224-cd1b-4876-b211-5dbed83bf4b8", 8, 8),
        ("beca12ab-b2e6-4523-93ef-c309e000c746", 16, 16),
        ("8141bf1d-a96f-4709-ba47-f233a8faab5f", 32, 4),
        ("cda348c7-445d-4471-9cc9-e9885251c556", 36, 4),
    ];

    /// <summary>One that every tool opens, changed before its checksums are computed.</summary>
    public static DiskFile Build(Action<DiskFile>? change = null)
    {
        var file = new DiskFile(Blocks + BlocksBytes).Text(0, "vhdxfile");
        Head(file, Header1, sequence: 1);
        Head(file, Header2, sequence: 2);
        file.Text(Regions, "regi").Little32(Regions + 8, 2);
        Region(file, 0, BlocksRegion, Blocks, BlocksBytes);
        Region(file, 1, MetadataRegion, Metadata, MetadataBytes);
        file.Text(Metadata, "metadata").Little16(Metadata + 10, KnownItems.Length);
        foreach (var (id, at, bytes) in KnownItems)
        {
            Item(file, Array.FindIndex(KnownItems, item => item.Id == id), id, (64 * KiB) + at, bytes, flags: 6);
        }
        file.Little32(Items, 8 * KiB * KiB).Little64(Items + 8, 8 * KiB * KiB).Little32(Items + 32, 512).Little32(Items + 36, 512);
        change?.Invoke(file);
        return Seal(file);
    }

    /// <summary>Computes its checksums anew.</summary>
    public static DiskFile Seal(DiskFile file)
    {
        Seal(file, Header1, 4 * KiB);
        Seal(file, Header2, 4 * KiB);
        Seal(file, Regions, 64 * KiB);
        return file;
    }

    public static DiskFile Region(DiskFile file, int index, string id, ulong at, uint bytes, uint flags = 1)
    {
        var entry = Regions + 16 + (index * EntryBytes);
        return file.Id(entry, id).Little64(entry + 16, at).Little32(entry + 24, bytes).Little32(entry + 28, flags);
    }

    /// <summary>One item more than there are.</summary>
    public static DiskFile MoreMetadata(DiskFile file, string id, uint flags) =>
        Item(file.Little16(Metadata + 10, KnownItems.Length + 1), KnownItems.Length, id, (64 * KiB) + 64, 8, flags);

    private static void Head(DiskFile file, int at, uint sequence) => file
        .Text(at, "head").Little64(at + 8, sequence).Little16(at + 66, 1).Little64(at + 72, KiB * KiB);

    private static DiskFile Item(DiskFile file, int index, string id, int at, int bytes, uint flags)
    {
        var entry = Metadata + ((index + 1) * EntryBytes);
        return file.Id(entry, id).Little32(entry + 16, (uint)at).Little32(entry + 20, (uint)bytes).Little32(entry + 24, flags);
    }

    private static void Seal(DiskFile file, int at, int length)
    {
        var checksum = uint.MaxValue;
        file.Little32(at + 4, 0);
        for (var i = at; i < at + length; i += sizeof(uint))
        {
            checksum = BitOperations.Crc32C(checksum, BinaryPrimitives.ReadUInt32LittleEndian(file.Bytes.AsSpan(i)));
        }
        file.Little32(at + 4, ~checksum);
    }
}
