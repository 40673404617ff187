namespace GlancePortal.Tests.Formats;

/// <summary>Builds VHD disks.</summary>
internal static class VhdFiles
{
    public const int HeaderAt = 512;
    public const int TableAt = 1536;

    public const int FooterBytes = 512;

    private const int ChecksumAt = 64;
    private const uint BlockBytes = 2 * 1024 * 1024;

    /// <summary>An empty dynamic disk of 4 MiB: footer, header, table of blocks, footer.</summary>
    public static DiskFile Dynamic(uint type = 3, Action<DiskFile>? change = null)
    {
        var file = new DiskFile(TableAt + FooterBytes)
            .Put(0, Footer(type, 2 * BlockBytes, HeaderAt))
            .Text(HeaderAt, "cxsparse")
            .Big64(HeaderAt + 8, ulong.MaxValue)
            .Big64(HeaderAt + 16, TableAt)
            .Big32(HeaderAt + 24, 0x0001_0000)
            .Big32(HeaderAt + 28, 2)
            .Big32(HeaderAt + 32, BlockBytes)
            .Big64(TableAt, ulong.MaxValue);
        change?.Invoke(file);
        Seal(file, HeaderAt, 1024, 36);
        return file.Then(file.Bytes[..FooterBytes]);
    }

    /// <summary>A content with the footer of a fixed disk behind it.</summary>
    public static DiskFile Fixed(byte[] content, uint type = 2, ulong? size = null) =>
        new DiskFile(content).Then(Footer(type, size ?? (ulong)content.Length, ulong.MaxValue));

    public static byte[] Footer(uint type, ulong size, ulong headerAt) => SealFooter(
        new DiskFile(FooterBytes)
            .Text(0, "conectix")
            .Big32(8, 2)
            .Big32(12, 0x0001_0000)
            .Big64(16, headerAt)
            .Text(28, "win ")
            .Text(36, "Wi2k")
            .Big64(40, size)
            .Big64(48, size)
            .Big16(56, 123).Put(58, 4, 17)
            .Big32(60, type),
        at: 0).Bytes;

    /// <summary>Computes the checksum of a footer anew.</summary>
    public static DiskFile SealFooter(DiskFile file, int at) => Seal(file, at, FooterBytes, ChecksumAt);

    private static DiskFile Seal(DiskFile file, int at, int length, int checksumAt)
    {
        var sum = 0u;
        file.Big32(at + checksumAt, 0);
        foreach (var value in file.Bytes.AsSpan(at, length))
        {
            sum += value;
        }
        return file.Big32(at + checksumAt, ~sum);
    }
}
