using GlancePortal.Domain.Access;
using GlancePortal.Domain.Audit;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Images;
using GlancePortal.Domain.Jobs;
using GlancePortal.Domain.Quotas;
using GlancePortal.Domain.Stores;
using GlancePortal.Domain.Uploads;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Import;

/// <summary>Begins imports: checks what is asked for, takes the image, and leaves a job that does the work.</summary>
/// <param name="db">The records.</param>
/// <param name="changes">Saves and announces.</param>
/// <param name="access">Says who may.</param>
/// <param name="images">Makes the image of a task.</param>
/// <param name="sources">Says whether a source may be asked.</param>
/// <param name="stores">Where data can go.</param>
/// <param name="singleStore">Whether the image API shows one store only.</param>
/// <param name="quotas">What the projects may have.</param>
/// <param name="plans">Which steps the data takes.</param>
/// <param name="staging">Where leftovers of earlier imports lie.</param>
/// <param name="locks">Tells which locks are dead.</param>
/// <param name="options">Which methods there are.</param>
public sealed class ImageImports(
    PortalDb db, StateChanges changes, ImageAccess access, ImageRecords images, ImportSources sources, StoreRegistry stores,
    IOptionsMonitor<StoresOptions> singleStore, QuotaReservations quotas, ImportPlans plans, StagingFolder staging, ImportLocks locks,
    IOptionsMonitor<ImportOptions> options)
{
    /// <summary>Methods that can be used here.</summary>
    public IReadOnlyList<string> Methods => options.CurrentValue.Methods;

    /// <summary>Begins the import of an image's data.</summary>
    /// <returns>The job; null when there is nothing to do, as for a copy to stores that all have one.</returns>
    /// <exception cref="NotFoundException">No such image that the caller sees. 404.</exception>
    /// <exception cref="ForbiddenException">The caller may not do this. 403.</exception>
    /// <exception cref="InvalidInputException">What is asked for cannot be. 400.</exception>
    /// <exception cref="ConflictException">The image is not in the status for it, a store is not there, or another import runs. 409.</exception>
    /// <exception cref="LimitExceededException">The project has no room. 413.</exception>
    public async Task<Job?> BeginAsync(Caller caller, Guid imageId, ImportRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(request);
        RequireMethod(request.Method);
        RequireStoresAgree(request);
        var image = await db.FindVisibleAsync(access, caller, imageId, cancellationToken);
        access.Require(caller, image, request.Method == ImportMethods.CopyImage ? PolicyNames.CopyImage : PolicyNames.ModifyImage);
        if (image.Status == ImageStatus.Importing && await locks.FreeAsync(caller, image, cancellationToken))
        {
            image = await db.FindVisibleAsync(access, caller, imageId, cancellationToken);
        }

        RequireStatus(image, request.Method);
        var ready = sources.Prepare(imageId, request);
        if (await TargetsAsync(image, ready, cancellationToken) is not { Count: > 0 } targets)
        {
            return null;
        }

        ready = ready with { Stores = targets, AllStores = false, Roles = [.. caller.Roles] };
        return await StartAsync(caller, image, ready, JobTypes.ImageImport, cancellationToken);
    }

    /// <summary>Makes an image and begins to import its data; when the import cannot begin there is no image either.</summary>
    /// <exception cref="ForbiddenException">The caller may not do this. 403.</exception>
    /// <exception cref="InvalidInputException">What is asked for cannot be. 400.</exception>
    /// <exception cref="LimitExceededException">The project has no room. 413.</exception>
    public Task<Image> BeginNewAsync(Caller caller, ImageDraft draft, ImportRequest request, CancellationToken cancellationToken) => WithNewAsync(
        caller, draft,
        async image =>
        {
            await BeginAsync(caller, image.Id, request, cancellationToken);
            return image;
        },
        cancellationToken);

    /// <summary>Makes the image that a task of the image API asks for, and begins to import its data.</summary>
    /// <exception cref="InvalidInputException">What is asked for cannot be. 400.</exception>
    public async Task<Job> BeginTaskAsync(Caller caller, TaskDraft task, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(task);
        var request = new ImportRequest
        {
            Method = ImportMethods.WebDownload,
            Uri = task.ImportFrom,
            Stores = [stores.Default.Id],
            Roles = [.. caller.Roles],
        };
        var imageId = task.Image.Id ?? Guid.NewGuid();
        request = sources.Prepare(imageId, request);
        request = request with { TaskInput = task.InputFrom(request.Uri!) };
        return await WithNewAsync(
            caller, task.Image with { Id = imageId },
            image =>
            {
                RequireFormats(image);
                return StartAsync(caller, image, request, JobTypes.TaskImport, cancellationToken);
            },
            cancellationToken);
    }

    /// <summary>Makes an image for something that is begun with it; where that is refused there is no image either.</summary>
    internal async Task<T> WithNewAsync<T>(Caller caller, ImageDraft draft, Func<Image, Task<T>> begin, CancellationToken cancellationToken)
    {
        var image = await images.CreateAsync(caller, draft, cancellationToken);
        try
        {
            return await begin(image);
        }
        catch (DomainException)
        {
            await images.DiscardAsync(image.Id, CancellationToken.None);
            throw;
        }
    }

    /// <summary>Those of these stores that take data; the default one when none does.</summary>
    internal IReadOnlyList<string> Writable(IEnumerable<string> ids) =>
        stores.All.Where(store => !store.ReadOnly && ids.Contains(store.Id)).Select(store => store.Id).ToList() is { Count: > 0 } writable
            ? writable
            : [stores.Default.Id];

    /// <summary>Takes the image and leaves the job.</summary>
    internal async Task<Job> StartAsync(Caller caller, Image image, ImportRequest request, string type, CancellationToken cancellationToken) =>
        await StartAsync(
            caller, image, request, type,
            request.Method == ImportMethods.CopyImage
                ? [JobPhases.Store]
                : [.. FirstPhases(request.Method), .. await StepsAsync(image, request, cancellationToken), JobPhases.Store],
            cancellationToken);

    /// <summary>The same with phases of one's own.</summary>
    internal async Task<Job> StartAsync(
        Caller caller, Image image, ImportRequest request, string type, IReadOnlyList<string> phases, CancellationToken cancellationToken)
    {
        var (job, dropped) = await changes.WriteAsync(
            caller,
            async set =>
            {
                await quotas.LockAsync(image.OwnerId, cancellationToken);
                await db.LockImageAsync(image.Id, cancellationToken);
                await locks.BreakDeadAsync(set, image.Id, cancellationToken);
                if (await db.MarkAsync(image.Id, ImportMarks.Lock, cancellationToken) is not null)
                {
                    throw ImportRefusals.Locked(image.Id);
                }

                var made = ImportJobs.New(caller, image, request, type, phases, set.At);
                var leftovers = await TakeDataAsync(set, caller, image, request, made, cancellationToken);
                db.Jobs.Add(made);
                await db.SaveChangesAsync(cancellationToken);
                db.ChangeTracker.Clear();
                await TakeImageAsync(set, image, request, made, cancellationToken);
                set.Record(JobEvents.Queued, JobEvents.ObjectType, made.Id.ToString(), made.ProjectId);
                return (made, leftovers);
            },
            cancellationToken);
        foreach (var id in dropped)
        {
            staging.Delete(id);
        }

        return job;
    }

    private async Task<IReadOnlyList<string>> StepsAsync(Image image, ImportRequest request, CancellationToken cancellationToken) =>
        request.Method == ImportMethods.Convert ? [ImportPlans.ConvertPhase] : await plans.PhasesAsync(image.OwnerId, ImportDoor.Import, cancellationToken);

    private static IEnumerable<string> FirstPhases(string method) =>
        method == ImportMethods.GlanceDirect ? [JobPhases.Verify, JobPhases.Inspect] : [JobPhases.Fetch, JobPhases.Verify, JobPhases.Inspect];

    private async Task TakeImageAsync(ChangeSet set, Image image, ImportRequest request, Job job, CancellationToken cancellationToken)
    {
        var to = request.Method == ImportMethods.CopyImage || request.Replaces ? image.Status : ImageStatus.Importing;
        await db.MarkAsync(image.Id, job.Id, request.Stores, [], cancellationToken);
        var taken = await db.Images.Where(row => row.Id == image.Id && row.Status == image.Status)
            .MoveAsync(to, reason: null, set, cancellationToken);
        if (!taken)
        {
            throw ImportRefusals.Locked(image.Id);
        }

        set.Record(ImportEvents.Started, "image", image.Id.ToString(), image.OwnerId, detail: Facts.Of(("method", request.Method), ("job", job.Id.ToString())));
    }

    /// <summary>The bytes that the job works on: what is staged, or a row for what it will fetch.</summary>
    /// <returns>Uploads whose files are of no use any more.</returns>
    private async Task<IReadOnlyList<Guid>> TakeDataAsync(
        ChangeSet set, Caller caller, Image image, ImportRequest request, Job job, CancellationToken cancellationToken)
    {
        var copies = request.Stores.Count;
        var outcome = new ImportOutcome { Method = request.Method, Source = ImportSources.NameOf(request) }.ToJson();
        switch (request.Method)
        {
            case ImportMethods.CopyImage:
                await quotas.RequireAsync(
                    image.OwnerId, new QuotaRequest { BeginsUpload = true, ImageId = image.Id, Bytes = (image.Size ?? 0) * copies }, cancellationToken);
                return [];
            case ImportMethods.GlanceDirect or ImportMethods.Upload:
                var staged = await db.Uploads.AsNoTracking().SingleOrDefaultAsync(
                    row => row.ImageId == image.Id && row.Kind == UploadKind.Staged && row.JobId == null && row.CompletedAt != null && row.LeaseOwner == null
                        && row.QuarantinedAt == null,
                    cancellationToken) ?? throw ImportRefusals.NotStaged(image.Id);
                await quotas.RequireAsync(staged.ProjectId, new QuotaRequest { Bytes = staged.Offset * (copies - staged.Copies) }, cancellationToken);
                await db.Uploads.Where(row => row.Id == staged.Id).ExecuteUpdateAsync(
                    row => row.SetProperty(x => x.JobId, job.Id).SetProperty(x => x.Copies, copies).SetProperty(x => x.Outcome, outcome), cancellationToken);
                job.ObjectId = staged.Id.ToString();
                return [];
            default:
                var dropped = await ImageStaging.DropLeftoversAsync(db, image.Id, cancellationToken);
                await FetchedUploads.AddAsync(db, quotas, job, image, new FetchedUpload(copies, outcome), set.At, cancellationToken);
                return dropped;
        }
    }

    private void RequireMethod(string method)
    {
        if (!Methods.Contains(method))
        {
            throw ImportRefusals.MethodOff(method, Methods);
        }
    }

    private void RequireStoresAgree(ImportRequest request)
    {
        if (request.AllStores && request.Stores.Count > 0)
        {
            throw new InvalidInputException("Either all_stores or a list of stores can be given, not both.", "import.stores_invalid");
        }

        if (!request.AllStoresMustSucceed && singleStore.CurrentValue.SingleStoreMode)
        {
            throw new InvalidInputException("all_stores_must_succeed can only be false where there are several stores.", "import.stores_invalid");
        }
    }

    private static void RequireStatus(Image image, string method)
    {
        var isCopy = method == ImportMethods.CopyImage;
        if (isCopy != image.Status is ImageStatus.Active)
        {
            throw isCopy ? ImportRefusals.NotActive(image.Id) : Unready(image, method);
        }

        if (isCopy)
        {
            return;
        }

        if (image.Status != (method == ImportMethods.GlanceDirect ? ImageStatus.Uploading : ImageStatus.Queued))
        {
            throw Unready(image, method);
        }

        RequireFormats(image);
    }

    private static ConflictException Unready(Image image, string method) =>
        image.Status == ImageStatus.Importing ? ImportRefusals.Locked(image.Id)
        : method == ImportMethods.GlanceDirect && image.Status == ImageStatus.Queued ? ImportRefusals.NotStaged(image.Id)
        : ImageSaving.NotQueued(image.Id);

    private static void RequireFormats(Image image)
    {
        if (image.DiskFormat is null || image.ContainerFormat is null)
        {
            throw ImportRefusals.FormatsMissing();
        }
    }

    private async Task<IReadOnlyList<string>> TargetsAsync(Image image, ImportRequest request, CancellationToken cancellationToken)
    {
        // glance-behaviour.md, import: what cannot be written is not among all stores.
        var wanted = request.AllStores
            ? [.. stores.All.Where(store => !store.ReadOnly).Select(store => store.Id)]
            : request.Stores.Count > 0 ? request.Stores.Distinct(StringComparer.Ordinal).ToList() : [stores.Default.Id];
        foreach (var id in wanted)
        {
            if (!stores.All.Any(store => store.Id == id))
            {
                throw ImportRefusals.UnknownStore(id, stores.All.Select(store => store.Id));
            }

            stores.ForNewData(id);
        }

        if (request.Method != ImportMethods.CopyImage)
        {
            return wanted;
        }

        var holding = await db.ImageLocations.Where(location => location.ImageId == image.Id && location.Status == LocationStatus.Active)
            .Select(location => location.StoreId).ToListAsync(cancellationToken);
        return request.AllStores || wanted.Find(holding.Contains) is not { } held
            ? [.. wanted.Except(holding)]
            : throw new InvalidInputException($"Store '{held}' already has a copy of image {image.Id}.", "import.copy_there");
    }
}
