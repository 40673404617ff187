namespace GlancePortal.Domain.Import;

/// <summary>The ways by which data comes into an image, other than an upload, by Glance's names.</summary>
public static class ImportMethods
{
    /// <summary>What was staged before.</summary>
    public const string GlanceDirect = "glance-direct";

    /// <summary>From an address of http or https.</summary>
    public const string WebDownload = "web-download";

    /// <summary>From one store to others, of an image that is active.</summary>
    public const string CopyImage = "copy-image";

    /// <summary>From an image of another cloud's image service.</summary>
    public const string GlanceDownload = "glance-download";

    /// <summary>From an image here, into another format. Not for the image API.</summary>
    public const string Convert = "convert";

    /// <summary>What was sent in one request and needs steps to be taken. Not for the image API.</summary>
    public const string Upload = "upload";

    /// <summary>All that the image API has.</summary>
    public static IReadOnlyList<string> All { get; } = [GlanceDirect, WebDownload, CopyImage, GlanceDownload];
}
