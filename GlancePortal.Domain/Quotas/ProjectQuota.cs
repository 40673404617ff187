namespace GlancePortal.Domain.Quotas;

/// <summary>A project's own limits. Null keeps the configured one; negative means none.</summary>
public sealed class ProjectQuota
{
    /// <summary>Id of the project.</summary>
    public required string ProjectId { get; set; }

    /// <summary>Bytes of all images, each as often as it is stored.</summary>
    public long? ImageSizeTotal { get; set; }

    /// <summary>Bytes that wait in staging.</summary>
    public long? ImageStageTotal { get; set; }

    /// <summary>Images.</summary>
    public int? ImageCountTotal { get; set; }

    /// <summary>Images whose data is on its way.</summary>
    public int? ImageCountUploading { get; set; }
}
