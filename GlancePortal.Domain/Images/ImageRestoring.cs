namespace GlancePortal.Domain.Images;

/// <summary>Until when a deletion can be taken back.</summary>
internal static class ImageRestoring
{
    /// <summary>Whether the deleted image still has its data, and its time is not over.</summary>
    public static bool IsPossible(Image image, TimeSpan window, DateTimeOffset now) =>
        image.Status == ImageStatus.PendingDelete && image.DeletedAt + window > now;
}
