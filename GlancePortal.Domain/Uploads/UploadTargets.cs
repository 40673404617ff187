using GlancePortal.Domain.Access;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Images;
using Microsoft.EntityFrameworkCore;

namespace GlancePortal.Domain.Uploads;

/// <summary>The image that data goes into, and whether it takes any.</summary>
/// <param name="db">The records.</param>
/// <param name="access">Says who may fill it.</param>
public sealed class UploadTargets(PortalDb db, ImageAccess access)
{
    /// <summary>The image, if the caller may upload into it now.</summary>
    /// <inheritdoc cref="FindAsync(Caller, Guid, string, CancellationToken)"/>
    public Task<Image> FindAsync(Caller caller, Guid imageId, CancellationToken cancellationToken) =>
        FindAsync(caller, imageId, PolicyNames.UploadImage, cancellationToken);

    /// <summary>The image, if it can be filled now and a rule lets the caller do it.</summary>
    /// <exception cref="NotFoundException">There is none that the caller may know of.</exception>
    /// <exception cref="ForbiddenException">The caller may not fill it.</exception>
    /// <exception cref="ConflictException">It is not queued.</exception>
    /// <exception cref="InvalidInputException">Its formats are not set.</exception>
    public async Task<Image> FindAsync(Caller caller, Guid imageId, string rule, CancellationToken cancellationToken)
    {
        var image = await db.FindVisibleAsync(access, caller, imageId, cancellationToken);
        access.Require(caller, image, rule);
        return image.Status != ImageStatus.Queued ? throw ImageSaving.NotQueued(imageId) : RequireFormats(image);
    }

    /// <summary>The image of an upload whose bytes are all in.</summary>
    /// <exception cref="ImageDeletedException">It was deleted meanwhile.</exception>
    public async Task<Image> FindStagedAsync(Upload upload, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(upload);
        return await FindStagedAsync(upload.ImageId ?? Guid.Empty, cancellationToken);
    }

    /// <inheritdoc cref="FindStagedAsync(Upload, CancellationToken)"/>
    public async Task<Image> FindStagedAsync(Guid imageId, CancellationToken cancellationToken)
    {
        var image = await db.Images.AsNoTracking().SingleOrDefaultAsync(row => row.Id == imageId && row.DeletedAt == null, cancellationToken);
        return image is null ? throw new ImageDeletedException(imageId) : RequireFormats(image);
    }

    private static Image RequireFormats(Image image) => image.DiskFormat is null || image.ContainerFormat is null
        ? throw new InvalidInputException("disk_format and container_format must be set before data is uploaded.", "image.formats_missing")
        : image;
}
