namespace GlancePortal.Domain.Import;

/// <summary>Disk formats that are converted into each other.</summary>
public static class DiskFormats
{
    /// <summary>Their names, as in an image's <c>disk_format</c>.</summary>
    public static IReadOnlyList<string> Convertible { get; } = ["raw", "qcow2", "vmdk", "vhd", "vhdx", "vdi"];
}
