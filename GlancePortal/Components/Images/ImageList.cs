using GlancePortal.Domain.Access;
using GlancePortal.Domain.Images;
using GlancePortal.Domain.Uploads;

namespace GlancePortal.Components.Images;

/// <summary>A loaded page of the list, handed from the prerendered page to the live one.</summary>
/// <param name="Query">The address's query that it answers.</param>
/// <param name="Rows">The rows.</param>
/// <param name="Total">How many match.</param>
/// <param name="AnyAtAll">Whether there would be some without filters.</param>
/// <param name="Viewer">Who looks.</param>
public sealed record ImageList(string Query, IReadOnlyList<ImageRow> Rows, int Total, bool AnyAtAll, Viewer Viewer)
{
    public bool MayCreate => Viewer.MayCreate;
}

/// <summary>What the person may do in the project, to show only what works; the domain decides again.</summary>
/// <param name="ProjectId">The project's id.</param>
/// <param name="ProjectName">Its name.</param>
/// <param name="MayCreate">Whether they may make images of the project.</param>
public sealed record Viewer(string? ProjectId, string? ProjectName, bool MayCreate)
{
    internal static Viewer Of(Caller caller, ImageAccess access)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return new(caller.ProjectId, caller.ProjectName, caller.ProjectId is not null && access.MayCreate(caller));
    }
}

/// <summary>What the person may do with an image by the rules in force, to show only what works; the domain decides again.</summary>
/// <param name="Change">Change it.</param>
/// <param name="Delete">Delete it.</param>
/// <param name="Download">Have its data, as far as it has some.</param>
/// <param name="Publicize">Make it public.</param>
public sealed record ImageRights(bool Change, bool Delete, bool Download, bool Publicize)
{
    public static ImageRights None { get; } = new(false, false, false, false);

    internal static ImageRights Of(Caller caller, Image image, ImageAccess access) => new(
        access.May(caller, image, PolicyNames.ModifyImage),
        access.May(caller, image, PolicyNames.DeleteImage),
        access.MayDownload(caller, image),
        access.MayGive(caller, image.OwnerId, ImageVisibility.Public));
}

/// <summary>An image in a list.</summary>
public sealed record ImageRow
{
    public required Guid Id { get; init; }

    public string? Name { get; init; }

    public ImageStatus Status { get; init; }

    /// <summary>Whether the last bytes that came were refused.</summary>
    public bool Refused { get; init; }

    public ImageVisibility Visibility { get; init; }

    public bool Protected { get; init; }

    public string? DiskFormat { get; init; }

    public long? Size { get; init; }

    public string? OwnerId { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Store of its first copy; null without data.</summary>
    public string? StoreId { get; init; }

    /// <summary>Distribution in it (`os_distro`).</summary>
    public string? Distribution { get; init; }

    /// <summary>Bytes on their way to it; null when none are.</summary>
    public BytesOnTheWay? Progress { get; init; }

    public ImageRights Rights { get; init; } = ImageRights.None;

    public static ImageRow Of(Image image, BytesOnTheWay? progress, ImageRights rights)
    {
        ArgumentNullException.ThrowIfNull(image);
        return new()
        {
            Id = image.Id,
            Name = image.Name,
            Status = image.Status,
            Refused = image is { Status: ImageStatus.Queued, StatusReason: not null },
            Visibility = image.Visibility,
            Protected = image.Protected,
            DiskFormat = image.DiskFormat,
            Size = image.Size,
            OwnerId = image.OwnerId,
            UpdatedAt = image.UpdatedAt,
            StoreId = image.Locations.FirstOrDefault()?.StoreId,
            Distribution = image.Properties.Find(property => property.Name == "os_distro")?.Value,
            Progress = progress,
            Rights = rights,
        };
    }
}
