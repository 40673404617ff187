using System.Text;

namespace GlancePortal.Domain.Formats.Detectors;

/// <summary>What packs disks but is none: gzip, xz, zstd, zip and tar; a tar that begins with an OVF descriptor is an OVA.</summary>
internal sealed class ArchiveDetector : FormatDetector
{
    private const int BlockBytes = 512;
    private const int MostExtraHeaders = 8;
    private const int ChecksumAt = 148;
    private const int ChecksumBytes = 8;

    private string _name = FormatNames.Tar;

    public override string Name => _name;

    protected override bool MustBeWhole => false;

    protected override IEnumerable<ContentPart> Read()
    {
        var block = new ContentPart(BlockBytes);
        yield return block.To(6);
        if (NameOf(block) is { } name)
        {
            (IsMatch, _name) = (true, name);
            yield break;
        }
        yield return block.To(BlockBytes);
        for (var i = 0; i < MostExtraHeaders && IsTarHeader(block); i++)
        {
            IsMatch = true;
            // Headers of headers: long names, further attributes.
            if (block.Bytes[156] is not ((byte)'x' or (byte)'g' or (byte)'L' or (byte)'K'))
            {
                _name = Text(block, 0, 100).EndsWith(".ovf", StringComparison.OrdinalIgnoreCase) ? FormatNames.Ova : FormatNames.Tar;
                yield break;
            }
            if (Octal(block, 124, 12) is not { } bytes)
            {
                yield break;
            }
            yield return block.At(block.End + ((bytes + BlockBytes - 1) / BlockBytes * BlockBytes), BlockBytes);
        }
    }

    private static string? NameOf(ContentPart block) =>
        block.HasAt(0, [0x1f, 0x8b, 0x08]) ? FormatNames.Gzip
        : block.HasAt(0, [0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0]) ? FormatNames.Xz
        : block.HasAt(0, [0x28, 0xb5, 0x2f, 0xfd]) ? FormatNames.Zstd
        : block.HasAt(0, "PK\u0003\u0004"u8) || block.HasAt(0, "PK\u0005\u0006"u8) ? FormatNames.Zip
        : null;

    private static bool IsTarHeader(ContentPart block)
    {
        var sum = 0L;
        for (var i = 0; i < BlockBytes; i++)
        {
            sum += i is >= ChecksumAt and < ChecksumAt + ChecksumBytes ? ' ' : block.Bytes[i];
        }
        return block.Bytes[0] != 0 && Octal(block, ChecksumAt, ChecksumBytes) == sum;
    }

    private static long? Octal(ContentPart block, int at, int length)
    {
        long? number = null;
        foreach (var letter in Text(block, at, length).Trim())
        {
            if (letter is < '0' or > '7')
            {
                return null;
            }
            number = ((number ?? 0) * 8) + (letter - '0');
        }
        return number;
    }

    private static string Text(ContentPart block, int at, int length)
    {
        var field = block.Bytes.Slice(at, length);
        var end = field.IndexOf((byte)0);
        return Encoding.Latin1.GetString(end < 0 ? field : field[..end]);
    }
}
