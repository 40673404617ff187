using System.Buffers.Binary;
using System.Text;

namespace GlancePortal.Domain.Formats;

/// <summary>The first and the last bytes of a content, which is where most formats show themselves.</summary>
/// <remarks>Reads beyond the sample answer zero: a cut-off header is no reason to fail.</remarks>
internal sealed class ContentSample
{
    /// <summary>Enough for an ISO's descriptors at 32 KiB and for a VMDK's descriptor in its usual place.</summary>
    public const int HeadBytes = 40 * 1024;

    public const int TailBytes = 512;

    private readonly byte[] _head = new byte[HeadBytes];
    private readonly byte[] _tail = new byte[TailBytes];
    private int _headCount;

    public long Bytes { get; private set; }

    public ReadOnlySpan<byte> Head => _head.AsSpan(0, _headCount);

    /// <summary>The last sector; empty for a content shorter than one.</summary>
    public ReadOnlySpan<byte> Tail => Bytes < TailBytes ? [] : _tail;

    public void Observe(ReadOnlySpan<byte> bytes)
    {
        var fresh = bytes[..Math.Min(bytes.Length, HeadBytes - _headCount)];
        fresh.CopyTo(_head.AsSpan(_headCount));
        _headCount += fresh.Length;
        var last = bytes[Math.Max(0, bytes.Length - TailBytes)..];
        _tail.AsSpan(last.Length).CopyTo(_tail);
        last.CopyTo(_tail.AsSpan(TailBytes - last.Length));
        Bytes += bytes.Length;
    }

    public bool HasAt(int offset, ReadOnlySpan<byte> magic) => Head.Length >= offset + magic.Length && Head[offset..].StartsWith(magic);

    public string TextAt(int offset, int length)
    {
        var from = Math.Min(offset, Head.Length);
        return Encoding.Latin1.GetString(Head.Slice(from, Math.Min(length, Head.Length - from)));
    }

    public uint LittleUInt32(int offset) => BinaryPrimitives.ReadUInt32LittleEndian(At(offset, sizeof(uint), stackalloc byte[sizeof(uint)]));

    public ulong LittleUInt64(int offset) => BinaryPrimitives.ReadUInt64LittleEndian(At(offset, sizeof(ulong), stackalloc byte[sizeof(ulong)]));

    public uint BigUInt32(int offset) => BinaryPrimitives.ReadUInt32BigEndian(At(offset, sizeof(uint), stackalloc byte[sizeof(uint)]));

    public ulong BigUInt64(int offset) => BinaryPrimitives.ReadUInt64BigEndian(At(offset, sizeof(ulong), stackalloc byte[sizeof(ulong)]));

    private ReadOnlySpan<byte> At(int offset, int length, Span<byte> zeroes)
    {
        if (Head.Length >= offset + length)
        {
            return Head.Slice(offset, length);
        }
        zeroes.Clear();
        return zeroes;
    }
}
