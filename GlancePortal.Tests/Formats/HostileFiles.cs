using GlancePortal.Domain.Formats;
using static GlancePortal.Tests.Formats.OtherFiles;

namespace GlancePortal.Tests.Formats;

/// <summary>A content that no door may let in.</summary>
/// <param name="Name">What is wrong with it.</param>
/// <param name="DiskFormat">What it is declared as.</param>
/// <param name="Names">What the refusal must name: the check that finds it, or the format it is instead.</param>
/// <param name="Build">Makes it.</param>
internal sealed record HostileFile(string Name, string DiskFormat, string Names, Func<DiskFile> Build)
{
    /// <summary>Whether it is refused for being something else than declared.</summary>
    public bool IsMismatch { get; init; }

    public string Code => IsMismatch ? "content.format_mismatch" : "content.unsafe";

    public byte[] Content => Build().Bytes;

    public override string ToString() => $"{DiskFormat}: {Name}";
}

/// <summary>The corpus of contents that every door refuses.</summary>
internal static partial class HostileFiles
{
    /// <summary>Disk formats that the corpus declares; two of them are not among Glance's own.</summary>
    public const string DiskFormats = "ami,ari,aki,vhd,vhdx,vmdk,raw,qcow2,vdi,iso,ploop,luks,gpt,qed";

    public static IReadOnlyList<HostileFile> All { get; } = [.. Qcow2s, .. Vmdks, .. Vhds, .. Vhdxs, .. Others, .. Polyglots, .. Mismatches];

    private static IEnumerable<HostileFile> Others =>
    [
        new("difference", "vdi", FormatChecks.Parent, () => Vdi().Little32(76, 4)),
        new("undo image", "vdi", FormatChecks.ImageType, () => Vdi().Little32(76, 3)),
        new("parent", "vdi", FormatChecks.Parent, () => Vdi().Put(440, 1)),
        new("link to a snapshot", "vdi", FormatChecks.Parent, () => Vdi().Put(424, 1)),
        new("version 2", "vdi", FormatChecks.Version, () => Vdi().Little32(68, 0x0002_0000)),
        new("map in the header", "vdi", FormatChecks.HeaderOverlap, () => Vdi().Little32(340, 0)),
        new("data in the map", "vdi", FormatChecks.HeaderOverlap, () => Vdi().Little32(344, 512)),
        new("map too small", "vdi", FormatChecks.Size, () => Vdi().Little64(368, ulong.MaxValue)),
        new("map beyond the end", "vdi", FormatChecks.Truncated, () => Vdi().Little32(384, 4096).Little32(344, 64 * 1024)),
        new("blocks of another size", "vdi", FormatChecks.Header, () => Vdi().Little32(376, 512)),
        new("cut off", "vdi", FormatChecks.Truncated, () => Vdi().Resize(100)),
        new("qed", "qed", FormatChecks.Banned, Qed),
        new("version 2", "luks", FormatChecks.Version, () => Luks(2)),
        new("version 2", "raw", FormatChecks.Version, () => Luks(2)),
        new("data elsewhere", "luks", FormatChecks.HeaderOverlap, () => Luks().Big32(104, 0)),
        new("cut off", "luks", FormatChecks.Truncated, () => Luks().Resize(1024)),
        new("unknown boot flag", "raw", FormatChecks.Mbr, () => Mbr(new Partition(0x83, Flag: 0x7f))),
        new("no partition", "raw", FormatChecks.Mbr, () => Mbr()),
        new("protective entry is not the first", "raw", FormatChecks.Mbr, () => Mbr(new Partition(0xee, Index: 1))),
        new("protective entry beside another", "gpt", FormatChecks.Mbr, () => Mbr(new Partition(0xee), new Partition(0x83, Index: 2, Start: 2048))),
        new("protective entry begins elsewhere", "gpt", FormatChecks.Mbr, () => Mbr(new Partition(0xee, Start: 63))),
        new("protective entry has another geometry", "gpt", FormatChecks.Mbr, () => Mbr(new Partition(0xee, StartSector: 9))),
    ];

