using GlancePortal.Domain.Access;
using GlancePortal.Domain.Content;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Jobs;
using GlancePortal.Domain.Stores;
using GlancePortal.Domain.Uploads;
using GlancePortal.Jobs.Runner;

namespace GlancePortal.Jobs.Uploads;

/// <summary>Carries an upload whose last byte is in to an active image: Send, Verify, Inspect, Store.</summary>
internal sealed class FinishUpload(StagedUploads staged, ImageUploads uploads, ResumableUploads resumable) : IJobHandler
{
    public string Type => JobTypes.UploadFinish;

    public async Task RunAsync(JobRun run, CancellationToken cancellationToken)
    {
        var upload = await staged.FindAsync(run.Job.Id, cancellationToken) ?? throw new NotFoundException("upload", run.Job.ObjectId ?? "");
        if (run.HasSucceeded("Store"))
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
        catch (DomainException refusal) when (!KeepsBytes(refusal))
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
        if (upload.Kind == UploadKind.Final && !run.HasSucceeded("Send"))
        {
            await run.PhaseAsync("Send", upload.Length, () => resumable.JoinPartsAsync(upload, run.Report, cancellationToken));
        }

        ContentFacts? facts = null;
        await run.PhaseAsync("Verify", upload.Length, async () => facts = await staged.VerifyAsync(upload, run.Report, cancellationToken));
        await run.PhaseAsync("Inspect", bytesTotal: null, () => staged.InspectAsync(upload, facts!, cancellationToken));
        await run.PhaseAsync("Store", upload.Length, () => uploads.AcceptStagedAsync(CallerOf(upload), upload, facts!, cancellationToken));
    }

    // The content itself can still become the image once its place is ready again; every other refusal is about the content.
    private static bool KeepsBytes(DomainException refusal) => refusal.IsTransient
        || refusal is StoreFullException or StoreUnavailableException or StoreWriteDeniedException or StoreAddDisabledException
            or UnknownStoreException or DuplicateDataException or UploadInterruptedException;

    private static Caller CallerOf(Upload upload) => new() { UserId = upload.UserId, UserName = upload.UserName, ProjectId = upload.ProjectId };
}
