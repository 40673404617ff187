namespace GlancePortal.Tests.Formats.Fuzzing;

/// <summary>Makes new contents out of known ones: small damage, extreme fields, parts of two joined; all of it from one source of chance.</summary>
/// <param name="random">The source.</param>
internal sealed class Mutations(Random random)
{
    private const int LongestContent = 2 * 1024 * 1024;

    // Where formats keep what matters.
    private static readonly int[] Hot =
    [
        0, 4, 8, 12, 16, 20, 24, 28, 32, 36, 40, 44, 48, 56, 60, 64, 68, 72, 76, 96, 100, 104, 112, 340, 344, 368, 376, 384, 424, 446, 510, 512, 528, 540, 544,
        1088, 1536, 2048, 32768, 32769, 34817, VhdxFiles.Header1, VhdxFiles.Header1 + 48, VhdxFiles.Header1 + 68, VhdxFiles.Header2 + 72,
        VhdxFiles.Regions + 8, VhdxFiles.Regions + 32, VhdxFiles.Regions + 40, VhdxFiles.Metadata + 10, VhdxFiles.Metadata + 48, VhdxFiles.Items,
    ];

    private static readonly ulong[] Extremes =
    [
        0, 1, 2, 3, 7, 8, 511, 512, 513, 4095, 4096, 65_535, 65_536, 1 << 20, (1UL << 31) - 1, 1UL << 31, uint.MaxValue, 1UL << 32, 1UL << 40, (1UL << 54) - 1,
        1UL << 54, 1UL << 55, (1UL << 63) - 512, (1UL << 63) - 1, 1UL << 63, ulong.MaxValue - 511, ulong.MaxValue - 1, ulong.MaxValue,
    ];

    public byte[] Change(byte[] content, byte[] other)
    {
        var file = new DiskFile([.. content]);
        for (var changes = random.Next(1, 6); changes > 0 && file.Bytes.Length > 0; changes--)
        {
            ChangeOnce(file, other);
        }
        if (random.Next(3) > 0)
        {
            Checksums.Repair(file);
        }
        return file.Bytes;
    }

    private void ChangeOnce(DiskFile file, byte[] other)
    {
        switch (random.Next(10))
        {
            case 0:
                file.Bytes[Place(file, 1)] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                file.Bytes[Place(file, 1)] = (byte)random.Next(256);
                break;
            case 2 or 3 or 4 when file.Bytes.Length >= sizeof(ulong):
                SetField(file);
                break;
            case 5:
                file.Resize(random.Next(file.Bytes.Length + 1));
                break;
            case 6 when file.Bytes.Length < LongestContent:
                file.Then(file.Bytes[..random.Next(Math.Min(file.Bytes.Length, 8192) + 1)]);
                break;
            case 7 when file.Bytes.Length < LongestContent:
                file.Then(new byte[random.Next(4096)]);
                break;
            case 8 when other.Length > 0:
                Splice(file, other);
                break;
            default:
                Splice(file, [.. file.Bytes]);
                break;
        }
    }

    private void SetField(DiskFile file)
    {
        var at = Place(file, sizeof(ulong));
        var value = random.Next(4) switch
        {
            0 => (ulong)file.Bytes.Length + (ulong)random.Next(-600, 600),
            1 => (ulong)random.Next(64) * 512,
            _ => Extremes[random.Next(Extremes.Length)] + (ulong)random.Next(-1, 2),
        };
        var isBig = random.Next(2) == 0;
        _ = random.Next(3) switch
        {
            0 when isBig => file.Big64(at, value),
            0 => file.Little64(at, value),
            1 when isBig => file.Big32(at, (uint)value),
            1 => file.Little32(at, (uint)value),
            _ => file.Put(at, (byte)value, (byte)(value >> 8)),
        };
    }

    private void Splice(DiskFile file, byte[] other)
    {
        var from = random.Next(2) == 0 ? 0 : random.Next(other.Length);
        var part = other.AsSpan(from, random.Next(Math.Min(other.Length - from, 4096) + 1));
        var at = Place(file, 1);
        file.Put(at, part[..Math.Min(part.Length, file.Bytes.Length - at)]);
    }

    // Mostly where headers are, and at the end, where footers are.
    private int Place(DiskFile file, int bytes)
    {
        var last = file.Bytes.Length - bytes;
        return random.Next(4) switch
        {
            0 => Math.Min(last, Hot[random.Next(Hot.Length)] + (random.Next(2) * random.Next(8))),
            1 => random.Next(Math.Min(last, 1024) + 1),
            2 => last - random.Next(Math.Min(last, 1600) + 1),
            _ => Math.Min(last, Hot[random.Next(Hot.Length)]),
        };
    }
}
