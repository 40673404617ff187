using GlancePortal.Domain.Data;
using GlancePortal.Domain.Images;
using GlancePortal.Domain.Import;
using GlancePortal.Domain.Uploads;
using Microsoft.EntityFrameworkCore;

namespace GlancePortal.Domain.Quotas;

/// <summary>Counts what a project takes. Each count is one statement: what moves from one part of it to another meanwhile is counted once.</summary>
internal static class QuotaCounts
{
    /// <summary>Σ size × copies of all images that are not gone for good, and what uploads have reserved.</summary>
    public static Task<long> SizeBytesAsync(this PortalDb db, string projectId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // The living and the restorable: an index of its own answers each.
        var living = db.Images.Where(image => image.OwnerId == projectId && image.DeletedAt == null);
        var restorable = db.Images.Where(image => image.OwnerId == projectId && image.Status == ImageStatus.PendingDelete);
        var reserved = Reserving(db, projectId, now).Select(upload => upload.ReservedBytes * upload.Copies);
        return Stored(db, living).Concat(Stored(db, restorable)).Concat(reserved).SumAsync(cancellationToken);
    }

    /// <summary>Bytes that lie in staging, and those that uploads and imports have reserved there.</summary>
    public static Task<long> StageBytesAsync(this PortalDb db, string projectId, DateTimeOffset now, CancellationToken cancellationToken) =>
        Reserving(db, projectId, now).Where(upload => upload.Kind != UploadKind.Direct).Select(upload => upload.ReservedBytes).SumAsync(cancellationToken);

    /// <summary>Images that are neither killed nor deleted.</summary>
    public static Task<int> ImagesAsync(this PortalDb db, string projectId, CancellationToken cancellationToken) =>
        db.Images.CountAsync(
            image => image.OwnerId == projectId && image.DeletedAt == null && image.Status != ImageStatus.Killed, cancellationToken);

    /// <summary>Images whose data is on its way, staged uploads into queued ones included.</summary>
    /// <param name="db">The records.</param>
    /// <param name="projectId">The project.</param>
    /// <param name="except">An image that is left out: the one that is asked for.</param>
    /// <param name="now">Uploads whose time was over then are left out.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    public static Task<int> UploadingAsync(this PortalDb db, string projectId, Guid? except, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var open = db.Uploads.Where(upload => upload.Kind != UploadKind.Direct
            && (upload.CompletedAt != null || upload.ExpiresAt == null || upload.ExpiresAt > now));
        return db.Images.CountAsync(
            image => image.OwnerId == projectId && image.DeletedAt == null && image.Id != except
                && (image.Status == ImageStatus.Saving || image.Status == ImageStatus.Uploading || image.Status == ImageStatus.Importing
                    || (image.Status == ImageStatus.Queued && open.Any(upload => upload.ImageId == image.Id))
                    || image.Properties.Any(property => property.Name == ImportMarks.ImportingTo && property.Value != "")),
            cancellationToken);
    }

    private static IQueryable<long> Stored(PortalDb db, IQueryable<Image> images) => db.ImageLocations
        .Where(location => location.Status == LocationStatus.Active)
        .Join(images, location => location.ImageId, image => image.Id, (location, image) => image.Size ?? 0L);

    private static IQueryable<Upload> Reserving(PortalDb db, string projectId, DateTimeOffset now) => db.Uploads
        .Where(upload => upload.ProjectId == projectId && upload.ReservedBytes > 0
            && (upload.CompletedAt != null || upload.ExpiresAt == null || upload.ExpiresAt > now));
}
