using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace GlancePortal.Tests.Formats;

/// <summary>Builds disks and archives whose headers are short.</summary>
internal static class OtherFiles
{
    private const int KiB = 1024;

    /// <summary>An empty VDI of 3 MiB.</summary>
    public static DiskFile Vdi() => new DiskFile(KiB)
        .Text(0, "<<< QEMU VM Virtual Disk Image >>>\n")
        .Little32(64, 0xbeda_107f)
        .Little32(68, 0x0001_0001)
        .Little32(72, 0x180)
        .Little32(76, 1)
        .Little32(340, 512)
        .Little32(344, KiB)
        .Little32(360, 512)
        .Little64(368, 3 * KiB * KiB)
        .Little32(376, KiB * KiB)
        .Little32(384, 3)
        .Put(512, Enumerable.Repeat((byte)0xff, 12).ToArray());

    public static DiskFile Luks(int version = 1) => new DiskFile(8 * KiB)
        .Put(0, (byte)'L', (byte)'U', (byte)'K', (byte)'S', 0xba, 0xbe)
        .Big16(6, version)
        .Big32(104, 8);

    public static DiskFile Qed() => new DiskFile(4 * KiB).Text(0, "QED\0").Little64(48, KiB * KiB);

    /// <summary>ISO 9660 over a content; its volume has so many sectors of 2 KiB.</summary>
    public static DiskFile Iso(DiskFile? content = null, uint sectors = 20) => (content ?? new DiskFile(0))
        .Resize(Math.Max(content?.Bytes.Length ?? 0, 40 * KiB))
        .Put(32 * KiB, 1).Text((32 * KiB) + 1, "CD001\u0001")
        .Little32((32 * KiB) + 80, sectors).Big32((32 * KiB) + 84, sectors)
        .Little16((32 * KiB) + 128, 2048).Big16((32 * KiB) + 130, 2048)
        .Put(34 * KiB, 255).Text((34 * KiB) + 1, "CD001\u0001");

    public static DiskFile Udf(string descriptor = "NSR02", bool isBehindArea = true) => isBehindArea
        ? new DiskFile(64 * KiB).Text((32 * KiB) + 1, "BEA01").Text((34 * KiB) + 1, descriptor)
        : new DiskFile(64 * KiB).Text((32 * KiB) + 1, descriptor);

    /// <summary>A boot sector with these partitions.</summary>
    public static DiskFile Mbr(params Partition[] partitions) => WithMbr(new DiskFile(64 * KiB), partitions);

    public static DiskFile WithMbr(DiskFile file, params Partition[] partitions)
    {
        foreach (var partition in partitions)
        {
            var at = 446 + (16 * partition.Index);
            file.Put(at, partition.Flag, 0, partition.StartSector, 0, partition.Type).Little32(at + 8, partition.Start).Little32(at + 12, 64);
        }
        return file.Put(510, 0x55, 0xaa);
    }

    /// <summary>The boot sector of a file system without partitions.</summary>
    public static DiskFile Volume(string name, int at) => new DiskFile(64 * KiB).Put(0, 0xeb, 0x3c, 0x90).Text(at, name).Put(510, 0x55, 0xaa);

    public static DiskFile Kernel() => new DiskFile(64 * KiB).Put(510, 0x55, 0xaa).Text(514, "HdrS");

    public static DiskFile Gzip(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(content);
        }
        return new DiskFile(packed.ToArray());
    }

    public static DiskFile Zip(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        using (var entry = zip.CreateEntry("disk.raw").Open())
        {
            entry.Write(content);
        }
        return new DiskFile(packed.ToArray());
    }

    public static DiskFile Xz() => new DiskFile(KiB).Put(0, 0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0);

    public static DiskFile Zstd() => new DiskFile(KiB).Put(0, 0x28, 0xb5, 0x2f, 0xfd);

    /// <summary>A tar with one file; in pax format its name is in a header of its own.</summary>
    public static DiskFile Tar(string name, TarEntryFormat format = TarEntryFormat.Ustar)
    {
        using var packed = new MemoryStream();
        using (var tar = new TarWriter(packed, format, leaveOpen: true))
        {
            TarEntry entry = format == TarEntryFormat.Pax
                ? new PaxTarEntry(TarEntryType.RegularFile, name)
                : new UstarTarEntry(TarEntryType.RegularFile, name);
            entry.DataStream = new MemoryStream(Encoding.UTF8.GetBytes("<Envelope/>"));
            tar.WriteEntry(entry);
        }
        return new DiskFile(packed.ToArray());
    }

    /// <summary>An entry of a partition table.</summary>
    internal readonly record struct Partition(byte Type, int Index = 0, byte Flag = 0, uint Start = 1, byte StartSector = 2);
}
