namespace GlancePortal.Domain.Jobs;

/// <summary>Names of the phases that jobs on images' data share; each step in between has its own.</summary>
public static class JobPhases
{
    /// <summary>The sender's bytes arrive.</summary>
    public const string Send = "Send";

    /// <summary>Bytes are fetched from elsewhere.</summary>
    public const string Fetch = "Fetch";

    /// <summary>The whole content is hashed, or held against what was announced.</summary>
    public const string Verify = "Verify";

    /// <summary>What the content is, and whether it is safe.</summary>
    public const string Inspect = "Inspect";

    /// <summary>The content goes into its stores, and the image becomes active.</summary>
    public const string Store = "Store";
}
