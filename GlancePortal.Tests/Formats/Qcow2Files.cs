namespace GlancePortal.Tests.Formats;

/// <summary>Builds qcow2 disks of 1 MiB in clusters of 512 bytes: header, reference counts in two clusters, L1 table.</summary>
internal static class Qcow2Files
{
    public const int ClusterBytes = 512;
    public const int RefcountTable = ClusterBytes;
    public const int L1Table = 3 * ClusterBytes;
    public const int L1Entries = 32;
    public const uint BackingFormat = 0xe279_2aca;
    public const uint DataFileName = 0x4441_5441;
    public const uint Encryption = 0x0537_be77;
    public const uint BitmapDirectory = 0x2385_2875;

    private const int HeaderBytes = 112;

    /// <summary>One that every tool opens.</summary>
    public static DiskFile Valid(uint version = 3, int length = 4 * ClusterBytes) => new DiskFile(length)
        .Put(0, (byte)'Q', (byte)'F', (byte)'I', 0xfb)
        .Big32(4, version)
        .Big32(20, 9)
        .Big64(24, 1024 * 1024)
        .Big32(36, L1Entries)
        .Big64(40, L1Table)
        .Big64(48, RefcountTable)
        .Big32(56, 1)
        .Big32(96, version >= 3 ? 4u : 0)
        .Big32(100, version >= 3 ? (uint)HeaderBytes : 0)
        // One block of reference counts: four clusters are in use.
        .Big64(RefcountTable, 2 * ClusterBytes)
        .Big64(2 * ClusterBytes, 0x0001_0001_0001_0001);

    /// <summary>With extensions behind the header.</summary>
    public static DiskFile WithExtensions(params (uint Magic, byte[] Data)[] extensions)
    {
        var (file, at) = (Valid(), HeaderBytes);
        foreach (var (magic, data) in extensions)
        {
            file.Big32(at, magic).Big32(at + 4, (uint)data.Length).Put(at + 8, data);
            at += 8 + ((data.Length + 7) / 8 * 8);
        }
        return file;
    }
}
