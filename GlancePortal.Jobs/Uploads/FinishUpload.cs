using GlancePortal.Domain.Access;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Jobs;
using GlancePortal.Domain.Uploads;
using GlancePortal.Jobs.Import;
using GlancePortal.Jobs.Runner;

namespace GlancePortal.Jobs.Uploads;

/// <summary>Carries an upload whose last byte is in to an active image: Send, Verify, Inspect, the planned steps, Store.</summary>
internal sealed class FinishUpload(
    StagedUploads staged, UploadTargets targets, ContentPhases phases, ImageUploads uploads, ResumableUploads resumable) : IJobHandler
{
    public string Type => JobTypes.UploadFinish;

    public async Task RunAsync(JobRun run, CancellationToken cancellationToken)
    {
        var upload = await staged.FindAsync(run.Job.Id, cancellationToken) ?? throw new NotFoundException("upload", run.Job.ObjectId ?? "");
        if (run.HasSucceeded(JobPhases.Store))
        {
            // The process before this one ended between the image and the job.
            staged.Forget(upload);
            return;
        }

        try
        {
            await FinishAsync(run, upload, cancellationToken);
        }
        catch (UploadInterruptedException) when (cancellationToken.IsCancellationRequested)
        {
            // Nothing failed: a person, or the end of the process, wanted it.
            throw new OperationCanceledException(cancellationToken);
        }
        catch (DomainException refusal) when (!ContentPhases.KeepsBytes(refusal))
        {
            await resumable.DropAsync(CallerOf(upload), upload, refusal.Code, CancellationToken.None);
            throw;
        }
    }

    public async Task AbandonAsync(JobRun run, CancellationToken cancellationToken)
    {
        if (await staged.FindAsync(run.Job.Id, cancellationToken) is { } upload)
        {
            await resumable.DropAsync(CallerOf(upload), upload, cause: null, cancellationToken);
        }
    }

    private async Task FinishAsync(JobRun run, Upload upload, CancellationToken cancellationToken)
    {
        if (upload.Kind == UploadKind.Final && !run.HasSucceeded(JobPhases.Send))
        {
            await run.PhaseAsync(JobPhases.Send, upload.Length, () => resumable.JoinPartsAsync(upload, run.Report, cancellationToken));
        }

        var caller = CallerOf(upload);
        var image = await targets.FindStagedAsync(upload, cancellationToken);
        var (content, outcome) = await phases.RunAsync(run, caller, image, upload, request: null, cancellationToken);
        await run.PhaseAsync(JobPhases.Store, content.Facts.Bytes, () => uploads.AcceptStagedAsync(caller, content, outcome, cancellationToken));
    }

    private static Caller CallerOf(Upload upload) => new() { UserId = upload.UserId, UserName = upload.UserName, ProjectId = upload.ProjectId };
}
