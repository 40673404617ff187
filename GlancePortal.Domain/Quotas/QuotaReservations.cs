using GlancePortal.Domain.Data;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Images;
using GlancePortal.Domain.Uploads;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Quotas;

/// <summary>Keeps projects within their limits, whatever they ask for at the same time. Everything here runs inside of the write transaction
/// that takes what is asked for, and before any other row is locked in it.</summary>
/// <remarks>Whoever asks for a limited project waits for the end of the transactions that asked before; a project without a limit costs nothing.</remarks>
/// <param name="db">The records.</param>
/// <param name="overrides">The projects' own limits.</param>
/// <param name="options">The limits of the others.</param>
/// <param name="imageOptions">Has Glance's older quota.</param>
/// <param name="time">Clock of uploads that expire.</param>
public sealed class QuotaReservations(
    PortalDb db, QuotaOverrides overrides, IOptionsMonitor<QuotaOptions> options, IOptionsMonitor<ImageOptions> imageOptions, TimeProvider time)
{
    /// <summary>The limits that hold for a project.</summary>
    public async ValueTask<QuotaLimits> LimitsOfAsync(string projectId, CancellationToken cancellationToken) =>
        QuotaLimits.Of(await overrides.OfAsync(db, projectId, cancellationToken), options.CurrentValue.Default, imageOptions.CurrentValue.UserStorageBytes);

    /// <summary>Whether a project has any limit.</summary>
    public async ValueTask<bool> IsLimitedAsync(string? projectId, CancellationToken cancellationToken) =>
        projectId is not null && (await LimitsOfAsync(projectId, cancellationToken)).IsLimited;

    /// <summary>Makes those who would take of the project's quotas wait, where it has any.</summary>
    /// <param name="projectId">The project; null when the object belongs to none.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The limits; null when there are none.</returns>
    public async Task<QuotaLimits?> LockAsync(string? projectId, CancellationToken cancellationToken)
    {
        if (!await IsLimitedAsync(projectId, cancellationToken))
        {
            return null;
        }

        await db.LockQuotasAsync(projectId!, cancellationToken);
        return await LimitsOfAsync(projectId!, cancellationToken);
    }

    /// <summary>Refuses unless all of it fits. What is taken counts from the end of the transaction on.</summary>
    /// <param name="projectId">The project; null when the object belongs to none, and so counts for none.</param>
    /// <param name="request">What is taken.</param>
    /// <param name="cancellationToken">Ends the queries.</param>
    /// <exception cref="LimitExceededException">It does not fit. Answered 413.</exception>
    public async Task RequireAsync(string? projectId, QuotaRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (await LockAsync(projectId, cancellationToken) is not { } limits)
        {
            return;
        }

        if (request.Images > 0 && limits.ImageCountTotal >= 0)
        {
            var used = await db.ImagesAsync(projectId!, cancellationToken);
            Require(QuotaNames.ImageCountTotal, projectId!, limits.ImageCountTotal, used, request.Images);
        }

        if (request.BeginsUpload && limits.ImageCountUploading >= 0)
        {
            var used = await db.UploadingAsync(projectId!, request.ImageId, time.GetUtcNow(), cancellationToken);
            Require(QuotaNames.ImageCountUploading, projectId!, limits.ImageCountUploading, used, 1);
        }

        await RequireRoomAsync(limits, projectId!, request.Bytes, request.StagedBytes, cancellationToken);
    }

    /// <summary>Reserves more for an upload of unknown length; the caller saves its row.</summary>
    /// <param name="upload">The upload; its reservation is raised.</param>
    /// <param name="neededBytes">Bytes that it has now: without room for them it is refused.</param>
    /// <param name="wantedBytes">Bytes that it may have next, as far as half of the room that is left reaches: others may want some, too.</param>
    /// <param name="cancellationToken">Ends the queries.</param>
    /// <exception cref="LimitExceededException">There is no room for what it has. Answered 413.</exception>
    internal async Task GrowAsync(Upload upload, long neededBytes, long wantedBytes, CancellationToken cancellationToken)
    {
        var reserved = wantedBytes;
        if (await LockAsync(upload.ProjectId, cancellationToken) is { } limits)
        {
            var needed = neededBytes - upload.ReservedBytes;
            var staged = upload.Kind == UploadKind.Direct ? 0 : needed;
            var room = await RequireRoomAsync(limits, upload.ProjectId!, needed * upload.Copies, staged, cancellationToken) / Math.Max(1, upload.Copies);
            reserved = Math.Min(wantedBytes, neededBytes + Math.Max(0, (room - needed) / 2));
        }

        upload.ReservedBytes = reserved;
    }

    /// <summary>Gives back what uploads into a deleted image had reserved and not yet sent: nobody sends it now.</summary>
    internal async Task KeepReceivedAsync(Image image, CancellationToken cancellationToken)
    {
        if (await IsLimitedAsync(image.OwnerId, cancellationToken))
        {
            await db.Uploads.Where(upload => upload.ImageId == image.Id && upload.Kind != UploadKind.Direct && upload.ReservedBytes > upload.Offset)
                .ExecuteUpdateAsync(upload => upload.SetProperty(x => x.ReservedBytes, x => x.Offset), cancellationToken);
        }
    }

    /// <summary>Refuses bytes that do not fit.</summary>
    /// <returns>Bytes that would fit.</returns>
    private async Task<long> RequireRoomAsync(QuotaLimits limits, string projectId, long bytes, long stagedBytes, CancellationToken cancellationToken)
    {
        var room = long.MaxValue;
        var (name, limit) = limits.UserStorage >= 0
            ? (QuotaNames.UserStorage, limits.UserStorage)
            : (QuotaNames.ImageSizeTotal, limits.ImageSizeTotal);
        if (bytes > 0 && limit >= 0)
        {
            var used = await db.SizeBytesAsync(projectId, time.GetUtcNow(), cancellationToken);
            Require(name, projectId, limit, used, bytes);
            room = limit - used;
        }

        if (stagedBytes > 0 && limits.ImageStageTotal >= 0)
        {
            var used = await db.StageBytesAsync(projectId, time.GetUtcNow(), cancellationToken);
            Require(QuotaNames.ImageStageTotal, projectId, limits.ImageStageTotal, used, stagedBytes);
            room = Math.Min(room, limits.ImageStageTotal - used);
        }

        return room;
    }

    private static void Require(string name, string projectId, long limit, long used, long asked)
    {
        // Not the sum: what is asked for may be any number.
        if (asked > limit - used)
        {
            var unit = name.StartsWith("image_count", StringComparison.Ordinal) ? "" : " bytes";
            throw new LimitExceededException(
                $"Project {projectId} is over its {name}: the limit is {limit}{unit}, the usage {used}, and {asked} more were requested.", $"quota.{name}");
        }
    }
}
