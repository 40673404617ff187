namespace GlancePortal.Domain.Uploads;

/// <summary>What happens to uploads, as the audit and live updates name it.</summary>
public static class UploadEvents
{
    /// <summary>Kind of object in audit events and live updates.</summary>
    public const string ObjectType = "upload";

    /// <summary>Began.</summary>
    public const string Created = "upload.create";

    /// <summary>Its last byte is in.</summary>
    public const string Completed = "upload.complete";

    /// <summary>Ended by a person before that.</summary>
    public const string Terminated = "upload.terminate";

    /// <summary>Dropped because no bytes came for too long.</summary>
    public const string Expired = "upload.expire";

    /// <summary>Moved on; announced only, at most once a second, never audited.</summary>
    public const string Progress = "upload.progress";

    /// <summary>An image's data is on its way to a store.</summary>
    public const string ImageSaving = "image.upload";

    /// <summary>An image's data, size and hashes are stored.</summary>
    public const string ImageActivated = "image.activate";

    /// <summary>An image's data was refused or lost on its way.</summary>
    public const string ImageUploadFailed = "image.upload_fail";
}
