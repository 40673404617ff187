namespace GlancePortal.Domain.Conversion;

/// <summary>Kinds of archives that can be unpacked.</summary>
public enum ArchiveKind
{
    /// <summary>One or more members one after the other.</summary>
    Gzip,

    /// <summary>With exactly one file in it.</summary>
    Zip,

    /// <summary>One or more streams one after the other.</summary>
    Xz,

    /// <summary>One or more frames one after the other.</summary>
    Zstd,
}

/// <summary>Recognises archives.</summary>
public static class ArchiveKinds
{
    private const int LongestMagic = 6;

    private static readonly (ArchiveKind Kind, byte[] Magic)[] Magics =
    [
        (ArchiveKind.Gzip, [0x1f, 0x8b]), (ArchiveKind.Zip, "PK\x03\x04"u8.ToArray()), (ArchiveKind.Zip, "PK\x05\x06"u8.ToArray()),
        (ArchiveKind.Xz, [0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0]), (ArchiveKind.Zstd, [0x28, 0xb5, 0x2f, 0xfd]),
    ];

    /// <summary>Kind of an archive by its first bytes; null when it is none that is known.</summary>
    /// <param name="head">At least the first six bytes.</param>
    public static ArchiveKind? Detect(ReadOnlySpan<byte> head)
    {
        foreach (var (kind, magic) in Magics)
        {
            if (head.StartsWith(magic))
            {
                return kind;
            }
        }

        return null;
    }

    /// <summary>Kind of an archive by the first bytes of its file; null when it is none that is known.</summary>
    /// <param name="path">The file.</param>
    public static ArchiveKind? Detect(string path)
    {
        using var file = File.OpenHandle(path);
        Span<byte> head = stackalloc byte[LongestMagic];
        return Detect(head[..RandomAccess.Read(file, head, 0)]);
    }
}
