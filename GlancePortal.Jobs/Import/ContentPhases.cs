using GlancePortal.Domain.Access;
using GlancePortal.Domain.Content;
using GlancePortal.Domain.Conversion;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Formats;
using GlancePortal.Domain.Hooks;
using GlancePortal.Domain.Images;
using GlancePortal.Domain.Import;
using GlancePortal.Domain.Jobs;
using GlancePortal.Domain.Scanning;
using GlancePortal.Domain.Signatures;
using GlancePortal.Domain.Stores;
using GlancePortal.Domain.Uploads;
using GlancePortal.Jobs.Runner;

namespace GlancePortal.Jobs.Import;

/// <summary>The phases that all data takes which lies in the staging area: Verify, Inspect, and the steps that were planned.</summary>
internal sealed class ContentPhases(StagedUploads staged, StagedContents contents, ImportPlans plans, ImportStates states, Quarantine quarantine, ContentInspection inspection)
{
    /// <summary>Runs those that are not done.</summary>
    /// <returns>The content that is to be stored, and what was decided about it.</returns>
    public async Task<(StagedContent Content, ImportOutcome Outcome)> RunAsync(
        JobRun run, Caller caller, Image image, Upload upload, ImportRequest? request, CancellationToken cancellationToken)
    {
        var outcome = await contents.OutcomeAsync(upload, cancellationToken);
        await contents.LoadPropertiesAsync(image, cancellationToken);
        if (!outcome.See(image) && outcome.ContentStep == 0)
        {
            foreach (var (phase, _) in plans.Of(run.Job))
            {
                phase.State = JobState.Waiting;
            }
        }

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

    /// <summary>Keeps malicious content until an administrator decides: its sender neither drops nor retries it.</summary>
    public Task QuarantineAsync(Caller caller, Upload upload, InfectedContentException refusal) =>
        quarantine.PutAsync(caller, upload, refusal, CancellationToken.None);

    /// <summary>Whether the content can still become the image once its place is ready again; other refusals are about the content.</summary>
    public static bool KeepsBytes(DomainException refusal) => refusal.IsTransient
        || refusal is StoreFullException or StoreUnavailableException or StoreWriteDeniedException or StoreAddDisabledException
            or UnknownStoreException or DuplicateDataException or UploadInterruptedException or LimitExceededException
            or SignatureException { WaitsForCertificate: true } or HookFaultException
        || ConversionRefusals.IsOfTheMachine(refusal);

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
        if (outcome.ContentStep > phase.Index)
        {
            // The content is this step's own already: the process before this one ended just then.
            await run.PhaseAsync(plugin.Phase, content.Facts.Bytes, () => Task.CompletedTask);
            return content;
        }

        var before = outcome.Copy();
        await run.PhaseAsync(plugin.Phase, content.Facts.Bytes, async () =>
        {
            try
            {
                await plugin.RunAsync(work, cancellationToken);
            }
            catch when (work.Content == content)
            {
                // What was decided about content that was never made is not; what was found about this is kept with it.
                before.Scan = outcome.Scan;
                await states.SaveOutcomeAsync(content.Upload, before, CancellationToken.None);
                throw;
            }

            await states.SaveOutcomeAsync(content.Upload, outcome, CancellationToken.None);

            if (work.Content != content)
            {
                // What comes next may open it.
                inspection.Require(image, work.Content.Facts.Format, outcome.DiskFormat, outcome.ContainerFormat);
            }
        });
        return work.Content;
    }
}
