using System.Globalization;

namespace GlancePortal.Components.Shared;

/// <summary>Says how many bytes something has, in binary units and the reader's way of writing numbers.</summary>
internal static class ByteSize
{
    private static readonly string[] Units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];

    /// <summary>Three digits at most: 512 B, 1.5 KiB, 20 GiB.</summary>
    public static string Short(long bytes)
    {
        double value = bytes;
        var unit = 0;
        while (value >= 1024 && unit < Units.Length - 1)
        {
            value /= 1024;
            unit++;
        }

        var format = unit == 0 || value >= 100 ? "N0" : value >= 10 ? "0.#" : "0.##";
        return $"{value.ToString(format, CultureInfo.CurrentCulture)} {Units[unit]}";
    }

    /// <summary>The exact number of bytes, grouped.</summary>
    public static string Exact(long bytes) => bytes.ToString("N0", CultureInfo.CurrentCulture) + " B";
}
