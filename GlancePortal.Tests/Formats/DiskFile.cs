using System.Buffers.Binary;
using System.Text;

namespace GlancePortal.Tests.Formats;

/// <summary>Bytes of a disk under construction; setters for what headers are made of.</summary>
internal sealed class DiskFile(byte[] bytes)
{
    public DiskFile(int length)
        : this(new byte[length])
    {
    }

    public byte[] Bytes { get; private set; } = bytes;

    public DiskFile Put(int at, params ReadOnlySpan<byte> value)
    {
        value.CopyTo(Bytes.AsSpan(at));
        return this;
    }

    public DiskFile Text(int at, string text) => Put(at, Encoding.Latin1.GetBytes(text));

    public DiskFile Big16(int at, int value) => Set(at, span => BinaryPrimitives.WriteUInt16BigEndian(span, (ushort)value));

    public DiskFile Big32(int at, uint value) => Set(at, span => BinaryPrimitives.WriteUInt32BigEndian(span, value));

    public DiskFile Big64(int at, ulong value) => Set(at, span => BinaryPrimitives.WriteUInt64BigEndian(span, value));

    public DiskFile Little16(int at, int value) => Set(at, span => BinaryPrimitives.WriteUInt16LittleEndian(span, (ushort)value));

    public DiskFile Little32(int at, uint value) => Set(at, span => BinaryPrimitives.WriteUInt32LittleEndian(span, value));

    public DiskFile Little64(int at, ulong value) => Set(at, span => BinaryPrimitives.WriteUInt64LittleEndian(span, value));

    public DiskFile Id(int at, string id) => Put(at, new Guid(id).ToByteArray());

    /// <summary>Cut or filled with zeroes to this length.</summary>
    public DiskFile Resize(int length)
    {
        var resized = new byte[length];
        Bytes.AsSpan(0, Math.Min(length, Bytes.Length)).CopyTo(resized);
        Bytes = resized;
        return this;
    }

    /// <summary>With another content behind it.</summary>
    public DiskFile Then(byte[] more)
    {
        Bytes = [.. Bytes, .. more];
        return this;
    }

    private DiskFile Set(int at, Action<Span<byte>> write)
    {
        write(Bytes.AsSpan(at));
        return this;
    }

    private delegate void Action<T>(T span)
        where T : allows ref struct;
}
