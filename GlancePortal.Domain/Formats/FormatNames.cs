namespace GlancePortal.Domain.Formats;

/// <summary>Names of the formats that can be recognised, as Glance spells them in <c>disk_format</c>.</summary>
public static class FormatNames
{
    /// <summary>Nothing recognised: plain bytes.</summary>
    public const string Raw = "raw";

    /// <summary>QEMU's copy-on-write image.</summary>
    public const string Qcow2 = "qcow2";

    /// <summary>QEMU's enhanced disk, never accepted.</summary>
    public const string Qed = "qed";

    /// <summary>Virtual PC's disk, dynamic or fixed.</summary>
    public const string Vhd = "vhd";

    /// <summary>Hyper-V's disk.</summary>
    public const string Vhdx = "vhdx";

    /// <summary>VMware's disk.</summary>
    public const string Vmdk = "vmdk";

    /// <summary>VirtualBox's disk.</summary>
    public const string Vdi = "vdi";

    /// <summary>ISO 9660 or UDF.</summary>
    public const string Iso = "iso";

    /// <summary>A LUKS volume.</summary>
    public const string Luks = "luks";

    /// <summary>A disk with a partition table, GPT or MBR.</summary>
    public const string Gpt = "gpt";

    /// <summary>Packed by gzip; like the others below a way to pack, and never a <c>disk_format</c>.</summary>
    public const string Gzip = "gzip";

    /// <summary>Packed by xz.</summary>
    public const string Xz = "xz";

    /// <summary>Packed by Zstandard.</summary>
    public const string Zstd = "zstd";

    /// <summary>A zip archive.</summary>
    public const string Zip = "zip";

    /// <summary>A tar archive.</summary>
    public const string Tar = "tar";

    /// <summary>A tar archive that begins with an OVF descriptor.</summary>
    public const string Ova = "ova";

    /// <summary>Whether a name is of an archive or a compression instead of a disk.</summary>
    public static bool IsArchive(string name) => name is Gzip or Xz or Zstd or Zip or Tar or Ova;
}
