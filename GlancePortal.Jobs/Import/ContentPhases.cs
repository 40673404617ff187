using GlancePortal.Domain.Access;
using GlancePortal.Domain.Content;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Images;
using GlancePortal.Domain.Import;
using GlancePortal.Domain.Jobs;
using GlancePortal.Domain.Stores;
using GlancePortal.Domain.Uploads;
using GlancePortal.Jobs.Runner;

namespace GlancePortal.Jobs.Import;

/// <summary>The phases that all data takes which lies in the staging area: Verify, Inspect, and the steps that were planned.</summary>
internal sealed class ContentPhases(StagedUploads staged, StagedContents contents, ImportPlans plans, ImportStates states)
{
    /// <summary>Runs those that are not done.</summary>
    /// <returns>The content that is to be stored, and what was decided about it.</returns>
    public async Task<(StagedContent Content, ImportOutcome Outcome)> RunAsync(
        JobRun run, Caller caller, Image image, Upload upload, ImportRequest? request, CancellationToken cancellationToken)
    {
        var outcome = await contents.OutcomeAsync(upload, cancellationToken);
        if (await contents.ChangedAsync(upload, cancellationToken) is not { } content)
        {
            ContentFacts? facts = null;
            await run.PhaseAsync(JobPhases.Verify, upload.Length, async () => facts = await staged.VerifyAsync(upload, run.Report, cancellationToken));
            content = contents.Original(upload, facts!);
            // What is packed shows what it is once it is unpacked: then it is looked at before it is stored.
            var isUnpacked = facts!.Format.Archive is not null && plans.Of(run.Job).Any(step => step.Plugin.Name == ImportPlans.Decompress);
            await run.PhaseAsync(
                JobPhases.Inspect, bytesTotal: null, () => isUnpacked ? Task.CompletedTask : staged.InspectAsync(upload, facts, cancellationToken));
        }

        foreach (var (phase, plugin) in plans.Of(run.Job))
        {
            if (phase.State != JobState.Succeeded)
            {
                content = await RunAsync(run, phase, plugin, caller, image, content, outcome, request, cancellationToken);
            }
        }

        return (content, outcome);
    }

    /// <summary>Whether the content can still become the image once its place is ready again; other refusals are about the content.</summary>
    public static bool KeepsBytes(DomainException refusal) => refusal.IsTransient
        || refusal is StoreFullException or StoreUnavailableException or StoreWriteDeniedException or StoreAddDisabledException
            or UnknownStoreException or DuplicateDataException or UploadInterruptedException or LimitExceededException;

    private async Task<StagedContent> RunAsync(
        JobRun run, JobPhase phase, IImportPlugin plugin, Caller caller, Image image, StagedContent content, ImportOutcome outcome,
        ImportRequest? request, CancellationToken cancellationToken)
    {
        using var work = new StagedWork(contents, content, phase.Index + 1, run.Report, run.LogAsync)
        {
            Image = image,
            Caller = caller,
            Outcome = outcome,
            Request = request,
        };
        await run.PhaseAsync(plugin.Phase, content.Facts.Bytes, async () =>
        {
            await plugin.RunAsync(work, cancellationToken);
            await states.SaveOutcomeAsync(content.Upload, outcome, cancellationToken);
        });
        return work.Content;
    }
}
