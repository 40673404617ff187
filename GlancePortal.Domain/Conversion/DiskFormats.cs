using GlancePortal.Domain.Formats;

namespace GlancePortal.Domain.Conversion;

/// <summary>Names of disk formats here and of qemu-img's drivers for them.</summary>
public static class DiskFormats
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

    /// <summary>Formats that are converted into each other, as in an image's <c>disk_format</c>.</summary>
    public static IReadOnlyList<string> Convertible { get; } = [.. Drivers.Keys];

    /// <summary>Whether a disk of this format is converted; an ISO is only where it is meant to be one.</summary>
    public static bool IsConvertible(string? format, bool takesIso = false) =>
        Convertible.Contains(format) || (takesIso && format == FormatNames.Iso);

    // Plain bytes with something known in them.
    private static readonly string[] AlsoRaw = [FormatNames.Gpt, FormatNames.Luks, FormatNames.Iso];

    /// <summary>Driver that reads the format.</summary>
    /// <exception cref="ConversionException">`convert.format_unknown`.</exception>
    internal static string Reader(string format) => Array.IndexOf(AlsoRaw, format) >= 0 ? RawDriver : Writer(format);

    /// <summary>Driver that makes the format.</summary>
    /// <exception cref="ConversionException">`convert.format_unknown`.</exception>
    internal static string Writer(string format) => Drivers.TryGetValue(format, out var driver)
        ? driver
        : throw new ConversionException("convert.format_unknown", $"The disk format '{format}' cannot be converted; what can be is: {string.Join(", ", Drivers.Keys)}.");
}
