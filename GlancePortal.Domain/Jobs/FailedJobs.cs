using GlancePortal.Domain.Data;
using Microsoft.EntityFrameworkCore;

namespace GlancePortal.Domain.Jobs;

/// <summary>Jobs that have failed and are to run again. Inside of a write.</summary>
internal static class FailedJobs
{
    /// <summary>Queues a failed job as if it had not been tried.</summary>
    /// <returns>False when it has not failed.</returns>
    public static async Task<bool> QueueAgainAsync(this PortalDb db, Guid id, CancellationToken cancellationToken) =>
        await db.Jobs.Where(row => row.Id == id && row.State == JobState.Failed).ExecuteUpdateAsync(
            row => row.SetProperty(x => x.State, JobState.Queued)
                .SetProperty(x => x.DueAt, (DateTimeOffset?)null)
                .SetProperty(x => x.EndedAt, (DateTimeOffset?)null)
                .SetProperty(x => x.Attempts, 0)
                .SetProperty(x => x.CancelRequested, false)
                .SetProperty(x => x.CauseCode, (string?)null)
                .SetProperty(x => x.CauseMessage, (string?)null),
            cancellationToken) > 0;
}
