using GlancePortal.Domain.Data;
using GlancePortal.Domain.Images;
using GlancePortal.Domain.Jobs;
using GlancePortal.Domain.Uploads;
using Microsoft.EntityFrameworkCore;

namespace GlancePortal.Domain.Audit;

/// <summary>What changed in a project, or in all, since somebody last looked, on whatever node. Whoever asks has checked that the caller may know.</summary>
/// <param name="db">The records.</param>
/// <param name="progress">How far bytes are.</param>
/// <param name="time">Tells which changes are recent, and which leases live.</param>
public sealed class ProjectChanges(PortalDb db, ImageProgress progress, TimeProvider time)
{
    private const int Events = 500;
    private const int MovingImages = 200;
    private const int FarBehind = 5000;

    // PostgreSQL numbers events when they are written and shows them when they are committed: a lower number can appear after a higher one.
    private const int Overlap = 200;
    private static readonly TimeSpan LongestCommit = TimeSpan.FromSeconds(10);

    /// <summary>Number of the last event of the project, or of all when none is named; 0 before the first.</summary>
    public async Task<long> LatestAsync(string? projectId, CancellationToken cancellationToken) =>
        await db.AuditEvents.Where(change => projectId == null || change.ProjectId == projectId)
            .OrderByDescending(change => change.Id).Select(change => change.Id).FirstOrDefaultAsync(cancellationToken);

    /// <summary>Whether so much happened since that looking at everything anew is less work.</summary>
    public async Task<bool> IsFarBehindAsync(string? projectId, long since, CancellationToken cancellationToken) =>
        await db.AuditEvents.Where(change => (projectId == null || change.ProjectId == projectId) && change.Id > since)
            .OrderBy(change => change.Id).Skip(FarBehind).AnyAsync(cancellationToken);

    /// <summary>The last event of each object since the mark, in the order of their numbers; moves the mark on.</summary>
    public async Task<IReadOnlyList<ObjectChange>> NextAsync(ChangeMark mark, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(mark);
        var (project, last, from) = (mark.ProjectId, mark.Last, Math.Max(mark.Start, mark.Last - Overlap));
        var recent = time.GetUtcNow() - LongestCommit;
        var found = await db.AuditEvents.AsNoTracking()
            .Where(change => (project == null || change.ProjectId == project) && change.Id > from && (change.Id > last || change.At > recent))
            .OrderBy(change => change.Id).Take(Events).ToListAsync(cancellationToken);
        var news = found.Where(change => mark.Take(change.Id))
            .GroupBy(change => (change.ObjectType, change.ObjectId)).Select(group => group.Last()).OrderBy(change => change.Id).ToList();
        return await DescribeAsync(project, news, cancellationToken);
    }

    /// <summary>Images of the project to which bytes are on their way, on whatever node.</summary>
    public async Task<IReadOnlyDictionary<Guid, BytesOnTheWay>> MovingAsync(string? projectId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var sent = await db.Uploads
            .Where(upload => (projectId == null || upload.ProjectId == projectId) && upload.ImageId != null && upload.CompletedAt == null && upload.LeaseUntil > now)
            .OrderByDescending(upload => upload.CreatedAt).Select(upload => upload.ImageId!.Value).Take(MovingImages).ToListAsync(cancellationToken);
        var worked = await db.Jobs.Where(job => (projectId == null || job.ProjectId == projectId) && job.ImageId != null && job.State == JobState.Running)
            .OrderByDescending(job => job.CreatedAt).Select(job => job.ImageId!.Value).Take(MovingImages).ToListAsync(cancellationToken);
        var ids = sent.Union(worked).ToList();
        return ids.Count == 0 ? new Dictionary<Guid, BytesOnTheWay>() : await progress.OfAsync(ids, cancellationToken);
    }

    private async Task<IReadOnlyList<ObjectChange>> DescribeAsync(string? project, IReadOnlyList<AuditEvent> events, CancellationToken cancellationToken)
    {
        var imageIds = IdsOf(events, "image");
        var images = imageIds.Count == 0 ? [] : await db.Images.AsNoTracking().Where(image => imageIds.Contains(image.Id))
            // It may be another's by now.
            .Where(image => project == null || image.OwnerId == project || (image.Visibility == ImageVisibility.Shared && image.Members.Any(member =>
                member.MemberId == project && member.DeletedAt == null)))
            .Select(image => new { image.Id, image.Name, image.Status }).ToDictionaryAsync(image => image.Id, cancellationToken);
        var jobIds = IdsOf(events, JobEvents.ObjectType);
        var jobs = jobIds.Count == 0 ? [] : await db.Jobs.AsNoTracking().Where(job => jobIds.Contains(job.Id))
            .Select(job => new { job.Id, job.ImageId, job.State }).ToDictionaryAsync(job => job.Id, cancellationToken);
        var uploadIds = IdsOf(events, UploadEvents.ObjectType);
        var uploads = uploadIds.Count == 0 ? [] : await db.Uploads.AsNoTracking().Where(upload => uploadIds.Contains(upload.Id))
            .Select(upload => new { upload.Id, upload.ImageId }).ToDictionaryAsync(upload => upload.Id, cancellationToken);
        return [.. events.Select(change => Guid.TryParse(change.ObjectId, out var id) ? new ObjectChange(change)
        {
            ImageId = change.ObjectType == "image" ? id : jobs.GetValueOrDefault(id)?.ImageId ?? uploads.GetValueOrDefault(id)?.ImageId,
            ImageName = images.GetValueOrDefault(id)?.Name,
            ImageStatus = images.GetValueOrDefault(id)?.Status,
            JobState = jobs.GetValueOrDefault(id)?.State,
        } : new ObjectChange(change))];
    }

    private static List<Guid> IdsOf(IEnumerable<AuditEvent> events, string type) =>
        [.. events.Where(change => change.ObjectType == type).Select(change => Guid.TryParse(change.ObjectId, out var id) ? id : Guid.Empty)];
}

/// <summary>The latest change of an object, and what the object is now.</summary>
/// <param name="Event">What happened.</param>
public sealed record ObjectChange(AuditEvent Event)
{
    /// <summary>The image itself, or the one that the upload or job is about; null when none.</summary>
    public Guid? ImageId { get; init; }

    /// <summary>Name of the image, where the object is one.</summary>
    public string? ImageName { get; init; }

    /// <summary>Status of the image, where the object is one.</summary>
    public ImageStatus? ImageStatus { get; init; }

    /// <summary>State of the job, where the object is one.</summary>
    public JobState? JobState { get; init; }
}

/// <summary>How far somebody who watches a project has come.</summary>
/// <param name="projectId">The project; null watches all.</param>
/// <param name="start">Number of the last event that is known to them.</param>
public sealed class ChangeMark(string? projectId, long start)
{
    private const int Remembered = 1000;
    private readonly HashSet<long> _taken = [];
    private readonly Queue<long> _order = new();

    /// <summary>The project; null for all.</summary>
    public string? ProjectId { get; } = projectId;

    /// <summary>Number of the event after which the watch began.</summary>
    public long Start { get; } = start;

    /// <summary>Number of the latest event that was taken.</summary>
    public long Last { get; private set; } = start;

    /// <summary>Takes an event, once.</summary>
    internal bool Take(long id)
    {
        if (!_taken.Add(id))
        {
            return false;
        }

        _order.Enqueue(id);
        if (_order.Count > Remembered)
        {
            _taken.Remove(_order.Dequeue());
        }

        Last = Math.Max(Last, id);
        return true;
    }
}
