namespace GlancePortal.Domain.Jobs;

/// <summary>Names of the kinds of work, `object.verb`.</summary>
public static class JobTypes
{
    /// <summary>Carries an upload from its first byte to an active image.</summary>
    public const string UploadFinish = "upload.finish";

    /// <summary>Drops uploads whose time is over.</summary>
    public const string UploadsExpire = "uploads.expire";

    /// <summary>Removes files of staging and stores that no row names.</summary>
    public const string StagingSweep = "staging.sweep";

    /// <summary>Removes the data of deleted images that can no longer be restored.</summary>
    public const string ImagesPurge = "images.purge";
}
