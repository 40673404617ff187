using System.Globalization;
using System.Text.Json;
using GlancePortal.Domain.Access;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Images;
using GlancePortal.Domain.Import;
using Microsoft.EntityFrameworkCore;

namespace GlancePortal.Domain.Jobs;

/// <summary>What is said of jobs beside their rows: names, speed, and their log.</summary>
/// <param name="db">The records.</param>
/// <param name="access">Says whose names are told.</param>
/// <param name="queries">Finds what the caller may see.</param>
/// <param name="time">Clock of the speed.</param>
public sealed class JobFacts(PortalDb db, ImageAccess access, JobQueries queries, TimeProvider time)
{
    /// <summary>The same jobs with the names of their images and projects, and with their speed.</summary>
    /// <param name="caller">Who looks.</param>
    /// <param name="jobs">Jobs that the caller sees.</param>
    /// <param name="cancellationToken">Ends the queries.</param>
    public async Task<IReadOnlyList<DescribedJob>> DescribeAsync(Caller caller, IReadOnlyList<Job> jobs, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        var images = await ImagesAsync(jobs, cancellationToken);
        var projects = await ProjectsAsync(jobs, cancellationToken);
        var resumed = await ResumedAsync(jobs, cancellationToken);
        var now = time.GetUtcNow();
        return [.. jobs.Select(job => new DescribedJob(
            job, NameOf(job), job.ProjectId is { } project ? projects.GetValueOrDefault(project) : null, PaceOf(job), OriginOf(job)))];

        // An image that was given away is its new owner's to name.
        string? NameOf(Job job) => job.ImageId is { } id && images.TryGetValue(id, out var image)
            && (image.OwnerId == job.ProjectId || access.IsAdmin(caller)) ? image.Name : null;

        JobPace? PaceOf(Job job) => job.State == JobState.Running && job.Phases.Find(phase => phase.State == JobState.Running) is { } phase
            ? JobPace.Of(phase, resumed.GetValueOrDefault((job.Id, phase.Name)), now)
            : null;
    }

    // Neither the whole request nor the address as it was given: they may have passwords.
    private static JobOrigin? OriginOf(Job job)
    {
        if (job.Input is null || !ImportJobs.TaskTypes.Contains(job.Type))
        {
            return null;
        }

        var request = ImportJobs.RequestOf(job);
        return new JobOrigin(request.Method, ImportSources.NameOf(request), request.Stores);
    }

    /// <summary>A part of a job's log in the order of its lines.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="id">The job.</param>
    /// <param name="part">Which part.</param>
    /// <param name="cancellationToken">Ends the queries.</param>
    /// <exception cref="Errors.NotFoundException">There is no such job that the caller may know of. 404.</exception>
    public async Task<JobLogPart> LogAsync(Caller caller, Guid id, JobLogRange part, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(part);
        await queries.GetAsync(caller, id, cancellationToken);
        var lines = db.JobLogLines.AsNoTracking().Where(line => line.JobId == id);
        if (part.After is { } after)
        {
            var next = await lines.Where(line => line.Id > after).OrderBy(line => line.Id).Take(part.Take + 1).ToListAsync(cancellationToken);
            return new JobLogPart([.. next.Take(part.Take)], HasMore: next.Count > part.Take);
        }

        lines = part.Before is { } before ? lines.Where(line => line.Id < before) : lines;
        var last = await lines.OrderByDescending(line => line.Id).Take(part.Take + 1).ToListAsync(cancellationToken);
        return new JobLogPart([.. last.Take(part.Take).Reverse()], HasMore: last.Count > part.Take);
    }

    private async Task<Dictionary<Guid, (string? Name, string? OwnerId)>> ImagesAsync(IReadOnlyList<Job> jobs, CancellationToken cancellationToken)
    {
        var ids = jobs.Where(job => job.ImageId is not null).Select(job => job.ImageId!.Value).Distinct().ToList();
        return ids.Count == 0
            ? []
            : await db.Images.Where(image => ids.Contains(image.Id)).Select(image => new { image.Id, image.Name, image.OwnerId })
                .ToDictionaryAsync(image => image.Id, image => (image.Name, image.OwnerId), cancellationToken);
    }

    private async Task<Dictionary<string, string>> ProjectsAsync(IReadOnlyList<Job> jobs, CancellationToken cancellationToken)
    {
        var ids = jobs.Where(job => job.ProjectId is not null).Select(job => job.ProjectId!).Distinct().ToList();
        return ids.Count == 0
            ? []
            : await db.Projects.Where(project => ids.Contains(project.Id)).ToDictionaryAsync(project => project.Id, project => project.Name, cancellationToken);
    }

    // Where the present try of a phase began: what an earlier one had brought tells nothing of the speed.
    private async Task<Dictionary<(Guid Job, string Phase), long>> ResumedAsync(IReadOnlyList<Job> jobs, CancellationToken cancellationToken)
    {
        var running = jobs.Where(job => job.State == JobState.Running).ToDictionary(job => job.Id);
        var found = new Dictionary<(Guid, string), long>();
        if (running.Count == 0)
        {
            return found;
        }

        var lines = await db.JobLogLines.AsNoTracking().Where(line => running.Keys.Contains(line.JobId) && line.Code == JobPace.Resumed)
            .OrderBy(line => line.Id).ToListAsync(cancellationToken);
        foreach (var line in lines)
        {
            if (line.Values is { } json && JsonSerializer.Deserialize<string[]>(json) is [var name, var bytes]
                && running[line.JobId].Phases.Find(phase => phase.Name == name) is { StartedAt: { } started } && line.At >= started)
            {
                found[(line.JobId, name)] = long.Parse(bytes, CultureInfo.InvariantCulture);
            }
        }

        return found;
    }
}

/// <summary>A job as people read it.</summary>
/// <param name="Job">The row with its phases.</param>
/// <param name="ImageName">Name of its image; null when it has none or is not the caller's to know.</param>
/// <param name="ProjectName">Name of its project; null where projects are not records of ours.</param>
/// <param name="Pace">How fast its running phase is; null when there is nothing to say.</param>
/// <param name="Origin">Where its data comes from; null for what is no import.</param>
public sealed record DescribedJob(Job Job, string? ImageName, string? ProjectName, JobPace? Pace, JobOrigin? Origin);

/// <summary>Where the data of an import comes from and goes to.</summary>
/// <param name="Method">One of <see cref="ImportMethods"/>.</param>
/// <param name="Source">Its name without credentials; null for what was sent here.</param>
/// <param name="Stores">Ids of the stores.</param>
public sealed record JobOrigin(string Method, string? Source, IReadOnlyList<string> Stores);

/// <summary>Which part of a log.</summary>
/// <param name="Take">Lines at most.</param>
/// <param name="After">Those that follow this line; null for the last ones.</param>
/// <param name="Before">The last ones before this line; null for the last of all.</param>
public sealed record JobLogRange(int Take, long? After = null, long? Before = null);

/// <summary>A part of a log.</summary>
/// <param name="Lines">In their order.</param>
/// <param name="HasMore">Whether there are more in the direction that was asked for.</param>
public sealed record JobLogPart(IReadOnlyList<JobLogLine> Lines, bool HasMore);
