using System.Numerics;

namespace GlancePortal.Domain.Formats.Detectors;

/// <summary>The header of a dynamic VHD and its table of blocks.</summary>
/// <param name="find">Told of findings.</param>
/// <param name="offset">Where the header is.</param>
/// <param name="diskBytes">Size of the disk.</param>
internal sealed class VhdTables(Action<string, string> find, ulong offset, ulong diskBytes)
{
    private const int HeaderBytes = 1024;
    private const int PieceBytes = 4096;
    private const uint Unallocated = uint.MaxValue;
    private const ulong MostBytes = 65_535UL * 255 * 255 * ByteCount.SectorBytes;
    private const int ParentIdBytes = 16;

    /// <summary>Where the last block ends.</summary>
    public UInt128 End { get; private set; }

    public IEnumerable<ContentPart> Read()
    {
        if (offset is < ByteCount.SectorBytes or > long.MaxValue - HeaderBytes)
        {
            find(FormatChecks.HeaderOverlap, "the header of the dynamic disk is within the footer, or nowhere.");
            yield break;
        }
        var piece = new ContentPart(PieceBytes);
        yield return piece.At((long)offset, HeaderBytes);
        if (!piece.HasAt(0, "cxsparse"u8))
        {
            find(FormatChecks.DynamicHeader, "the header of the dynamic disk is missing.");
            yield break;
        }
        CheckParent(piece);
        var (tableAt, entries, blockBytes) = (piece.Big64(16), piece.Big32(28), piece.Big32(32));
        if (!BitOperations.IsPow2(blockBytes) || blockBytes < ByteCount.SectorBytes || entries > MostBytes / blockBytes
            || (ulong)entries * blockBytes < diskBytes)
        {
            find(FormatChecks.DynamicHeader, "its blocks have an impossible size, or are too few or too many for the size of its disk.");
            yield break;
        }
        var table = new Extent("table of blocks", tableAt, (ulong)entries * sizeof(uint));
        // Tools write it behind the header; before it it would share bytes with one or the other, or we could not see it any more.
        if (tableAt < offset + HeaderBytes || table.End > long.MaxValue)
        {
            find(FormatChecks.HeaderOverlap, "its table of blocks shares bytes with a header, or is nowhere.");
            yield break;
        }
        for (var at = (long)tableAt; at < (long)table.End; at += PieceBytes)
        {
            yield return piece.At(at, (int)Math.Min(PieceBytes, (long)table.End - at));
            TakeBlocks(piece, blockBytes, table);
        }
        End = UInt128.Max(End, table.End);
    }

    private void CheckParent(ContentPart header)
    {
        const int parentNameAt = 64;
        const int locatorsAt = 576;
        const int locatorBytes = 24;
        const int locators = 8;
        var namesLocator = Enumerable.Range(0, locators).Any(i => header.Big32(locatorsAt + (i * locatorBytes)) != 0);
        if (namesLocator || header.Big16(parentNameAt) != 0 || header.Bytes.Slice(40, ParentIdBytes).ContainsAnyExcept((byte)0))
        {
            find(FormatChecks.Parent, "it names a parent disk.");
        }
    }

    private void TakeBlocks(ContentPart piece, uint blockBytes, Extent table)
    {
        // Each block begins with a bitmap of its sectors.
        var bitmapBytes = ((blockBytes / (8 * ByteCount.SectorBytes)) + 511) / 512 * 512;
        for (var at = 0; at < piece.Bytes.Length; at += sizeof(uint))
        {
            if (piece.Big32(at) is var sector and not Unallocated)
            {
                var block = new Extent("block", (ulong)sector * ByteCount.SectorBytes, (ulong)bitmapBytes + blockBytes);
                End = UInt128.Max(End, block.End);
                var isInHeader = block.Offset < ByteCount.SectorBytes
                    || (block.Offset < offset + HeaderBytes && offset < block.End) || (block.Offset < table.End && table.Offset < block.End);
                if (isInHeader)
                {
                    find(FormatChecks.HeaderOverlap, "one of its blocks shares bytes with a header.");
                }
            }
        }
    }
}
