namespace GlancePortal.Domain.Formats;

/// <summary>Sizes out of headers, which may say anything.</summary>
internal static class ByteCount
{
    public const int SectorBytes = 512;

    /// <summary>The size as a number of bytes; null when no disk can be that large.</summary>
    public static long? From(ulong units, uint unitBytes = 1)
    {
        var bytes = (UInt128)units * unitBytes;
        return bytes <= long.MaxValue ? (long)bytes : null;
    }
}
