using GlancePortal.Domain.Formats;

namespace GlancePortal.Domain.Conversion;

/// <summary>Names of disk formats here and of qemu-img's drivers for them.</summary>
internal static class DiskFormats
{
    private const string RawDriver = "raw";

    private static readonly Dictionary<string, string> Drivers = new(StringComparer.Ordinal)
    {
        [FormatNames.Raw] = RawDriver,
        [FormatNames.Qcow2] = "qcow2",
        [FormatNames.Vmdk] = "vmdk",
        [FormatNames.Vhd] = "vpc",
        [FormatNames.Vhdx] = "vhdx",
        [FormatNames.Vdi] = "vdi",
    };

    // Plain bytes with something known in them.
    private static readonly string[] AlsoRaw = [FormatNames.Gpt, FormatNames.Luks, FormatNames.Iso];

    /// <summary>Driver that reads the format.</summary>
    /// <exception cref="ConversionException">`convert.format_unknown`.</exception>
    public static string Reader(string format) => Array.IndexOf(AlsoRaw, format) >= 0 ? RawDriver : Writer(format);

    /// <summary>Driver that makes the format.</summary>
    /// <exception cref="ConversionException">`convert.format_unknown`.</exception>
    public static string Writer(string format) => Drivers.TryGetValue(format, out var driver)
        ? driver
        : throw new ConversionException("convert.format_unknown", $"The disk format '{format}' cannot be converted; what can be is: {string.Join(", ", Drivers.Keys)}.");
}
