using GlancePortal.Components.Images;
using GlancePortal.Components.Jobs;
using GlancePortal.Domain.Images;
using GlancePortal.Domain.Jobs;

namespace GlancePortal.Tests.Components.Images;

/// <summary>Images as pages see them.</summary>
internal static class Samples
{
    public static readonly Viewer Member = new("p1", "alpha", MayCreate: true);

    public static readonly Viewer Reader = new("p1", "alpha", MayCreate: false);

    /// <summary>What a member may do with an image of the project.</summary>
    public static readonly ImageRights Own = new(Change: true, Delete: true, Download: true, Publicize: false);

    public static ImageRow Row(Func<ImageRow, ImageRow>? change = null)
    {
        var row = new ImageRow
        {
            Id = Guid.NewGuid(),
            Name = "debian",
            Status = ImageStatus.Active,
            DiskFormat = "qcow2",
            Size = 3_221_225_472,
            OwnerId = "p1",
            StoreId = "local",
            UpdatedAt = DateTimeOffset.UnixEpoch,
            Rights = Own,
        };
        return change?.Invoke(row) ?? row;
    }

    public static ImageDetails Image(Func<ImageDetails, ImageDetails>? change = null)
    {
        var image = new ImageDetails
        {
            Id = Guid.Parse("11111111-2222-3333-4444-555555555555"),
            Name = "debian",
            Status = ImageStatus.Active,
            Visibility = ImageVisibility.Private,
            OwnerId = "p1",
            DiskFormat = "qcow2",
            ContainerFormat = "bare",
            Version = 7,
            Properties = [KeyValuePair.Create("description", "Base"), KeyValuePair.Create("os_distro", "debian")],
            Tags = ["prod"],
            Viewer = Member,
            Rights = Own,
        };
        return change?.Invoke(image) ?? image;
    }

    public static JobView Job(JobState state, string? cause = null, params JobPhaseView[] phases) =>
        new(Guid.NewGuid(), JobTypes.UploadFinish, state, cause, cause is null ? null : "In English.", 1, false, DateTimeOffset.UnixEpoch, null, phases);
}
