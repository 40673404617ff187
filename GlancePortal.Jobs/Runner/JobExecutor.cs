using System.Collections.Concurrent;
using GlancePortal.Domain.Audit;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GlancePortal.Jobs.Runner;

/// <summary>Runs one job from its claim to its end.</summary>
internal sealed partial class JobExecutor(
    IServiceScopeFactory scopes, JobRows rows, ChangeBroadcast broadcast, TimeProvider time, ILogger<JobExecutor> logger)
{
    private const int MostAbandons = 20;
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<Guid, JobRun> _running = new();

    /// <summary>Claims the job and runs it; returns when it is no longer this process's.</summary>
    public async Task RunAsync(Guid id, CancellationToken stopping)
    {
        if (await rows.ClaimAsync(id, stopping) is not { } job)
        {
            return;
        }

        await using var scope = scopes.CreateAsyncScope();
        var handler = scope.ServiceProvider.GetServices<IJobHandler>().FirstOrDefault(known => known.Does(job.Type));
        if (handler is null)
        {
            await rows.FailAsync(job, JobRun.UnknownCause, $"This version does not know jobs of type {job.Type}.", CancellationToken.None);
            return;
        }

        await using var run = new JobRun(job, rows, broadcast, time, stopping);
        _running[id] = run;
        try
        {
            await RunAsync(handler, run);
        }
        finally
        {
            _running.TryRemove(id, out _);
        }
    }

    /// <summary>Ends the job if it runs here; elsewhere its beat finds the wish in the row.</summary>
    public void Cancel(Guid id)
    {
        if (_running.TryGetValue(id, out var run))
        {
            run.Cancel();
        }
    }

    private async Task RunAsync(IJobHandler handler, JobRun run)
    {
        var job = run.Job;
        try
        {
            if (!run.CancelRequested)
            {
                await handler.RunAsync(run, run.Token);
                await SucceedAsync(handler, run);
                return;
            }
        }
        catch (OperationCanceledException) when (run.IsLost)
        {
            LogLost(job.Type, job.Id);
            return;
        }
        catch (OperationCanceledException) when (run.CancelRequested)
        {
            // Abandoned below.
        }
        catch (OperationCanceledException) when (run.Token.IsCancellationRequested)
        {
            await rows.ReleaseAsync(job, dueAt: null, refusal: null, CancellationToken.None);
            return;
        }
        catch (DomainException) when (run.CancelRequested)
        {
            // It was wanted to end, and has. Abandoned below.
        }
        catch (DomainException refusal)
        {
            await RefusedAsync(handler, run, refusal);
            return;
        }
        catch (Exception fault) when (run.IsTriedAgainAfter(fault))
        {
            LogDatabaseFault(fault, job.Type, job.Id);
            await rows.ReleaseAsync(job, time.GetUtcNow() + RetryAfter, refusal: null, CancellationToken.None);
            return;
        }
        catch (Exception fault)
        {
            LogUnknown(fault, job.Type, job.Id);
            await FailAsync(handler, job, JobRun.UnknownCause, $"The program met a fault of its own; its log names job {job.Id}.");
            return;
        }

        await AbandonAsync(handler, run);
    }

    private async Task AbandonAsync(IJobHandler handler, JobRun run)
    {
        try
        {
            await handler.AbandonAsync(run, CancellationToken.None);
        }
        catch (Exception fault)
        {
            LogUnknown(fault, run.Job.Type, run.Job.Id);
            if (run.Job.Attempts < MostAbandons && handler is not IRecurringJob)
            {
                // Not over before everything that it had made is gone.
                await rows.ReleaseAsync(run.Job, time.GetUtcNow() + RetryAfter, refusal: null, CancellationToken.None);
                return;
            }
        }

        if (handler is IRecurringJob recurring)
        {
            await rows.PlanNextAsync(run.Job, recurring.Every, causeCode: null, causeMessage: null, CancellationToken.None);
        }
        else
        {
            await rows.CancelledAsync(run.Job, CancellationToken.None);
        }
    }

    private Task SucceedAsync(IJobHandler handler, JobRun run) => handler is IRecurringJob recurring
        ? rows.PlanNextAsync(run.Job, recurring.Every, causeCode: null, causeMessage: null, CancellationToken.None)
        : rows.SucceedAsync(run.Job, run.Unsaved, CancellationToken.None);

    private async Task RefusedAsync(IJobHandler handler, JobRun run, DomainException refusal)
    {
        var job = run.Job;
        if (refusal.IsTransient && !run.IsLastAttempt && handler is not IRecurringJob)
        {
            await rows.ReleaseAsync(job, time.GetUtcNow() + (RetryAfter * job.Attempts), refusal, CancellationToken.None);
        }
        else
        {
            LogRefused(job.Type, job.Id, refusal.Code, refusal.Message);
            await FailAsync(handler, job, refusal.Code, refusal.Message);
        }
    }

    private Task FailAsync(IJobHandler handler, Job job, string code, string message) => handler is IRecurringJob recurring
        ? rows.PlanNextAsync(job, recurring.Every, code, message, CancellationToken.None)
        : rows.FailAsync(job, code, message, CancellationToken.None);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {JobType} {JobId} was taken over by another process")]
    private partial void LogLost(string jobType, Guid jobId);

    [LoggerMessage(Level = LogLevel.Information, Message = "Job {JobType} {JobId} failed ({Code}): {Reason}")]
    private partial void LogRefused(string jobType, Guid jobId, string code, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {JobType} {JobId} met a database fault and is tried again")]
    private partial void LogDatabaseFault(Exception fault, string jobType, Guid jobId);

    [LoggerMessage(Level = LogLevel.Error, Message = "Job {JobType} {JobId} met a fault")]
    private partial void LogUnknown(Exception fault, string jobType, Guid jobId);
}
