namespace GlancePortal.Jobs.Runner;

/// <summary>Does one kind of work. Safe to run twice and to be killed at any await.</summary>
public interface IJobHandler
{
    /// <summary>The kind, one of <see cref="Domain.Jobs.JobTypes"/>.</summary>
    string Type { get; }

    /// <summary>Whether it does work of a kind; some kinds are the same work that people and limits tell apart.</summary>
    bool Does(string type) => type == Type;

    /// <summary>Does the work; returning is success.</summary>
    /// <param name="run">The job, its phases and its progress.</param>
    /// <param name="cancellationToken">A person cancelled it, the process ends, or another process took it over.</param>
    /// <exception cref="Domain.Errors.DomainException">It cannot be done: the job fails with this cause.</exception>
    Task RunAsync(JobRun run, CancellationToken cancellationToken);

    /// <summary>Removes everything the work has made, after a person cancelled it.</summary>
    Task AbandonAsync(JobRun run, CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>Work of the program itself that comes again and again, with one row for ever.</summary>
public interface IRecurringJob : IJobHandler
{
    /// <summary>Time from the end of one pass to the start of the next.</summary>
    TimeSpan Every { get; }
}
