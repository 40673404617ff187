using System.Globalization;
using System.Text.Json;
using GlancePortal.Domain.Access;
using GlancePortal.Domain.Audit;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Images;
using GlancePortal.Domain.Import;
using GlancePortal.Domain.Jobs;
using GlancePortal.Domain.Quotas;
using GlancePortal.Domain.Signatures;
using GlancePortal.Domain.Stores;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Uploads;

/// <summary>Uploads that survive a cut and a restart: begun, continued piece by piece, joined from parts, ended.</summary>
/// <remarks>An upload belongs to a project. Any of its members who may upload can continue it; for others it does not exist.</remarks>
/// <param name="db">The records.</param>
/// <param name="changes">Saves and announces.</param>
/// <param name="leases">What the rows that this process writes carry.</param>
/// <param name="sessions">What this process remembers between requests.</param>
/// <param name="staging">Where the bytes wait.</param>
/// <param name="targets">Finds the image that is filled.</param>
/// <param name="images">Makes the image where there is none.</param>
/// <param name="access">Says who may upload.</param>
/// <param name="plans">Says which steps the bytes take.</param>
/// <param name="quotas">What the projects may have.</param>
/// <param name="growing">Reserves for bytes whose number nobody said.</param>
/// <param name="stores">Where the bytes will go.</param>
/// <param name="signatures">Knows which digest a signature is of.</param>
/// <param name="broadcast">Told of progress.</param>
/// <param name="imageOptions">What an image may be.</param>
/// <param name="options">How long an upload is kept.</param>
/// <param name="time">Clock of expiry.</param>
/// <param name="logger">Told of what could not be removed.</param>
public sealed partial class ResumableUploads(
    PortalDb db, StateChanges changes, UploadLeases leases, UploadSessions sessions, StagingFolder staging, UploadTargets targets, ImageRecords images,
    ImageAccess access, ImportPlans plans, QuotaReservations quotas, GrowingReservations growing, StoreRegistry stores, SignatureCheck signatures, ChangeBroadcast broadcast,
    IOptionsMonitor<ImageOptions> imageOptions, IOptionsMonitor<UploadOptions> options, TimeProvider time, ILogger<ResumableUploads> logger)
{
    private const string Method = "tus";

    /// <summary>Phases of the job that carries an upload to its image; planned steps come before the last one.</summary>
    public static IReadOnlyList<string> Phases { get; } = [JobPhases.Send, JobPhases.Verify, JobPhases.Inspect, JobPhases.Store];

    /// <summary>Bytes that an upload may have at most.</summary>
    public long MaxBytes => imageOptions.CurrentValue.SizeCap;

    /// <summary>Begins an upload, makes its image if it names none, and the job that will finish it.</summary>
    /// <exception cref="InvalidInputException">Metadata or parts that break a rule. 400.</exception>
    /// <exception cref="NotFoundException">No such image or part that the caller may know of. 404.</exception>
    /// <exception cref="ForbiddenException">The caller may not upload. 403.</exception>
    /// <exception cref="ConflictException">The image is not queued. 409.</exception>
    /// <exception cref="UploadTooLongException">Longer than an image may be. 413.</exception>
    /// <exception cref="LimitExceededException">More than the project may have. 413.</exception>
    /// <exception cref="StoreFullException">Not enough room. 507.</exception>
    public async Task<Upload> CreateAsync(Caller caller, NewUpload request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(request);
        access.RequireUploader(caller);
        var parts = await FindPartsAsync(caller, request, cancellationToken);
        var length = parts?.Sum(part => part.Length!.Value) ?? request.Length;
        RequireLength(length);
        var (upload, image) = request.IsPartial
            ? (BeginPartial(caller, request), null)
            : await BeginWholeAsync(caller, request, parts is null ? UploadKind.Resumable : UploadKind.Final, cancellationToken);
        upload.Length = length;
        upload.ReservedBytes = length ?? 0;
        upload.Offset = parts is null ? 0 : length!.Value;
        upload.Parts = parts is null ? null : string.Join(',', parts.Select(part => part.Id));
        var steps = upload.JobId is null ? [] : await plans.PhasesAsync(upload.ProjectId, ImportDoor.Resumable, cancellationToken);
        await changes.WriteAsync(
            caller,
            async set =>
            {
                await ReserveAsync(upload, parts, isOfNewImage: image is not null, cancellationToken);
                if (image is not null)
                {
                    await images.AddAsync(set, image, cancellationToken);
                }

                upload.CreatedAt = upload.UpdatedAt = set.At;
                upload.ExpiresAt = set.At + options.CurrentValue.Expiry;
                db.Uploads.Add(upload);
                if (upload.JobId is { } jobId)
                {
                    db.Jobs.Add(NewJob(caller, upload, jobId, steps, set.At));
                    set.Record(UploadEvents.Created, UploadEvents.ObjectType, upload.Id.ToString(), upload.ProjectId, detail: new Dictionary<string, string?>
                    {
                        ["image"] = upload.ImageId.ToString(),
                        ["length"] = upload.Length?.ToString(CultureInfo.InvariantCulture),
                    });
                    set.Record(JobEvents.Created, JobEvents.ObjectType, jobId.ToString(), upload.ProjectId);
                    await ClaimPartsAsync(upload, jobId, parts, cancellationToken);
                }

                await db.SaveChangesAsync(cancellationToken);
                db.ChangeTracker.Clear();
                if (upload.Offset == upload.Length)
                {
                    await CompleteAsync(upload, set, cancellationToken);
                }
            },
            cancellationToken);
        return upload;
    }

    /// <summary>Begins an upload with its first bytes: both, or neither when the bytes are refused.</summary>
    /// <inheritdoc cref="CreateAsync(Caller, NewUpload, CancellationToken)"/>
    /// <inheritdoc cref="AppendAsync"/>
    public async Task<Upload> CreateAsync(Caller caller, NewUpload request, UploadPiece first, CancellationToken cancellationToken)
    {
        var upload = await CreateAsync(caller, request, cancellationToken);
        try
        {
            return await AppendAsync(caller, upload.Id, first, cancellationToken);
        }
        catch (DomainException refusal) when (refusal is not UploadInterruptedException)
        {
            await TerminateAsync(caller, upload.Id, CancellationToken.None);
            if (upload.ImageId is { } imageId && !request.Metadata.ContainsKey(UploadPlan.ImageIdName))
            {
                await images.DiscardAsync(imageId, CancellationToken.None);
            }

            throw;
        }
    }

    /// <summary>How far an upload is. Ends a writer that has stalled, so that the answer is all that came.</summary>
    /// <exception cref="NotFoundException">There is none that the caller may know of. 404.</exception>
    public async Task<Upload> GetAsync(Caller caller, Guid id, CancellationToken cancellationToken)
    {
        // Nobody ends a writer of an upload that they may not know of.
        await FindAsync(caller, id, cancellationToken);
        await sessions.SettleAsync(id, cancellationToken);
        return await FindAsync(caller, id, cancellationToken);
    }

    private async Task<Upload> FindAsync(Caller caller, Guid id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var now = time.GetUtcNow();
        var upload = await db.Uploads.AsNoTracking().SingleOrDefaultAsync(
            // A part that a final upload has taken is no upload of its own any more.
            row => row.Id == id && row.Kind != UploadKind.Direct && row.QuarantinedAt == null && (row.Kind != UploadKind.Partial || row.JobId == null)
                && (row.ExpiresAt == null || row.ExpiresAt > now),
            cancellationToken);
        return upload is not null && access.KnowsOf(caller, upload.ProjectId)
            ? upload
            : throw new NotFoundException("upload", id.ToString());
    }

    private void RequireLength(long? length)
    {
        if (length > MaxBytes)
        {
            throw new UploadTooLongException(MaxBytes);
        }

        staging.RequireRoom(length ?? 0);
    }

    private static Upload BeginPartial(Caller caller, NewUpload request) => request.Metadata.Count > 0
        ? throw new InvalidInputException("A partial upload carries no metadata.", "upload.metadata_invalid")
        : NewRow(caller, UploadKind.Partial, caller.ProjectId);

    private Task ReserveAsync(Upload upload, IReadOnlyList<Upload>? parts, bool isOfNewImage, CancellationToken cancellationToken)
    {
        // The parts of a final upload have reserved what it takes over.
        var bytes = upload.ReservedBytes - (parts ?? []).Where(part => part.ProjectId == upload.ProjectId).Sum(part => part.ReservedBytes);
        return quotas.RequireAsync(
            upload.ProjectId,
            new QuotaRequest
            {
                BeginsUpload = upload.ImageId is not null,
                ImageId = isOfNewImage ? null : upload.ImageId,
                Bytes = bytes,
                StagedBytes = bytes,
            },
            cancellationToken);
    }

    /// <summary>The upload, and the image it brings along; null when it fills one that is there.</summary>
    private async Task<(Upload Upload, Image? Image)> BeginWholeAsync(Caller caller, NewUpload request, UploadKind kind, CancellationToken cancellationToken)
    {
        var plan = UploadPlan.Read(request.Metadata);
        if (plan.StoreId is not null)
        {
            stores.ForNewData(plan.StoreId);
        }

        var made = plan.Draft is { } draft ? images.Make(caller, draft) : null;
        var image = made ?? await targets.FindAsync(caller, plan.ImageId!.Value, cancellationToken);
        var upload = NewRow(caller, kind, image.OwnerId ?? caller.ProjectId);
        upload.ImageId = image.Id;
        upload.JobId = Guid.NewGuid();
        upload.Outcome = new ImportOutcome { Method = Method }.ToJson();
        upload.Metadata = request.MetadataAsSent;
        upload.FileName = plan.FileName;
        upload.StoreId = plan.StoreId;
        upload.ExpectedDigests = plan.ExpectedDigests.Count == 0
            ? null
            : string.Join(',', plan.ExpectedDigests.Select(digest => $"{digest.Key}:{digest.Value}"));
        return (upload, made);
    }

    private static Upload NewRow(Caller caller, UploadKind kind, string? projectId) => new()
    {
        Id = Guid.NewGuid(),
        Kind = kind,
        ProjectId = projectId,
        UserId = caller.UserId,
        UserName = caller.UserName,
    };

    private static Job NewJob(Caller caller, Upload upload, Guid id, IReadOnlyList<string> steps, DateTimeOffset at)
    {
        var job = new Job
        {
            Id = id,
            Type = JobTypes.UploadFinish,
            ObjectType = UploadEvents.ObjectType,
            ObjectId = upload.Id.ToString(),
            ImageId = upload.ImageId,
            ProjectId = upload.ProjectId,
            UserId = upload.UserId,
            UserName = upload.UserName,
            State = JobState.Waiting,
            Phase = Phases[0],
            CreatedAt = at,
            Input = JsonSerializer.Serialize(new ImportRequest { Method = Method, Roles = [.. caller.Roles] }, ImportJson.Default.ImportRequest),
        };
        job.Phases.AddRange(Phases.SkipLast(1).Concat(steps).Append(Phases[^1]).Select((name, index) => new JobPhase
        {
            JobId = id,
            Index = index,
            Name = name,
            State = index == 0 ? JobState.Running : JobState.Waiting,
            BytesTotal = index == 0 ? upload.Length : null,
            StartedAt = index == 0 ? at : null,
        }));
        return job;
    }

    /// <summary>The last byte is in: the job may run. A partial upload has none.</summary>
    private async Task CompleteAsync(Upload upload, ChangeSet set, CancellationToken cancellationToken)
    {
        upload.CompletedAt = set.At;
        await db.Uploads.Where(row => row.Id == upload.Id)
            .ExecuteUpdateAsync(row => row.SetProperty(x => x.CompletedAt, set.At), cancellationToken);
        if (upload.JobId is not { } jobId)
        {
            return;
        }

        set.Record(UploadEvents.Completed, UploadEvents.ObjectType, upload.Id.ToString(), upload.ProjectId);
        if (upload.Kind == UploadKind.Resumable)
        {
            await db.JobPhases.Where(phase => phase.JobId == jobId && phase.Index == 0).ExecuteUpdateAsync(
                phase => phase.SetProperty(x => x.State, JobState.Succeeded)
                    .SetProperty(x => x.BytesDone, upload.Offset)
                    .SetProperty(x => x.BytesTotal, upload.Length)
                    .SetProperty(x => x.EndedAt, set.At),
                cancellationToken);
        }

        await db.Jobs.Where(job => job.Id == jobId && job.State == JobState.Waiting)
            .ExecuteUpdateAsync(job => job.SetProperty(x => x.State, JobState.Queued), cancellationToken);
        set.Record(JobEvents.Queued, JobEvents.ObjectType, jobId.ToString(), upload.ProjectId);
    }

    private static IEnumerable<Guid> PartsOf(Upload upload) =>
        upload.Parts?.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Guid.Parse) ?? [];
}
