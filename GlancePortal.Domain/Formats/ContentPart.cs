using System.Buffers.Binary;

namespace GlancePortal.Domain.Formats;

/// <summary>A part of a content that a detector asks for, filled while the bytes pass by. May be used again for a later part.</summary>
/// <param name="capacity">Most bytes it can hold; never taken from what a content says.</param>
internal sealed class ContentPart(int capacity)
{
    private readonly byte[] _bytes = new byte[capacity];
    private int _count;
    private int _length;

    /// <summary>Where in the content it begins.</summary>
    public long Offset { get; private set; }

    /// <summary>Where in the content it ends.</summary>
    public long End => Offset + _length;

    /// <summary>The first byte that is still missing.</summary>
    public long Next => Offset + _count;

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    /// <summary>Begins anew with another part.</summary>
    public ContentPart At(long offset, int length)
    {
        (Offset, _count, _length) = (offset, 0, length);
        return this;
    }

    /// <summary>Asks for more of the same part.</summary>
    public ContentPart To(int length)
    {
        _length = length;
        return this;
    }

    /// <summary>Takes what is missing from bytes at this position; true when nothing is.</summary>
    public bool Take(long position, ReadOnlySpan<byte> bytes)
    {
        var skip = Next - position;
        if (skip >= 0 && skip < bytes.Length)
        {
            var fresh = bytes[(int)skip..];
            fresh = fresh[..Math.Min(fresh.Length, _length - _count)];
            fresh.CopyTo(_bytes.AsSpan(_count));
            _count += fresh.Length;
        }
        return _count == _length;
    }

    /// <summary>Whether these bytes stand at this place of the part.</summary>
    public bool HasAt(int at, ReadOnlySpan<byte> magic) => _length >= at + magic.Length && Bytes[at..].StartsWith(magic);

    public uint Little16(int at) => BinaryPrimitives.ReadUInt16LittleEndian(Bytes[at..]);

    public uint Little32(int at) => BinaryPrimitives.ReadUInt32LittleEndian(Bytes[at..]);

    public ulong Little64(int at) => BinaryPrimitives.ReadUInt64LittleEndian(Bytes[at..]);

    public uint Big16(int at) => BinaryPrimitives.ReadUInt16BigEndian(Bytes[at..]);

    public uint Big32(int at) => BinaryPrimitives.ReadUInt32BigEndian(Bytes[at..]);

    public ulong Big64(int at) => BinaryPrimitives.ReadUInt64BigEndian(Bytes[at..]);
}
