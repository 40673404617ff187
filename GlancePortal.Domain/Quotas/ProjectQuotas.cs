using System.Globalization;
using GlancePortal.Domain.Access;
using GlancePortal.Domain.Audit;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Images;
using Microsoft.EntityFrameworkCore;

namespace GlancePortal.Domain.Quotas;

/// <summary>Shows what projects take of their limits, and gives them limits of their own.</summary>
/// <param name="db">The records.</param>
/// <param name="access">Says who may look.</param>
/// <param name="changes">Saves and announces.</param>
/// <param name="reservations">Knows which limits hold.</param>
/// <param name="overrides">The projects' own limits.</param>
/// <param name="projects">Says which projects there are.</param>
/// <param name="time">Clock of uploads that expire.</param>
public sealed class ProjectQuotas(
    PortalDb db, ImageAccess access, StateChanges changes, QuotaReservations reservations, QuotaOverrides overrides, KnownProjects projects, TimeProvider time)
{
    /// <summary>Limits and usage of the caller's project.</summary>
    /// <returns>Null when none of the limits is set, or the caller acts in no project.</returns>
    /// <exception cref="ForbiddenException">The caller may not look at images. Answered 403.</exception>
    public async Task<QuotaReport?> OfCallerAsync(Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        access.RequireRead(caller);
        return caller.ProjectId is { } project && (await reservations.LimitsOfAsync(project, cancellationToken)).IsSet
            ? await ReportAsync(project, cancellationToken)
            : null;
    }

    /// <summary>Limits and usage of a project, for those who read its images and for administrators.</summary>
    /// <exception cref="NotFoundException">No such project that the caller may know of. Answered 404.</exception>
    public async Task<QuotaReport> ShowAsync(Caller caller, string projectId, CancellationToken cancellationToken)
    {
        await projects.RequireAsync(caller, projectId, cancellationToken);
        return await ReportAsync(projectId, cancellationToken);
    }

    /// <summary>Gives a project limits of its own. What it takes already stays, even beyond them; it only gets no more.</summary>
    /// <param name="caller">An administrator.</param>
    /// <param name="quota">All of the project's own limits; null ones are taken away.</param>
    /// <param name="cancellationToken">Rolls back.</param>
    /// <exception cref="NotFoundException">No such project that the caller may know of. Answered 404.</exception>
    /// <exception cref="ForbiddenException">No administrator. Answered 403.</exception>
    /// <exception cref="InvalidInputException">A limit below -1. Answered 400.</exception>
    public async Task<QuotaReport> ChangeAsync(Caller caller, ProjectQuota quota, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(quota);
        var projectId = quota.ProjectId;
        await projects.RequireAsync(caller, projectId, cancellationToken);
        if (!access.IsAdmin(caller))
        {
            throw new ForbiddenException("Changing the quotas of a project needs the role admin.");
        }

        if (new[] { quota.ImageSizeTotal, quota.ImageStageTotal, quota.ImageCountTotal, quota.ImageCountUploading }.Any(limit => limit < -1))
        {
            throw new InvalidInputException("A limit is a number that is not negative, or -1 for none.", "quota.invalid");
        }

        await changes.WriteAsync(
            caller,
            async set =>
            {
                await db.LockQuotasAsync(projectId, cancellationToken);
                await db.ProjectQuotas.Where(row => row.ProjectId == projectId).ExecuteDeleteAsync(cancellationToken);
                if (quota is not { ImageSizeTotal: null, ImageStageTotal: null, ImageCountTotal: null, ImageCountUploading: null })
                {
                    db.ProjectQuotas.Add(quota);
                }

                set.Record("quota.update", "project", projectId, projectId, detail: Facts.Of(
                    (QuotaNames.ImageSizeTotal, Text(quota.ImageSizeTotal)), (QuotaNames.ImageStageTotal, Text(quota.ImageStageTotal)),
                    (QuotaNames.ImageCountTotal, Text(quota.ImageCountTotal)), (QuotaNames.ImageCountUploading, Text(quota.ImageCountUploading))));
            },
            cancellationToken);
        overrides.Forget();
        return await ReportAsync(projectId, cancellationToken);
    }

    private static string? Text(long? limit) => limit?.ToString(CultureInfo.InvariantCulture);

    private async Task<QuotaReport> ReportAsync(string projectId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return new QuotaReport(
            projectId,
            await reservations.LimitsOfAsync(projectId, cancellationToken),
            await overrides.OfAsync(db, projectId, cancellationToken),
            new QuotaUsage(
                await db.SizeBytesAsync(projectId, now, cancellationToken),
                await db.StageBytesAsync(projectId, now, cancellationToken),
                await db.ImagesAsync(projectId, cancellationToken),
                await db.UploadingAsync(projectId, except: null, now, cancellationToken)));
    }
}
