namespace GlancePortal.Domain.Formats;

/// <summary>Whether content may be stored under what its image declares.</summary>
public static class ContentRules
{
    private static readonly HashSet<string> OpaqueContainers = new(StringComparer.Ordinal) { "ova", "compressed", "docker" };

    // Formats that name other files or hide their true size: a hypervisor that probes would open them as what they are.
    private static readonly HashSet<string> NeverRaw = new(StringComparer.Ordinal)
    {
        FormatNames.Qcow2, FormatNames.Vmdk, FormatNames.Vhd, FormatNames.Vhdx, FormatNames.Vdi, FormatNames.Qed,
    };

    private static readonly HashSet<string> Recognisable = new(NeverRaw, StringComparer.Ordinal)
    {
        FormatNames.Iso, FormatNames.Luks, FormatNames.Gpt,
    };

    /// <summary>Refuses content that is not what it was declared as, or that refers to data outside itself.</summary>
    /// <param name="diskFormat">The image's <c>disk_format</c>.</param>
    /// <param name="containerFormat">The image's <c>container_format</c>; <c>ova</c>, <c>compressed</c> and <c>docker</c> are not looked into.</param>
    /// <param name="report">What the content looks like.</param>
    /// <exception cref="ContentMismatchException">It was recognised as something else, or not as what was declared.</exception>
    /// <exception cref="UnsafeContentException">It needs a backing or external data file, or is unsafe in another way.</exception>
    public static void Check(string diskFormat, string containerFormat, FormatReport report)
    {
        if (OpaqueContainers.Contains(containerFormat))
        {
            return;
        }
        if (Recognisable.Contains(diskFormat))
        {
            if (!report.Recognised.Contains(diskFormat))
            {
                throw new ContentMismatchException(diskFormat, report.Detected);
            }
        }
        else if (report.Recognised.FirstOrDefault(NeverRaw.Contains) is { } disguised)
        {
            throw new ContentMismatchException(diskFormat, disguised);
        }
        if (report.Findings is [var finding, ..])
        {
            throw new UnsafeContentException(report.Detected, finding);
        }
    }

    /// <summary>The image's <c>virtual_size</c>; null when its kind has none or its header does not say.</summary>
    /// <param name="diskFormat">The image's <c>disk_format</c>.</param>
    /// <param name="containerFormat">The image's <c>container_format</c>.</param>
    /// <param name="report">What the content looks like.</param>
    public static long? VirtualSizeBytes(string diskFormat, string containerFormat, FormatReport report) =>
        OpaqueContainers.Contains(containerFormat) ? null
        : diskFormat == FormatNames.Raw ? report.Bytes
        : diskFormat == report.Detected ? report.VirtualSizeBytes
        : null;
}
