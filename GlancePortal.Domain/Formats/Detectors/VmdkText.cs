namespace GlancePortal.Domain.Formats.Detectors;

/// <summary>Whether a content is a VMDK's descriptor by itself: text that names the files with the data.</summary>
/// <remarks>As tools guess it: behind comments the first line is a version. Ours is as sure about a line with the kind of disk.</remarks>
internal sealed class VmdkText
{
    private const int MostBytes = 4096;
    private const int LongestStart = 32;

    private readonly byte[] _line = new byte[LongestStart];
    private int _lineBytes;
    private int _bytes;
    private bool _isBehindComments;

    public bool IsDescriptor { get; private set; }

    /// <summary>Takes the next bytes; false as soon as it is clear what they are.</summary>
    public bool Continues(ReadOnlySpan<byte> bytes)
    {
        foreach (var letter in bytes)
        {
            if (IsDescriptor || letter is not ((byte)'\t' or (byte)'\r' or (byte)'\n' or (>= (byte)' ' and <= (byte)'~')))
            {
                return false;
            }
            Take(letter);
        }
        _bytes += bytes.Length;
        return !IsDescriptor && _bytes < MostBytes;
    }

    private void Take(byte letter)
    {
        if (letter == '\n')
        {
            _isBehindComments |= _lineBytes > 0 && _line[0] != '#';
            _lineBytes = 0;
        }
        else if ((_lineBytes > 0 || letter is not ((byte)' ' or (byte)'\t' or (byte)'\r')) && _lineBytes < LongestStart)
        {
            _line[_lineBytes++] = letter;
            IsDescriptor = Is("# Disk DescriptorFile"u8) || Is("createType="u8) || Is("createType ="u8) || (!_isBehindComments && Is("version="u8));
        }
    }

    private bool Is(ReadOnlySpan<byte> start) =>
        _lineBytes == start.Length && System.Text.Ascii.EqualsIgnoreCase(_line.AsSpan(0, _lineBytes), start);
}
