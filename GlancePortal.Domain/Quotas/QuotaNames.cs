namespace GlancePortal.Domain.Quotas;

/// <summary>Glance's names of the quotas; glance-behaviour.md, quotas.</summary>
public static class QuotaNames
{
    /// <summary>Bytes of all images.</summary>
    public const string ImageSizeTotal = "image_size_total";

    /// <summary>Bytes in staging.</summary>
    public const string ImageStageTotal = "image_stage_total";

    /// <summary>Images.</summary>
    public const string ImageCountTotal = "image_count_total";

    /// <summary>Images whose data is on its way.</summary>
    public const string ImageCountUploading = "image_count_uploading";

    internal const string UserStorage = "user_storage_quota";
}
