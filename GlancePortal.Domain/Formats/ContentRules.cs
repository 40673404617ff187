using GlancePortal.Domain.Errors;

namespace GlancePortal.Domain.Formats;

/// <summary>Whether content may be stored under what its image declares. docs/adr/0023-format-inspection.md says why.</summary>
public static class ContentRules
{
    private static readonly HashSet<string> OpaqueContainers = new(StringComparer.Ordinal) { "ova", "compressed", "docker" };

    /// <summary>Whether a container format means that nobody looks into the content.</summary>
    public static bool IsOpaque(string containerFormat) => OpaqueContainers.Contains(containerFormat);

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
        if (Faults(diskFormat, containerFormat, report).FirstOrDefault() is { } fault)
        {
            throw fault;
        }
    }

    /// <summary>Every reason to refuse a content: a mismatch first, then what makes it unsafe.</summary>
    /// <param name="diskFormat">The image's <c>disk_format</c>.</param>
    /// <param name="containerFormat">The image's <c>container_format</c>.</param>
    /// <param name="report">What the content looks like.</param>
    /// <param name="compressions">Compressions of a qcow2 that are taken; null takes all.</param>
    public static IEnumerable<DomainException> Faults(
        string diskFormat, string containerFormat, FormatReport report, IReadOnlyCollection<string>? compressions = null)
    {
        if (OpaqueContainers.Contains(containerFormat))
        {
            yield break;
        }
        if (Disguise(diskFormat, report) is { } detected)
        {
            yield return new ContentMismatchException(diskFormat, detected);
        }
        foreach (var finding in report.Findings.Where(finding => finding.Check != FormatChecks.Mbr || IsWholeDisk(diskFormat)))
        {
            yield return new UnsafeContentException(report.Detected, finding);
        }
        if (report.Compression is { } compression && compressions?.Contains(compression) == false)
        {
            yield return new CompressionNotAcceptedException(report.Detected, compression);
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

    /// <summary>What the content is instead of what was declared; null when it may pass as that.</summary>
    private static string? Disguise(string diskFormat, FormatReport report) =>
        !Recognisable.Contains(diskFormat) ? report.Recognised.FirstOrDefault(NeverRaw.Contains)
        : report.Recognised.Contains(diskFormat) ? null
        : report.Detected;

    // Kernels, ramdisks and formats of an operator's own may begin with a boot sector that has no partition table.
    private static bool IsWholeDisk(string diskFormat) => diskFormat is FormatNames.Raw or FormatNames.Gpt;
}
