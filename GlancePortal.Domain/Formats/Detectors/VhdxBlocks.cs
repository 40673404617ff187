namespace GlancePortal.Domain.Formats.Detectors;

/// <summary>The table of blocks of a VHDX, which may come before it is known how long a block is.</summary>
/// <param name="regions">What no block may touch.</param>
internal sealed class VhdxBlocks(IReadOnlyList<Extent> regions)
{
    private const int PieceBytes = 4096;
    private const ulong StateBits = 0b111;
    private const ulong Present = 6;
    private const ulong PlaceBits = ~0xf_ffffUL;

    // For each region the last block that begins before its end: if that one does not touch it, none does.
    private readonly ulong?[] _lastBefore = new ulong?[regions.Count];
    private ulong? _last;

    public IEnumerable<ContentPart> Read(Extent table, ContentPart piece)
    {
        for (var at = table.Offset; at < (ulong)table.End; at += PieceBytes)
        {
            yield return piece.At((long)at, (int)Math.Min(PieceBytes, (ulong)table.End - at));
            for (var i = 0; i + sizeof(ulong) <= piece.Bytes.Length; i += sizeof(ulong))
            {
                Take(piece.Little64(i));
            }
        }
    }

    /// <summary>Where the last block ends.</summary>
    public UInt128 End(uint blockBytes) => _last is { } last ? (UInt128)last + blockBytes : 0;

    /// <summary>Whether a block shares bytes with one of the regions.</summary>
    public bool TouchesRegion(uint blockBytes)
    {
        for (var i = 0; i < regions.Count; i++)
        {
            if (_lastBefore[i] is { } start && (UInt128)start + blockBytes > regions[i].Offset)
            {
                return true;
            }
        }
        return false;
    }

    private void Take(ulong entry)
    {
        if ((entry & StateBits) != Present)
        {
            return;
        }
        var start = entry & PlaceBits;
        _last = Math.Max(_last ?? 0, start);
        for (var i = 0; i < regions.Count; i++)
        {
            if (start < regions[i].End)
            {
                _lastBefore[i] = Math.Max(_lastBefore[i] ?? 0, start);
            }
        }
    }
}