    private static IEnumerable<HostileFile> Polyglots =>
    [
        new("iso as well", "qcow2", FormatChecks.Polyglot, () => Iso(Qcow2Files.Valid())),
        new("qcow2 as well", "iso", FormatChecks.Polyglot, () => Iso(Qcow2Files.Valid())),
        new("vdi as well", "iso", FormatChecks.Polyglot, () => Iso(Vdi())),
        new("vmdk as well", "iso", FormatChecks.Polyglot, () => Iso(VmdkFiles.Valid())),
        new("gzip as well", "iso", FormatChecks.Polyglot, () => Iso(Gzip([1, 2, 3]))),
        new("zip as well", "iso", FormatChecks.Polyglot, () => Iso(Zip([1, 2, 3]))),
        new("partitions as well", "qcow2", FormatChecks.Polyglot, () => WithMbr(Qcow2Files.Valid(), new Partition(0x83))),
        new("partitions as well", "vdi", FormatChecks.Polyglot, () => WithMbr(Vdi().Resize(4096), new Partition(0x83))),
        new("fixed disk as well", "qcow2", FormatChecks.Polyglot, () => VhdFiles.Fixed(Qcow2Files.Valid().Bytes)),
        new("iso within", "vhd", FormatChecks.Polyglot, () => VhdFiles.Fixed(Iso().Bytes)),
        new("vdi as well", "vmdk", FormatChecks.Polyglot, () => Vdi().Resize(4096).Text(0, VmdkFiles.Descriptor()[..60])),
    ];

    private static IEnumerable<HostileFile> Mismatches => new (string Declared, string Is, Func<DiskFile> Build)[]
    {
        ("raw", "qcow2", () => Qcow2Files.Valid()),
        ("raw", "vmdk", () => VmdkFiles.Valid()),
        ("raw", "vhd", () => VhdFiles.Dynamic()),
        ("raw", "vhd", () => VhdFiles.Fixed(new byte[8192])),
        ("raw", "vhdx", () => VhdxFiles.Build()),
        ("raw", "vdi", Vdi),
        ("raw", "qed", Qed),
        ("raw", "vmdk", () => new DiskFile(System.Text.Encoding.ASCII.GetBytes(VmdkFiles.Descriptor("monolithicFlat")))),
        ("aki", "qcow2", () => Qcow2Files.Valid()),
        ("ploop", "vmdk", () => VmdkFiles.Valid()),
        ("qcow2", "raw", () => new DiskFile(8192)),
        ("qcow2", "raw", () => new DiskFile(0)),
        ("qcow2", "gpt", () => Mbr(new Partition(0x83))),
        ("qcow2", "gzip", () => Gzip(Qcow2Files.Valid().Bytes)),
        ("vmdk", "zip", () => Zip(VmdkFiles.Valid().Bytes)),
        ("vhd", "zstd", Zstd),
        ("vdi", "xz", Xz),
        ("vmdk", "ova", () => Tar("machine.ovf")),
        ("vmdk", "ova", () => Tar($"{new string('d', 150)}/machine.ovf", System.Formats.Tar.TarEntryFormat.Pax)),
        ("vhdx", "tar", () => Tar("disk.vhdx")),
        ("vhd", "vhdx", () => VhdxFiles.Build()),
        ("vhdx", "vhd", () => VhdFiles.Dynamic()),
        ("iso", "raw", () => new DiskFile(64 * 1024)),
        ("iso", "gpt", () => Mbr(new Partition(0x83))),
        ("gpt", "raw", () => Volume("FAT16   ", at: 54)),
        ("luks", "raw", () => new DiskFile(8192)),
    }.Select(row => new HostileFile($"is {row.Is}", row.Declared, row.Is, row.Build) { IsMismatch = true });
}
