using GlancePortal.Domain.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Jobs;

/// <summary>Forgets jobs that ended long ago, with their phases and their log. What the audit says of them stays.</summary>
/// <param name="db">The records.</param>
/// <param name="options">How long they are kept.</param>
/// <param name="time">Clock of their age.</param>
public sealed class EndedJobs(PortalDb db, IOptionsMonitor<JobsOptions> options, TimeProvider time)
{
    private const int PerPass = 200;

    /// <summary>Removes some that are due.</summary>
    /// <returns>Whether there may be more.</returns>
    public async Task<bool> PurgeAsync(CancellationToken cancellationToken)
    {
        var due = time.GetUtcNow() - options.CurrentValue.Keep;
        // Whoever ended before was asked for before: so the walk over the oldest ones has an end. Bytes that wait for another try keep their job.
        var ids = await db.Jobs
            .Where(job => job.CreatedAt < due && job.EndedAt < due
                && (job.State == JobState.Succeeded || job.State == JobState.Failed || job.State == JobState.Cancelled)
                && !db.Uploads.Any(upload => upload.JobId == job.Id))
            .OrderBy(job => job.CreatedAt).Take(PerPass).Select(job => job.Id).ToListAsync(cancellationToken);
        if (ids.Count > 0)
        {
            await db.WriteAsync(
                async token =>
                {
                    await db.JobLogLines.Where(line => ids.Contains(line.JobId)).ExecuteDeleteAsync(token);
                    await db.JobPhases.Where(phase => ids.Contains(phase.JobId)).ExecuteDeleteAsync(token);
                    await db.Jobs.Where(job => ids.Contains(job.Id)).ExecuteDeleteAsync(token);
                },
                cancellationToken);
        }

        return ids.Count == PerPass;
    }
}
