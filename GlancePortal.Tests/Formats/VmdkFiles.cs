namespace GlancePortal.Tests.Formats;

/// <summary>Builds VMDK disks of 1 MiB: header, descriptor in two sectors, a grain directory and its table.</summary>
internal static class VmdkFiles
{
    public const string MonolithicSparse = "monolithicSparse";
    public const string StreamOptimized = "streamOptimized";

    private const int SectorBytes = 512;
    private const int Sectors = 16;
    private const ulong Directory = 3;
    private const ulong Table = 4;
    private const uint Footer = 3;

    /// <summary>The text that describes a disk.</summary>
    public static string Descriptor(string createType = MonolithicSparse, string extent = "RW 2048 SPARSE \"disk.vmdk\"", string more = "") => $"""
        # Disk DescriptorFile
        version=1
        CID=12345678
        parentCID=ffffffff
        createType="{createType}"
        {more}
        # Extent description
        {extent}

        # The Disk Data Base
        #DDB
        ddb.virtualHWVersion = "4"
        ddb.adapterType = "ide"
        """.ReplaceLineEndings("\n");

    /// <summary>One that every tool opens.</summary>
    public static DiskFile Valid(string? descriptor = null) => Header(Directory)
        .Text(SectorBytes, descriptor ?? Descriptor())
        .Little32((int)Directory * SectorBytes, (uint)Table);

    /// <summary>One whose grain directory only the footer names.</summary>
    public static DiskFile WithFooter(Action<DiskFile>? change = null)
    {
        var footer = Header(Directory).Resize(SectorBytes);
        change?.Invoke(footer);
        return Header(ulong.MaxValue)
            .Text(SectorBytes, Descriptor(StreamOptimized))
            .Little32((int)Directory * SectorBytes, (uint)Table)
            .Then(new DiskFile(SectorBytes).Little64(0, 1).Little32(12, Footer).Bytes)
            .Then(footer.Bytes)
            .Then(new byte[SectorBytes]);
    }

    private static DiskFile Header(ulong directory) => new DiskFile(Sectors * SectorBytes)
        .Text(0, "KDMV")
        .Little32(4, 1)
        .Little32(8, 1)
        .Little64(12, 2048)
        .Little64(20, 128)
        .Little64(28, 1)
        .Little64(36, 2)
        .Little32(44, 512)
        .Little64(56, directory)
        .Little64(64, Sectors)
        .Put(73, (byte)'\n', (byte)' ', (byte)'\r', (byte)'\n');
}
