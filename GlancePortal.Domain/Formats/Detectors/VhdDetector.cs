using System.Buffers.Binary;

namespace GlancePortal.Domain.Formats.Detectors;

/// <summary>Dynamic disks have a copy of their footer at the start; fixed ones are plain bytes with a footer at the end only.</summary>
internal sealed class VhdDetector : FormatDetector
{
    private const int FooterBytes = ByteCount.SectorBytes;
    private const int ChecksumAt = 64;
    private const uint Fixed = 2;
    private const uint Dynamic = 3;
    private const uint Differencing = 4;
    private const ulong MostSectors = 65_535UL * 255 * 255;

    private byte[]? _footer;
    private VhdTables? _tables;

    public override string Name => FormatNames.Vhd;

    private static ReadOnlySpan<byte> Cookie => "conectix"u8;

    protected override IEnumerable<ContentPart> Read()
    {
        var header = new ContentPart(FooterBytes);
        yield return header.To(Cookie.Length);
        if (!header.HasAt(0, Cookie))
        {
            yield break;
        }
        IsMatch = true;
        yield return header.To(FooterBytes);
        _footer = header.Bytes.ToArray();
        var type = TypeOf(_footer);
        Subformat = type switch { Dynamic => "dynamic", Differencing => "differencing", _ => null };
        VirtualSize = SizeOf(_footer);
        if (type == Differencing)
        {
            Find(FormatChecks.Parent, "it is the difference to a parent disk.");
            yield break;
        }
        if (type != Dynamic)
        {
            Find(FormatChecks.Footer, $"disks of type {type} do not begin with a footer.");
            yield break;
        }
        _tables = new VhdTables(Find, BinaryPrimitives.ReadUInt64BigEndian(_footer.AsSpan(16)), (ulong)(VirtualSize ?? long.MaxValue));
        foreach (var part in _tables.Read())
        {
            yield return part;
        }
    }

    protected override bool MatchesAtEnd(ContentEnd end) => IsFixed(end.LastSector);

    protected override long? VirtualSizeAtEnd(ContentEnd end) => IsMatch ? VirtualSize : SizeOf(end.LastSector);

    protected override string? SubformatAtEnd(ContentEnd end) => IsMatch ? Subformat : "fixed";

    protected override IEnumerable<FormatFinding> FindingsAtEnd(ContentEnd end)
    {
        var footer = IsMatch ? _footer : end.LastSector.ToArray();
        if (footer is null)
        {
            yield break;
        }
        if (!HasRightChecksum(footer))
        {
            yield return new FormatFinding(FormatChecks.Checksum, "the checksum of its footer is wrong.");
        }
        if (SizeOf(footer) is not { } size || (ulong)size / ByteCount.SectorBytes > MostSectors)
        {
            yield return new FormatFinding(FormatChecks.Size, "it is larger than such a disk can be.");
        }
        else if (!IsMatch && size > end.Bytes - FooterBytes)
        {
            yield return new FormatFinding(FormatChecks.Truncated, "it is shorter than its footer says.");
        }
        if (IsMatch && !end.LastSector.SequenceEqual(footer))
        {
            yield return new FormatFinding(FormatChecks.Footer, "it does not end with the footer that it begins with.");
        }
        if (_tables?.End > (UInt128)end.Bytes)
        {
            yield return new FormatFinding(FormatChecks.Truncated, "it ends before the end of its blocks.");
        }
    }

    // Any disk may end in eight unlucky bytes; a fixed VHD says what it is.
    private static bool IsFixed(ReadOnlySpan<byte> footer) => footer.StartsWith(Cookie) && TypeOf(footer) == Fixed;

    private static uint TypeOf(ReadOnlySpan<byte> footer) => BinaryPrimitives.ReadUInt32BigEndian(footer[60..]);

    private static long? SizeOf(ReadOnlySpan<byte> footer) => ByteCount.From(BinaryPrimitives.ReadUInt64BigEndian(footer[48..]));

    private static bool HasRightChecksum(ReadOnlySpan<byte> footer)
    {
        var sum = 0u;
        for (var i = 0; i < footer.Length; i++)
        {
            sum += i is >= ChecksumAt and < ChecksumAt + sizeof(uint) ? 0u : footer[i];
        }
        return ~sum == BinaryPrimitives.ReadUInt32BigEndian(footer[ChecksumAt..]);
    }
}
