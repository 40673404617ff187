using GlancePortal.Domain.Access;
using GlancePortal.Domain.Audit;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Import;
using GlancePortal.Domain.Uploads;
using Microsoft.EntityFrameworkCore;

namespace GlancePortal.Domain.Jobs;

/// <summary>What a person can do to a job.</summary>
/// <param name="db">The records.</param>
/// <param name="queries">Finds what the caller may see.</param>
/// <param name="imports">Begins again to fetch what was thrown away.</param>
/// <param name="changes">Saves and announces.</param>
public sealed class JobControl(PortalDb db, JobQueries queries, ImportRetries imports, StateChanges changes)
{
    /// <summary>Whether the caller may do more than look.</summary>
    public static bool MayChange(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return caller.Has(RoleNames.Member);
    }

    /// <summary>Asks to end a job. Whoever runs it stops within seconds, and everything it had made is removed.</summary>
    /// <exception cref="NotFoundException">There is none that the caller may know of.</exception>
    /// <exception cref="ForbiddenException">The caller may only look.</exception>
    /// <exception cref="ConflictException">It has ended, or its content is in quarantine.</exception>
    public async Task CancelAsync(Caller caller, Guid id, CancellationToken cancellationToken)
    {
        var job = await FindChangeableAsync(caller, id, cancellationToken);
        await changes.WriteAsync(
            caller,
            async set =>
            {
                await RequireNotQuarantinedAsync(id, cancellationToken);

                // One that does not run is handed to the runner once more: only there is it known what must be removed.
                var asked = await db.Jobs
                    .Where(row => row.Id == id && row.State != JobState.Succeeded && row.State != JobState.Cancelled)
                    .ExecuteUpdateAsync(
                        row => row.SetProperty(x => x.CancelRequested, true)
                            .SetProperty(x => x.State, x => x.State == JobState.Running ? JobState.Running : JobState.Queued)
                            .SetProperty(x => x.DueAt, (DateTimeOffset?)null),
                        cancellationToken);
                if (asked == 0)
                {
                    throw new ConflictException($"Job {id} has already ended.", "job.ended");
                }

                set.Record(JobEvents.CancelRequested, JobEvents.ObjectType, id.ToString(), job.ProjectId);
            },
            cancellationToken);
    }

    /// <summary>Tries a failed job again, from the phase that failed.</summary>
    /// <exception cref="NotFoundException">There is none that the caller may know of.</exception>
    /// <exception cref="ForbiddenException">The caller may only look.</exception>
    /// <exception cref="ConflictException">It has not failed, or what it worked on is gone or in quarantine.</exception>
    /// <exception cref="LimitExceededException">It would fetch its data again, for which the project has no room.</exception>
    public async Task RetryAsync(Caller caller, Guid id, CancellationToken cancellationToken)
    {
        var job = await FindChangeableAsync(caller, id, cancellationToken);
        await changes.WriteAsync(
            caller,
            async set =>
            {
                await RequireNotQuarantinedAsync(id, cancellationToken);
                RequireOwnSecrets(caller, job);
                if (ImportJobs.TaskTypes.Contains(job.Type))
                {
                    await imports.PrepareAsync(set, job, cancellationToken);
                }

                if (job is { ObjectType: UploadEvents.ObjectType, ObjectId: not null } && !await db.Uploads.AnyAsync(upload => upload.JobId == id, cancellationToken))
                {
                    throw new ConflictException("The bytes that this job worked on are gone: send or import them again.", "job.data_gone");
                }

                if (!await db.QueueAgainAsync(id, cancellationToken))
                {
                    throw new ConflictException($"Job {id} has not failed.", "job.not_failed");
                }

                await db.JobPhases.Where(phase => phase.JobId == id && phase.State == JobState.Failed)
                    .ExecuteUpdateAsync(phase => phase.SetProperty(x => x.State, JobState.Queued), cancellationToken);
                set.Record(JobEvents.Retried, JobEvents.ObjectType, id.ToString(), job.ProjectId);
            },
            cancellationToken);
    }

    private async Task RequireNotQuarantinedAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await db.Uploads.AnyAsync(upload => upload.JobId == id && upload.QuarantinedAt != null, cancellationToken))
        {
            throw new ConflictException("The content is in quarantine: an administrator releases or discards it.", "scan.quarantined");
        }
    }

    // Another person's password or token is not to be used by whoever presses a button.
    private static void RequireOwnSecrets(Caller caller, Job job)
    {
        if (job.Input is not null && ImportJobs.RequestOf(job).HasSecrets && caller.UserId != job.UserId)
        {
            throw new ForbiddenException(
                $"This import uses secrets of {job.UserName ?? "somebody else"}, so nobody else can retry it. Start one of your own.", "job.secrets_of_another");
        }
    }

    private async Task<Job> FindChangeableAsync(Caller caller, Guid id, CancellationToken cancellationToken)
    {
        var job = await queries.GetAsync(caller, id, cancellationToken);
        return MayChange(caller)
            ? job
            : throw new ForbiddenException("Changing a job needs the role member.");
    }
}
