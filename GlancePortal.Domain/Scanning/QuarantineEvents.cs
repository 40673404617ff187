namespace GlancePortal.Domain.Scanning;

/// <summary>What happens to content in quarantine, as the audit and live updates name it.</summary>
public static class QuarantineEvents
{
    /// <summary>Malicious content was put aside.</summary>
    public const string Put = "upload.quarantine";

    /// <summary>An administrator let it go on all the same.</summary>
    public const string Released = "upload.release";

    /// <summary>An administrator had it removed.</summary>
    public const string Discarded = "upload.discard";
}
