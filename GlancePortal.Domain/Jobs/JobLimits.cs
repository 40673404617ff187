using GlancePortal.Domain.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Jobs;

/// <summary>How many jobs of a kind may run at once, of all nodes together: what an administrator has said, else what is configured.</summary>
/// <param name="options">What is configured.</param>
public sealed class JobLimits(IOptionsMonitor<JobsOptions> options)
{
    /// <summary>Whether one more may run. Inside of the write that starts it; those who ask take turns.</summary>
    /// <param name="db">The records.</param>
    /// <param name="jobId">The job that would run.</param>
    /// <param name="cancellationToken">Ends the queries.</param>
    public async Task<bool> HasRoomAsync(PortalDb db, Guid jobId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        var type = await db.Jobs.Where(job => job.Id == jobId).Select(job => job.Type).SingleOrDefaultAsync(cancellationToken);
        if (type is null || !options.CurrentValue.AtOnce.TryGetValue(type, out var configured))
        {
            return true;
        }

        await db.LockJobsAsync(type, cancellationToken);
        var said = await db.JobLimits.Where(limit => limit.Type == type).Select(limit => (int?)limit.AtOnce).SingleOrDefaultAsync(cancellationToken);
        return await db.Jobs.CountAsync(job => job.Type == type && job.State == JobState.Running, cancellationToken) < (said ?? configured);
    }
}

/// <summary>Section `Jobs`.</summary>
public sealed class JobsOptions
{
    /// <summary>Jobs at once by kind, of all nodes together; a kind that is not named has no limit but the threads of the runner.</summary>
    /// <value>4 imports and uploads that are finished, 2 conversions.</value>
    public IReadOnlyDictionary<string, int> AtOnce { get; set; } = new Dictionary<string, int>
    {
        [JobTypes.UploadFinish] = 4,
        [JobTypes.ImageImport] = 4,
        [JobTypes.TaskImport] = 4,
        [JobTypes.ImageConvert] = 2,
    };

    /// <summary>Jobs of all kinds that one process runs at once.</summary>
    /// <value>16 unless set.</value>
    public int PerProcess { get; set; } = 16;
}
