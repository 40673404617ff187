using GlancePortal.Domain.Content;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Images;
using GlancePortal.Domain.Quotas;
using GlancePortal.Domain.Signatures;
using GlancePortal.Domain.Uploads;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Import;

/// <summary>The content of uploads in the staging area, with what was found and decided about it: what the steps of a job work on.</summary>
/// <remarks>
/// The rename of a step's result is what makes it count; facts and outcome lie beside it before. So a process may die at any instant, and the next
/// one goes on with the last step that was finished.
/// </remarks>
/// <param name="db">The records.</param>
/// <param name="staging">Where the content lies.</param>
/// <param name="quotas">What the projects may have.</param>
/// <param name="signatures">Knows which digest a signature is of.</param>
/// <param name="options">Which hash is wanted, and how much an image may have.</param>
/// <param name="time">Clock of the progress.</param>
public sealed class StagedContents(
    PortalDb db, StagingFolder staging, QuotaReservations quotas, SignatureCheck signatures, IOptionsMonitor<ImageOptions> options, TimeProvider time)
{
    /// <summary>What was found and decided so far.</summary>
    public async Task<ImportOutcome> OutcomeAsync(Upload upload, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(upload);
        var saved = ImportOutcome.Read(upload.Outcome);
        var step = staging.LastStepOf(upload.Id);
        return step > saved.ContentStep && await staging.LoadOutcomeAsync(upload.Id, step, cancellationToken) is { } text ? ImportOutcome.Read(text) : saved;
    }

    /// <summary>Gives an image its properties as they are now: steps look at them.</summary>
    public async Task LoadPropertiesAsync(Image image, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(image);
        image.Properties.Clear();
        image.Properties.AddRange(await db.ImageProperties.AsNoTracking().Where(property => property.ImageId == image.Id).ToListAsync(cancellationToken));
    }

    /// <summary>The content of the last step that made one; null when none did and what came in is still the content.</summary>
    public async Task<StagedContent?> ChangedAsync(Upload upload, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(upload);
        var step = staging.LastStepOf(upload.Id);
        if (step == 0)
        {
            return null;
        }

        var path = staging.PathOf(upload.Id, step);
        var facts = await staging.LoadFactsAsync(upload.Id, step, cancellationToken)
            ?? await ComputeAsync(upload, path, progress: null, cancellationToken);
        return new StagedContent(upload, step, path, facts);
    }

    /// <summary>What came in, as the content.</summary>
    public StagedContent Original(Upload upload, ContentFacts facts)
    {
        ArgumentNullException.ThrowIfNull(upload);
        return new StagedContent(upload, Step: 0, staging.PathOf(upload.Id), facts);
    }

    /// <summary>A new path for a step's file.</summary>
    internal string NewPath(Upload upload) => staging.NewPath(upload.Id);

    /// <summary>Makes a finished file the content.</summary>
    internal async Task<StagedContent> ReplaceAsync(
        Upload upload, int step, string path, ImportOutcome outcome, Action<long> progress, CancellationToken cancellationToken)
    {
        var bytes = new FileInfo(path).Length;
        if (bytes > options.CurrentValue.SizeCap)
        {
            throw new ContentTooLargeException(options.CurrentValue.SizeCap);
        }

        await ReserveAsync(upload, bytes, cancellationToken);
        var facts = await ComputeAsync(upload, path, progress, cancellationToken);
        outcome.ContentStep = step;
        await staging.ReplaceAsync(
            upload.Id, step, path, facts, outcome.ToJson(), cancellationToken);
        return new StagedContent(upload, step, staging.PathOf(upload.Id, step), facts);
    }

    // What the content takes now instead of what it took before.
    private Task ReserveAsync(Upload upload, long bytes, CancellationToken cancellationToken) => db.WriteAsync(
        async token =>
        {
            if (bytes > upload.ReservedBytes)
            {
                await quotas.GrowAsync(upload, bytes, bytes, token);
            }

            upload.ReservedBytes = bytes;
            await db.Uploads.Where(row => row.Id == upload.Id)
                .ExecuteUpdateAsync(row => row.SetProperty(x => x.ReservedBytes, bytes), token);
        },
        cancellationToken);

    private async Task<ContentFacts> ComputeAsync(Upload upload, string path, Action<long>? progress, CancellationToken cancellationToken)
    {
        using var pass = new ContentPass(
            options.CurrentValue.HashAlgorithm, upload.DigestsToCompute(await signatures.DigestForAsync(upload.ImageId, cancellationToken)));
        var reading = pass.ReadFileAsync(path, cancellationToken);
        await reading.WatchAsync(() => progress?.Invoke(pass.Bytes), time);
        await reading;
        return await pass.CompleteAsync(cancellationToken);
    }
}
