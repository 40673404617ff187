using GlancePortal.Domain.Conversion;
using GlancePortal.Domain.Images;
using GlancePortal.Domain.Jobs;

namespace GlancePortal.Components.Images;

/// <summary>Says whether a page offers to convert an image.</summary>
internal static class ConversionOffer
{
    /// <summary>The reason that names the container format.</summary>
    public const string OtherContainer = "WhyNot.Container";

    /// <summary>Whether the viewer could convert it at all.</summary>
    public static bool IsMade(ImageDetails image) =>
        image.Status == ImageStatus.Active && image.Rights.Download && (image.MayChange || image.Viewer.MayCreate);

    /// <summary>Key of the reason why it cannot be converted now; null when it can.</summary>
    public static string? WhyNot(ImageDetails image) =>
        image.Jobs.Any(job => job.Type == JobTypes.ImageConvert && !job.HasEnded) ? "WhyNot.Running"
        : image.ContainerFormat != "bare" ? OtherContainer
        : DiskFormats.IsConvertible(image.DiskFormat, takesIso: true) ? null
        : "WhyNot.Format";
}
