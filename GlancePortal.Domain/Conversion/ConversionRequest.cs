using GlancePortal.Domain.Formats;

namespace GlancePortal.Domain.Conversion;

/// <summary>A disk and what to make of it.</summary>
/// <param name="SourcePath">The disk; it is only read.</param>
/// <param name="SourceFormat">A name of <see cref="FormatNames"/>; it is never guessed.</param>
/// <param name="TargetPath">Where the new disk goes; nothing may be there yet.</param>
/// <param name="TargetFormat"><c>raw</c>, <c>qcow2</c>, <c>vmdk</c>, <c>vhd</c>, <c>vhdx</c> or <c>vdi</c>.</param>
public sealed record ConversionRequest(string SourcePath, string SourceFormat, string TargetPath, string TargetFormat)
{
    /// <summary>What our own look at the source found: qemu-img must agree. Null where nobody has looked.</summary>
    public FormatReport? Inspection { get; init; }

    /// <summary>How a qcow2 is compressed.</summary>
    public Qcow2Compression Compression { get; init; }

    /// <summary>Kind of a VMDK.</summary>
    public VmdkKind Vmdk { get; init; }

    /// <summary>Kind of a VHD.</summary>
    public VhdKind Vhd { get; init; }

    /// <summary>Makes a disk of an ISO, which is otherwise refused: what it would be as a disk boots nowhere.</summary>
    public bool TakesIso { get; init; }
}

/// <summary>How a qcow2 is compressed.</summary>
public enum Qcow2Compression
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>By zlib, which every version reads.</summary>
    Zlib,

    /// <summary>By zstd: faster and a little smaller; QEMU 5.1 or newer reads it.</summary>
    Zstd,
}

/// <summary>Kind of a VMDK; both are one file.</summary>
public enum VmdkKind
{
    /// <summary>Grows while it is used.</summary>
    MonolithicSparse,

    /// <summary>Compressed, for transport.</summary>
    StreamOptimized,
}

/// <summary>Kind of a VHD.</summary>
public enum VhdKind
{
    /// <summary>Grows while it is used.</summary>
    Dynamic,

    /// <summary>All bytes and a footer.</summary>
    Fixed,
}

/// <summary>A converted disk. It is not flushed: whoever keeps it does that.</summary>
/// <param name="Format">Its format.</param>
/// <param name="Bytes">Length of its file.</param>
/// <param name="VirtualSizeBytes">Size of the disk inside, that of the source.</param>
public sealed record ConvertedDisk(string Format, long Bytes, long VirtualSizeBytes);
