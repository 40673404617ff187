using GlancePortal.Api.V2.Wire;
using GlancePortal.Domain.Images;
using GlancePortal.Domain.Uploads;

namespace GlancePortal.Api.Native.Wire;

/// <summary>An image with all that our own API knows of it.</summary>
internal sealed record ImageBody
{
    public required Guid Id { get; init; }

    public required string? Name { get; init; }

    public required string Status { get; init; }

    /// <summary>Code of why its data was refused or lost; null when it was not.</summary>
    public required string? StatusReason { get; init; }

    public required string Visibility { get; init; }

    public required bool Protected { get; init; }

    public required bool Hidden { get; init; }

    public required string? OwnerId { get; init; }

    public required long? Size { get; init; }

    public required long? VirtualSize { get; init; }

    public required string? DiskFormat { get; init; }

    public required string? ContainerFormat { get; init; }

    public required string? Checksum { get; init; }

    public required string? HashAlgorithm { get; init; }

    public required string? HashValue { get; init; }

    public required int MinDisk { get; init; }

    public required int MinRam { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public required DateTimeOffset? DeletedAt { get; init; }

    public required IReadOnlyList<string> Tags { get; init; }

    public required IReadOnlyDictionary<string, string> Properties { get; init; }

    public required IReadOnlyList<string> Stores { get; init; }

    /// <summary>How far its bytes are; null when none are on their way, or when the image is another project's.</summary>
    public required MovingBytes? Progress { get; init; }

    public static ImageBody Of(Image image, BytesOnTheWay? progress) => new()
    {
        Id = image.Id,
        Name = image.Name,
        Status = ImageBodyWriter.StatusText(image.Status),
        StatusReason = image.StatusReason,
        Visibility = ImageBodyWriter.VisibilityText(image.Visibility),
        Protected = image.Protected,
        Hidden = image.Hidden,
        OwnerId = image.OwnerId,
        Size = image.Size,
        VirtualSize = image.VirtualSize,
        DiskFormat = image.DiskFormat,
        ContainerFormat = image.ContainerFormat,
        Checksum = image.Checksum,
        HashAlgorithm = image.HashAlgorithm,
        HashValue = image.HashValue,
        MinDisk = image.MinDisk,
        MinRam = image.MinRam,
        CreatedAt = image.CreatedAt,
        UpdatedAt = image.UpdatedAt,
        DeletedAt = image.DeletedAt,
        Tags = [.. image.Tags.Select(tag => tag.Value).Order(StringComparer.Ordinal)],
        Properties = image.Properties.OrderBy(property => property.Name, StringComparer.Ordinal)
            .ToDictionary(property => property.Name, property => property.Value, StringComparer.Ordinal),
        Stores = [.. image.Locations.Where(location => location.Status == LocationStatus.Active).Select(location => location.StoreId)],
        Progress = progress is null ? null : MovingBytes.Of(progress),
    };
}

/// <summary>Bytes on their way to an image.</summary>
/// <param name="Phase">Send, Verify, Inspect or Store.</param>
/// <param name="Done">Bytes done in it.</param>
/// <param name="Total">Bytes to do; null when unknown.</param>
/// <param name="By">Name of who sends them.</param>
/// <param name="WaitsForSender">Whether nobody sends at present.</param>
internal sealed record MovingBytes(string Phase, long Done, long? Total, string? By, bool WaitsForSender)
{
    public static MovingBytes Of(BytesOnTheWay bytes) => new(bytes.Phase, bytes.Done, bytes.Total, bytes.By, bytes.WaitsForSender);
}
