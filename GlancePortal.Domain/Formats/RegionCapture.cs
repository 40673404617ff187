namespace GlancePortal.Domain.Formats;

/// <summary>Keeps a part of a content while it passes by. A part that has passed already is never complete.</summary>
internal sealed class RegionCapture(long offset, int length)
{
    private readonly byte[] _bytes = new byte[length];
    private int _count;

    public ReadOnlySpan<byte> Bytes => _bytes;

    public bool IsComplete => _count == length;

    public void Observe(long position, ReadOnlySpan<byte> bytes)
    {
        var skip = offset + _count - position;
        if (!IsComplete && skip >= 0 && skip < bytes.Length)
        {
            var part = bytes[(int)skip..];
            part = part[..Math.Min(part.Length, length - _count)];
            part.CopyTo(_bytes.AsSpan(_count));
            _count += part.Length;
        }
    }
}
