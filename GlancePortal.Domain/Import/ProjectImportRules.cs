namespace GlancePortal.Domain.Import;

/// <summary>What a project wants done to the data of its images on the way in.</summary>
public sealed class ProjectImportRules
{
    /// <summary>The project.</summary>
    public required string ProjectId { get; set; }

    /// <summary>Disk format that plain uploads are converted to; null leaves them as they are.</summary>
    public string? ConvertTo { get; set; }

    /// <summary>Compression of what is converted to qcow2, zlib or zstd; null for none.</summary>
    public string? Compression { get; set; }
}
