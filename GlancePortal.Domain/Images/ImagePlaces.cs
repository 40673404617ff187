using System.Globalization;
using System.Linq.Expressions;
using GlancePortal.Domain.Errors;

namespace GlancePortal.Domain.Images;

/// <summary>Turns images into places of an order, and places into what the order is compared with.</summary>
internal static class ImagePlaces
{
    /// <summary>As much of an image as its place is made of.</summary>
    public static Expression<Func<Image, Image>> Fields { get; } = image => new Image
    {
        Id = image.Id, CreatedAt = image.CreatedAt, UpdatedAt = image.UpdatedAt, Name = image.Name, Status = image.Status, Size = image.Size,
        DiskFormat = image.DiskFormat, ContainerFormat = image.ContainerFormat,
    };

    public static ImagePlace Of(Image image, ImageSortKey key) => new(image.Id, image.CreatedAt, key switch
    {
        ImageSortKey.UpdatedAt => Micros(image.UpdatedAt).ToString(CultureInfo.InvariantCulture),
        ImageSortKey.Name => image.Name,
        ImageSortKey.Status => image.Status.ToString(),
        ImageSortKey.Size => image.Size?.ToString(CultureInfo.InvariantCulture),
        ImageSortKey.DiskFormat => image.DiskFormat,
        ImageSortKey.ContainerFormat => image.ContainerFormat,
        _ => null,
    });

    /// <exception cref="InvalidInputException">The key is none of this order.</exception>
    public static Image ToMarker(ImagePlace place, ImageSortKey key)
    {
        var marker = new Image { Id = place.Id, CreatedAt = place.CreatedAt };
        switch (key)
        {
            case ImageSortKey.UpdatedAt:
                marker.UpdatedAt = Number(place.Key) is var micros && micros >= Micros(DateTimeOffset.MinValue) && micros <= Micros(DateTimeOffset.MaxValue)
                    ? DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond)
                    : throw Wrong();
                break;
            case ImageSortKey.Name:
                marker.Name = place.Key;
                break;
            case ImageSortKey.Status:
                marker.Status = Enum.TryParse<ImageStatus>(place.Key, out var status) ? status : throw Wrong();
                break;
            case ImageSortKey.Size:
                marker.Size = place.Key is null ? null : Number(place.Key);
                break;
            case ImageSortKey.DiskFormat:
                marker.DiskFormat = place.Key;
                break;
            case ImageSortKey.ContainerFormat:
                marker.ContainerFormat = place.Key;
                break;
            default:
                break;
        }

        return marker;
    }

    private static long Micros(DateTimeOffset time) => (time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    private static long Number(string? text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw Wrong();

    private static InvalidInputException Wrong() => new("The cursor is none of this order.", "query.cursor_invalid");
}
