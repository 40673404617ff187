using System.Buffers.Binary;
using System.Text;

namespace GlancePortal.Tests.Support;

/// <summary>What disks of each format begin with, and little more.</summary>
internal static class DiskHeaders
{
    private const int MiB = 1024 * 1024;

    public static byte[] Put(byte[] content, int at, string text)
    {
        Encoding.Latin1.GetBytes(text).CopyTo(content, at);
        return content;
    }

    public static byte[] Boot(byte[] content, string fat = "", int at = 0)
    {
        content[0] = 0xeb;
        (content[510], content[511]) = (0x55, 0xaa);
        return Put(content, at == 0 ? 3 : at, fat);
    }

    public static byte[] Iso(uint sectors, byte[] content)
    {
        Put(content, 32769, "CD001");
        BinaryPrimitives.WriteUInt32LittleEndian(content.AsSpan(32768 + 80), sectors);
        BinaryPrimitives.WriteUInt16LittleEndian(content.AsSpan(32768 + 128), 2048);
        return content;
    }

    public static byte[] Qcow2(uint version, ulong backing = 0, ulong incompatible = 0, int length = 65_536)
    {
        var content = Put(new byte[length], 0, "QFI\u00fb");
        BinaryPrimitives.WriteUInt32BigEndian(content.AsSpan(4), version);
        BinaryPrimitives.WriteUInt64BigEndian(content.AsSpan(8), backing);
        BinaryPrimitives.WriteUInt64BigEndian(content.AsSpan(24), 10 * MiB);
        BinaryPrimitives.WriteUInt64BigEndian(content.AsSpan(72), incompatible);
        return content;
    }

    public static byte[] Vdi()
    {
        var content = new byte[MiB];
        BinaryPrimitives.WriteUInt32LittleEndian(content.AsSpan(64), 0xbeda107f);
        BinaryPrimitives.WriteUInt64LittleEndian(content.AsSpan(368), 3 * MiB);
        return content;
    }

    public static byte[] Vhd(int at, uint type)
    {
        var content = Put(new byte[MiB], at, "conectix");
        BinaryPrimitives.WriteUInt64BigEndian(content.AsSpan(at + 40), 1);
        BinaryPrimitives.WriteUInt64BigEndian(content.AsSpan(at + 48), 7 * MiB);
        BinaryPrimitives.WriteUInt32BigEndian(content.AsSpan(at + 60), type);
        return content;
    }

    public static byte[] Vmdk()
    {
        var content = Put(new byte[MiB], 0, "KDMV");
        BinaryPrimitives.WriteUInt64LittleEndian(content.AsSpan(12), 2048);
        return content;
    }

    public static byte[] Luks(ushort version)
    {
        var content = Put(new byte[MiB], 0, "LUKS\u00ba\u00be");
        BinaryPrimitives.WriteUInt16BigEndian(content.AsSpan(6), version);
        BinaryPrimitives.WriteUInt32BigEndian(content.AsSpan(104), 800);
        return content;
    }

    public static byte[] Vhdx(bool hasParent = false)
    {
        var content = Put(new byte[2 * MiB], 0, "vhdxfile");
        var regions = content.AsSpan(192 * 1024);
        "regi"u8.CopyTo(regions);
        BinaryPrimitives.WriteUInt32LittleEndian(regions[8..], 1);
        new Guid("8b7ca206-4790-4b9a-b8fe-575f050f886e").TryWriteBytes(regions[16..]);
        BinaryPrimitives.WriteUInt64LittleEndian(regions[32..], MiB);
        var metadata = content.AsSpan(MiB);
        "metadata"u8.CopyTo(metadata);
        BinaryPrimitives.WriteUInt16LittleEndian(metadata[10..], 2);
        new Guid("2fa54224-cd1b-4876-b211-5dbed83bf4b8").TryWriteBytes(metadata[32..]);
        BinaryPrimitives.WriteUInt32LittleEndian(metadata[48..], 65_544);
        new Guid("caa16737-fa36-4d43-b3b6-33f0aa44e76b").TryWriteBytes(metadata[64..]);
        BinaryPrimitives.WriteUInt32LittleEndian(metadata[80..], 65_536);
        BinaryPrimitives.WriteUInt32LittleEndian(metadata[(65_536 + 4)..], hasParent ? 2u : 0);
        BinaryPrimitives.WriteUInt64LittleEndian(metadata[65_544..], 5 * MiB);
        return content;
    }
}
