namespace GlancePortal.Domain.Formats;

/// <summary>The last bytes of a content, where some formats keep a footer.</summary>
internal sealed class ContentTail
{
    /// <summary>A VMDK's footer is three sectors.</summary>
    public const int Bytes = 3 * ByteCount.SectorBytes;

    private const int RingBytes = 2048;

    private readonly byte[] _ring = new byte[RingBytes];

    /// <summary>Length of the content so far.</summary>
    public long Position { get; private set; }

    public void Observe(ReadOnlySpan<byte> bytes)
    {
        Position += bytes.Length;
        var last = bytes[Math.Max(0, bytes.Length - RingBytes)..];
        var at = (int)((Position - last.Length) % RingBytes);
        var first = Math.Min(last.Length, RingBytes - at);
        last[..first].CopyTo(_ring.AsSpan(at));
        last[first..].CopyTo(_ring);
    }

    public ContentEnd End()
    {
        var tail = new byte[Math.Min(Bytes, Position)];
        for (var i = 0; i < tail.Length; i++)
        {
            tail[i] = _ring[(int)((Position - tail.Length + i) % RingBytes)];
        }
        return new ContentEnd(Position, tail);
    }
}

/// <summary>What is known of a content when all of it has passed.</summary>
/// <param name="Bytes">Its length.</param>
/// <param name="Tail">Its last bytes, at most <see cref="ContentTail.Bytes"/>.</param>
internal readonly record struct ContentEnd(long Bytes, byte[] Tail)
{
    /// <summary>The last sector; empty for a content shorter than one.</summary>
    public ReadOnlySpan<byte> LastSector => Tail.Length < ByteCount.SectorBytes ? [] : Tail.AsSpan(^ByteCount.SectorBytes..);
}
