using System.Text;
using GlancePortal.Tests.Formats;

namespace GlancePortal.Tests.Support;

/// <summary>Small disks of each format as bytes; <see cref="HostileFiles"/> has those that are refused.</summary>
internal static class DiskHeaders
{
    private const int MiB = 1024 * 1024;

    public static byte[] Put(byte[] content, int at, string text)
    {
        Encoding.Latin1.GetBytes(text).CopyTo(content, at);
        return content;
    }

    /// <summary>An empty disk of 10 MiB.</summary>
    public static byte[] Qcow2(uint version, ulong backing = 0, int length = 65_536) =>
        Qcow2Files.Valid(version, length).Big64(8, backing).Big64(24, 10 * MiB).Big32(36, 10 * Qcow2Files.L1Entries).Bytes;

    public static byte[] Vdi() => OtherFiles.Vdi().Bytes;

    public static byte[] Vhd(uint type = 3) => VhdFiles.Dynamic(type).Bytes;

    public static byte[] Vmdk() => VmdkFiles.Valid().Bytes;

    public static byte[] Vhdx() => VhdxFiles.Build().Bytes;
}
