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
}
