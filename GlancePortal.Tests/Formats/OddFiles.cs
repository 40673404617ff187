using System.Text;
using static GlancePortal.Tests.Formats.OtherFiles;

namespace GlancePortal.Tests.Formats;

/// <summary>A content that looks suspicious or unusual, and is fine.</summary>
/// <param name="Name">What is odd about it.</param>
/// <param name="DiskFormat">What it is declared as.</param>
/// <param name="Detected">What it is recognised as.</param>
/// <param name="VirtualSize">Size of the disk; null when it has none.</param>
/// <param name="Build">Makes it.</param>
internal sealed record OddFile(string Name, string DiskFormat, string Detected, long? VirtualSize, Func<DiskFile> Build)
{
    public byte[] Content => Build().Bytes;

    public override string ToString() => $"{DiskFormat}: {Name}";
}

/// <summary>The corpus of contents that every door lets in.</summary>
internal static class OddFiles
{
    private const int KiB = 1024;
    private const int MiB = 1024 * KiB;

    public static IReadOnlyList<OddFile> All { get; } =
    [
        new("nothing", "raw", "raw", 0, () => new DiskFile(0)),
        new("one byte", "raw", "raw", 1, () => new DiskFile(1)),
        new("text", "raw", "raw", 10_000, () => new DiskFile(Encoding.ASCII.GetBytes(new string('x', 10_000)))),
        new("noise", "raw", "raw", 5000, () => new DiskFile(Support.Bytes.Random(5000))),
        new("a footer that does not say what it is", "raw", "raw", 1512, () => new DiskFile(1000).Then(VhdFiles.Footer(9, MiB, 0))),
        new("a footer before the end", "raw", "raw", 1513, () => new DiskFile(1000).Then(VhdFiles.Footer(2, 1000, 0)).Then([0])),
        new("the name of a qcow2 in the second sector", "raw", "raw", 4096, () => new DiskFile(4096).Text(512, "QFI\u00fb")),
        new("a volume without partitions", "raw", "raw", 64 * KiB, () => Volume("FAT16   ", at: 54)),
        new("a large volume without partitions", "raw", "raw", 64 * KiB, () => Volume("FAT32   ", at: 82)),
        new("a volume of Windows", "raw", "raw", 64 * KiB, () => Volume("NTFS    ", at: 3)),
        new("a kernel", "aki", "raw", null, Kernel),
        new("a kernel", "raw", "raw", 64 * KiB, Kernel),
        new("a boot sector without partitions", "aki", "gpt", null, () => Mbr()),
        new("a compressed ramdisk", "ari", "gzip", null, () => Gzip(new byte[100])),
        new("a compressed disk", "raw", "gzip", 1024, () => Gzip(new byte[100]).Resize(1024)),
        new("an archive", "raw", "zip", 1024, () => Zip(new byte[100]).Resize(1024)),
        new("partitions", "raw", "gpt", 64 * KiB, () => Mbr(new Partition(0x83, Flag: 0x80, Start: 2048), new Partition(0x82, Index: 3))),
        new("partitions", "gpt", "gpt", 64 * KiB, () => Mbr(new Partition(0xee))),
        new("partitions as Parted makes them", "raw", "gpt", 64 * KiB, () => Mbr(new Partition(0xee, Flag: 0x80, StartSector: 1))),
        new("a boot sector as well", "iso", "iso", 20 * 2 * KiB, () => WithMbr(Iso(), new Partition(0xee), new Partition(0x17, Index: 1))),
        new("a compact disc", "raw", "iso", 40 * KiB, () => Iso()),
        new("udf", "iso", "iso", 64 * KiB, () => Udf()),
        new("newer udf", "iso", "iso", 64 * KiB, () => Udf("NSR03")),
        new("udf without its area", "iso", "iso", 64 * KiB, () => Udf("NSR03", isBehindArea: false)),
        new("boot record before the volume", "iso", "iso", 18 * 2 * KiB, () => Iso(sectors: 18).Resize(40 * KiB)
            .Put(32 * KiB, 0).Put(34 * KiB, 1).Little32((34 * KiB) + 80, 18).Little16((34 * KiB) + 128, 2 * KiB)),
        new("older version", "qcow2", "qcow2", MiB, () => Qcow2Files.Valid(version: 2)),
        new("zstd", "qcow2", "qcow2", MiB, () => Qcow2Files.Valid().Big64(72, 1 << 3).Put(104, 1)),
        new("not closed, and marked as damaged", "qcow2", "qcow2", MiB, () => Qcow2Files.Valid().Big64(72, 3)),
        new("short header", "qcow2", "qcow2", MiB, () => Qcow2Files.Valid().Big32(100, 104)),
        new("unknown extensions", "qcow2", "qcow2", MiB, () => Qcow2Files.WithExtensions((5, new byte[77]), (Qcow2Files.BackingFormat, []))),
        new("forgotten bitmaps", "qcow2", "qcow2", MiB, () => Qcow2Files.WithExtensions((Qcow2Files.BitmapDirectory, new byte[24]))),
        new("as it is", "vmdk", "vmdk", MiB, () => VmdkFiles.Valid()),
        new("a stream with a footer", "vmdk", "vmdk", MiB, () => VmdkFiles.WithFooter()),
        new("a descriptor up to its last byte", "vmdk", "vmdk", MiB, () => VmdkFiles.Valid(VmdkFiles.Descriptor().PadRight(1024, '\n'))),
        new("dynamic", "vhd", "vhd", 4 * MiB, () => VhdFiles.Dynamic()),
        new("fixed", "vhd", "vhd", 8 * KiB, () => VhdFiles.Fixed(new byte[8 * KiB])),
        new("fixed, with partitions", "vhd", "vhd", 64 * KiB, () => VhdFiles.Fixed(Mbr(new Partition(0x83)).Bytes)),
        new("as it is", "vhdx", "vhdx", 8 * MiB, () => VhdxFiles.Build()),
        new("one valid header", "vhdx", "vhdx", 8 * MiB, () => VhdxFiles.Build().Put(VhdxFiles.Header2 + 20, 1)),
        new("unknown metadata that it does not need", "vhdx", "vhdx", 8 * MiB, () => VhdxFiles.Build(file => VhdxFiles.MoreMetadata(file, VhdxFiles.Unknown, flags: 0))),
        new("as it is", "vdi", "vdi", 3 * MiB, Vdi),
        new("size of no whole sectors", "vdi", "vdi", (3 * MiB) - 512, () => Vdi().Little64(368, (3 * MiB) - 1023)),
        new("as it is", "luks", "luks", 4 * KiB, () => Luks()),
    ];
}
