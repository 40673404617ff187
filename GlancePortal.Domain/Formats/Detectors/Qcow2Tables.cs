namespace GlancePortal.Domain.Formats.Detectors;

/// <summary>The places and sizes in a qcow2's header.</summary>
internal static class Qcow2Tables
{
    private const uint SmallestClusterBits = 9;
    private const uint LargestClusterBits = 21;
    private const int ShortestHeader = 104;
    private const uint LargestRefcountOrder = 6;
    private const uint LargestEncryption = 2;
    private const ulong LargestRefcountTable = 8 * 1024 * 1024;
    private const ulong LargestL1Table = 32 * 1024 * 1024;
    private const uint MostSnapshots = 65_536;
    private const int SnapshotBytes = 40; // at least

    /// <summary>Notes the tables; false when the header makes so little sense that nothing behind it does.</summary>
    public static bool TryCheck(ContentPart header, long headerLength, Action<string, string> find, List<Extent> tables)
    {
        var clusterBits = header.Big32(20);
        if (clusterBits is < SmallestClusterBits or > LargestClusterBits)
        {
            find(FormatChecks.ClusterBits, $"clusters of 2^{clusterBits} bytes do not exist.");
            return false;
        }
        var clusterBytes = 1UL << (int)clusterBits;
        var isVersion3 = header.Big32(4) == 3;
        if ((isVersion3 && headerLength < ShortestHeader) || (ulong)headerLength > clusterBytes)
        {
            find(FormatChecks.HeaderLength, $"a header of {headerLength} bytes is too short, or longer than a cluster.");
            return false;
        }
        if (header.Big64(8) > clusterBytes)
        {
            find(FormatChecks.HeaderLength, "the name of its backing file is not in the header.");
        }
        CheckRefcounts(header, clusterBytes, isVersion3, find, tables);
        CheckL1(header, clusterBits, find, tables);
        CheckSnapshots(header, clusterBytes, find, tables);
        if (header.Big32(32) > LargestEncryption)
        {
            find(FormatChecks.Encryption, $"encryption method {header.Big32(32)} is unknown.");
        }
        foreach (var table in tables.Where(table => table.Bytes > 0 && table.Offset < clusterBytes))
        {
            find(FormatChecks.HeaderOverlap, $"its {table.Name} lies within the header.");
        }
        if (Extent.Overlap(tables) is var (first, second))
        {
            find(FormatChecks.TableOverlap, $"its {first.Name} and its {second.Name} share bytes.");
        }
        return true;
    }

    private static void CheckRefcounts(ContentPart header, ulong clusterBytes, bool isVersion3, Action<string, string> find, List<Extent> tables)
    {
        var (offset, bytes) = (header.Big64(48), header.Big32(56) * clusterBytes);
        tables.Add(new Extent("reference count table", offset, bytes));
        if (bytes == 0 || bytes > LargestRefcountTable || offset % clusterBytes != 0 || (isVersion3 && header.Big32(96) > LargestRefcountOrder))
        {
            find(FormatChecks.Refcount, "its reference counts are missing, too wide, too many or in an impossible place.");
        }
    }

    private static void CheckL1(ContentPart header, uint clusterBits, Action<string, string> find, List<Extent> tables)
    {
        var (offset, entries) = (header.Big64(40), header.Big32(36));
        var bytes = (ulong)entries * sizeof(ulong);
        tables.Add(new Extent("L1 table", offset, bytes));
        // An L2 table fills a cluster with entries of 8 bytes, each for a cluster.
        var bytesOfAnEntry = (UInt128)1 << (int)((2 * clusterBits) - 3);
        var needed = (header.Big64(24) + bytesOfAnEntry - 1) / bytesOfAnEntry;
        if (bytes > LargestL1Table || (entries > 0 && offset % (1UL << (int)clusterBits) != 0) || needed > entries)
        {
            find(FormatChecks.L1Table, "its L1 table is too large, in an impossible place or too small for the size of its disk.");
        }
    }

    private static void CheckSnapshots(ContentPart header, ulong clusterBytes, Action<string, string> find, List<Extent> tables)
    {
        var (offset, count) = (header.Big64(64), header.Big32(60));
        tables.Add(new Extent("table of snapshots", offset, (ulong)count * SnapshotBytes));
        if (count > MostSnapshots || (count > 0 && offset % clusterBytes != 0))
        {
            find(FormatChecks.Snapshots, "its table of snapshots is too large or in an impossible place.");
        }
    }
}
