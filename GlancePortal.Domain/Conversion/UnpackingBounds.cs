using System.Globalization;

namespace GlancePortal.Domain.Conversion;

/// <summary>Stops an archive that would grow beyond all measure.</summary>
internal sealed class UnpackingBounds(long archiveBytes, long maxBytes, int maxRatio)
{
    // Small ones hurt nobody, and an empty disk is one.
    private const long FreeBytes = 64L << 20;

    /// <exception cref="DecompressionException">`decompress.too_large` or `decompress.ratio`.</exception>
    public void Check(long bytes)
    {
        if (bytes > maxBytes)
        {
            throw new DecompressionException(
                "decompress.too_large", string.Create(CultureInfo.InvariantCulture, $"Unpacked, the data is larger than the {maxBytes} bytes allowed."));
        }

        if (bytes > FreeBytes && bytes / maxRatio > archiveBytes)
        {
            throw new DecompressionException(
                "decompress.ratio", string.Create(CultureInfo.InvariantCulture, $"Unpacked, the data is more than {maxRatio} times as large as the archive."));
        }
    }
}
