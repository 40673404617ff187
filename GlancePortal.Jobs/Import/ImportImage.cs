using System.Globalization;
using GlancePortal.Domain.Access;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Images;
using GlancePortal.Domain.Import;
using GlancePortal.Domain.Jobs;
using GlancePortal.Domain.Scanning;
using GlancePortal.Domain.Uploads;
using GlancePortal.Jobs.Runner;

namespace GlancePortal.Jobs.Import;

/// <summary>Imports an image's data: Fetch, Verify, Inspect, the planned steps, Store.</summary>
internal sealed class ImportImage(
    StagedFetching fetching, ContentPhases phases, ImportStates states, ImportStoring storing, StagedContents contents, StagingFolder staging) : IJobHandler
{
    public string Type => JobTypes.ImageImport;

    public bool Does(string type) => type is JobTypes.ImageImport or JobTypes.TaskImport or JobTypes.ImageConvert;

    public async Task RunAsync(JobRun run, CancellationToken cancellationToken)
    {
        var request = ImportJobs.RequestOf(run.Job);
        var caller = CallerOf(run.Job, request);
        var upload = await fetching.FindAsync(run.Job, cancellationToken);
        if (run.HasSucceeded(JobPhases.Store))
        {
            // The process before this one ended between the image and the job.
            return;
        }

        var plan = new ImportPlan(request, new ImportOutcome());
        try
        {
            plan = upload is null ? plan : new ImportPlan(request, await contents.OutcomeAsync(upload, cancellationToken));
            var image = await states.EnterAsync(caller, run.Job, plan, cancellationToken);
            if (plan.IsCopy)
            {
                await run.PhaseAsync(
                    JobPhases.Store, image.Size * request.Stores.Count, () => storing.CopyAsync(caller, run.Job, image, plan, run.Report, cancellationToken));
            }
            else
            {
                await ImportAsync(run, caller, image, upload ?? throw new ConflictException("The staged data is gone.", "job.data_gone"), request, cancellationToken);
            }

            await states.FinishAsync(caller, run.Job, image, upload, CancellationToken.None);
            Forget(upload);
        }
        catch (UploadInterruptedException) when (cancellationToken.IsCancellationRequested)
        {
            // Nothing failed: a person, or the end of the process, wanted it.
            throw new OperationCanceledException(cancellationToken);
        }
        catch (InfectedContentException refusal) when (upload is not null)
        {
            await phases.QuarantineAsync(caller, upload, refusal);
            await EndAsync(run.Job, caller, upload, plan, refusal.Code, keepsBytes: true);
            throw;
        }
        catch (DomainException refusal) when (!refusal.IsTransient || run.IsLastAttempt)
        {
            await FailAsync(run, caller, upload, plan, refusal);
            throw;
        }
        catch (Exception fault) when (fault is not (DomainException or OperationCanceledException) && !run.IsTriedAgainAfter(fault))
        {
            await EndAsync(run.Job, caller, upload, plan, JobRun.UnknownCause, keepsBytes: true);
            throw;
        }
    }

    public async Task AbandonAsync(JobRun run, CancellationToken cancellationToken)
    {
        var request = ImportJobs.RequestOf(run.Job);
        var upload = await fetching.FindAsync(run.Job, cancellationToken);
        var plan = new ImportPlan(request, upload is null ? new ImportOutcome() : await contents.OutcomeAsync(upload, cancellationToken));
        await EndAsync(run.Job, CallerOf(run.Job, request), upload, plan, cause: null, keepsBytes: false);
    }

    private async Task ImportAsync(
        JobRun run, Caller caller, Image image, Upload upload, ImportRequest request, CancellationToken cancellationToken)
    {
        if (upload.Kind == UploadKind.Fetched && !run.HasSucceeded(JobPhases.Fetch))
        {
            await run.PhaseAsync(JobPhases.Fetch, upload.Length, () => FetchAsync(run, caller, request, upload, cancellationToken));
        }

        var (content, outcome) = await phases.RunAsync(run, caller, image, upload, request, cancellationToken);
        var plan = new ImportPlan(request, outcome);
        await run.PhaseAsync(
            JobPhases.Store, content.Facts.Bytes * request.Stores.Count,
            () => storing.StoreAsync(caller, run.Job, image, content, plan, run.Report, cancellationToken));
    }

    private async Task FetchAsync(JobRun run, Caller caller, ImportRequest request, Upload upload, CancellationToken cancellationToken)
    {
        if (upload.Offset > 0)
        {
            // People read it, and the speed is counted from here.
            await run.LogAsync(JobPace.Resumed, JobPhases.Fetch, upload.Offset.ToString(CultureInfo.InvariantCulture));
        }

        await fetching.FetchAsync(caller, request, upload, run.Report, cancellationToken);
    }

    private Task FailAsync(JobRun run, Caller caller, Upload? upload, ImportPlan plan, DomainException refusal) =>
        EndAsync(run.Job, caller, upload, plan, refusal.Code, Keeps(upload, refusal));

    // A part of a file is only worth its room while the source may give the rest.
    private static bool Keeps(Upload? upload, DomainException refusal) =>
        (ContentPhases.KeepsBytes(refusal) || refusal is ConflictException) && (upload?.CompletedAt is not null || refusal.IsTransient);

    private async Task EndAsync(Job job, Caller caller, Upload? upload, ImportPlan plan, string? cause, bool keepsBytes)
    {
        if (!await states.IsHeldAsync(job, CancellationToken.None))
        {
            // Another process has it, and may need what would be removed here.
            return;
        }

        if (upload is not null)
        {
            plan = new ImportPlan(plan.Request, await contents.OutcomeAsync(await ReloadAsync(job) ?? upload, CancellationToken.None));
        }

        await storing.RemoveUnrecordedAsync(job.ImageId!.Value, plan, CancellationToken.None);
        if (upload is not null && keepsBytes)
        {
            await states.SaveOutcomeAsync(upload, plan.Outcome, CancellationToken.None);
        }

        await states.FailAsync(caller, job, upload, cause, plan.Missing, keepsBytes, CancellationToken.None);
        if (!keepsBytes)
        {
            Forget(upload);
        }
    }

    private Task<Upload?> ReloadAsync(Job job) => fetching.FindAsync(job, CancellationToken.None);

    private void Forget(Upload? upload)
    {
        if (upload is not null)
        {
            staging.Delete(upload.Id);
        }
    }

    private static Caller CallerOf(Job job, ImportRequest request) => new()
    {
        UserId = job.UserId,
        UserName = job.UserName,
        ProjectId = job.ProjectId,
        RequestId = job.RequestId,
        Roles = RoleNames.Expand(request.Roles),
    };
}
