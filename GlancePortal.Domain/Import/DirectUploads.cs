using GlancePortal.Domain.Access;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Jobs;
using GlancePortal.Domain.Stores;
using GlancePortal.Domain.Uploads;
using Microsoft.EntityFrameworkCore;

namespace GlancePortal.Domain.Import;

/// <summary>Data that is sent in one request and is to be active when it is answered. It goes straight into its store, unless steps must be taken
/// before: then it is staged, a job takes them, and the answer waits for its end.</summary>
/// <param name="db">The records.</param>
/// <param name="targets">Finds the image and asks whether it takes data.</param>
/// <param name="plans">Says whether steps must be taken.</param>
/// <param name="uploads">Stores what needs none.</param>
/// <param name="staging">Stages what does.</param>
/// <param name="imports">Leaves the job.</param>
/// <param name="stores">Where the data goes.</param>
/// <param name="time">Clock of the waiting.</param>
public sealed class DirectUploads(
    PortalDb db, UploadTargets targets, ImportPlans plans, ImageUploads uploads, ImageStaging staging, ImageImports imports, StoreRegistry stores,
    TimeProvider time)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);

    /// <inheritdoc cref="ImageUploads.StoreAsync"/>
    /// <exception cref="JobRefusedException">A step refused the data. 400, or as the cause has it.</exception>
    public async Task StoreAsync(
        Caller caller, Guid imageId, Stream body, long? declaredBytes, string? storeId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var image = await targets.FindAsync(caller, imageId, cancellationToken);
        if (await plans.PhasesAsync(image.OwnerId, ImportDoor.Direct, cancellationToken) is not { Count: > 0 } steps)
        {
            await uploads.StoreAsync(caller, imageId, body, declaredBytes, storeId, cancellationToken);
            return;
        }

        var store = stores.ForNewData(storeId);
        var upload = await staging.TakeAsync(caller, image, body, declaredBytes, copies: 1, cancellationToken);
        Job job;
        try
        {
            var staged = await targets.FindStagedAsync(imageId, CancellationToken.None);
            job = await imports.StartAsync(
                caller, staged, new ImportRequest { Method = ImportMethods.Upload, Stores = [store.Id], Roles = [.. caller.Roles] }, JobTypes.ImageImport,
                [JobPhases.Verify, JobPhases.Inspect, .. steps, JobPhases.Store], CancellationToken.None);
        }
        catch (DomainException refusal)
        {
            await staging.UndoAsync(caller, image, upload, refusal.Code);
            throw;
        }

        await EndAsync(job.Id, cancellationToken);
    }

    // The data is safe from here on: whoever goes away finds the image active, or why not, later.
    private async Task EndAsync(Guid jobId, CancellationToken cancellationToken)
    {
        while (true)
        {
            var job = await db.Jobs.AsNoTracking().SingleAsync(row => row.Id == jobId, cancellationToken);
            switch (job.State)
            {
                case JobState.Succeeded:
                    return;
                case JobState.Failed:
                    throw new JobRefusedException(job.CauseCode!, job.CauseMessage!);
                case JobState.Cancelled:
                    throw new JobRefusedException("job.cancelled", "The work on this data was cancelled.");
            }

            await Task.Delay(LookEvery, time, cancellationToken);
        }
    }
}

/// <summary>A job that somebody waits for has ended with a cause. Answered as that cause is, else 400.</summary>
public sealed class JobRefusedException(string code, string message) : DomainException(code, message);
