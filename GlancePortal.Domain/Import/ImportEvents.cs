namespace GlancePortal.Domain.Import;

/// <summary>What happens in imports, as the audit and live updates name it.</summary>
public static class ImportEvents
{
    /// <summary>An image's data is being staged.</summary>
    public const string Staging = "image.stage";

    /// <summary>An import has begun, or goes on after it had failed.</summary>
    public const string Started = "image.import";

    /// <summary>A further store has a copy.</summary>
    public const string CopyAdded = "image.add_copy";

    /// <summary>An active image's data gave way to the same in another format.</summary>
    public const string Replaced = "image.replace_data";

    /// <summary>Everything that was wanted is done.</summary>
    public const string Finished = "image.import_finish";
}
