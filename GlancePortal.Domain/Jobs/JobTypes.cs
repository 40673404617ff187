namespace GlancePortal.Domain.Jobs;

/// <summary>Names of the kinds of work, `object.verb`.</summary>
public static class JobTypes
{
    /// <summary>Carries an upload from its first byte to an active image.</summary>
    public const string UploadFinish = "upload.finish";

    /// <summary>Imports an image's data.</summary>
    public const string ImageImport = "image.import";

    /// <summary>Makes an image and imports its data, as a task of the image API asked for.</summary>
    public const string TaskImport = "task.import";

    /// <summary>Converts an active image's data to another disk format.</summary>
    public const string ImageConvert = "image.convert";

    /// <summary>Drops uploads whose time is over.</summary>
    public const string UploadsExpire = "uploads.expire";

    /// <summary>Removes files of staging and stores that no row names.</summary>
    public const string StagingSweep = "staging.sweep";

    /// <summary>Removes the data of deleted images that can no longer be restored.</summary>
    public const string ImagesPurge = "images.purge";

    /// <summary>Forgets jobs that ended long ago.</summary>
    public const string JobsPurge = "jobs.purge";

    /// <summary>Kinds that people ask for, and whose number at once can be limited.</summary>
    public static IReadOnlyList<string> Limited { get; } = [UploadFinish, ImageImport, TaskImport, ImageConvert];
}
