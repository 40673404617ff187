using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Jobs;

/// <summary>Section `Jobs`.</summary>
public sealed class JobsOptions
{
    internal static IReadOnlyDictionary<string, int?> Defaults { get; } = new Dictionary<string, int?>
    {
        [JobTypes.UploadFinish] = 4,
        [JobTypes.ImageImport] = 4,
        [JobTypes.TaskImport] = 4,
        [JobTypes.ImageConvert] = 2,
    };

    /// <summary>Jobs at once by kind, of all nodes together; 0 holds a kind back.</summary>
    /// <value>For a kind that is not named 4 imports and uploads that are finished, 2 conversions.</value>
    public IReadOnlyDictionary<string, int> AtOnce { get; set; } = new Dictionary<string, int>();

    /// <summary>Jobs of all kinds that one process runs at once.</summary>
    /// <value>16 unless set.</value>
    public int PerProcess { get; set; } = 16;

    /// <summary>How long a job that has ended is kept, with its phases and its log.</summary>
    /// <value>30 days unless set; at least two, for as long as a task of the image API is shown.</value>
    public TimeSpan Keep { get; set; } = TimeSpan.FromDays(30);
}

internal sealed class JobsOptionsRules : IValidateOptions<JobsOptions>
{
    public ValidateOptionsResult Validate(string? name, JobsOptions options)
    {
        var faults = options.AtOnce.Keys.Except(JobTypes.Limited)
            .Select(type => $"Jobs:AtOnce:{type}: no such kind; there are {string.Join(", ", JobTypes.Limited)}.")
            .Concat(options.AtOnce.Where(limit => limit.Value < 0).Select(limit => $"Jobs:AtOnce:{limit.Key}: must not be negative."))
            .ToList();
        if (options.PerProcess < 1)
        {
            faults.Add("Jobs:PerProcess: must be at least 1.");
        }

        if (options.Keep < Import.ImportTasks.TimeToLive)
        {
            faults.Add("Jobs:Keep: must be at least 2 days, for as long as tasks are shown.");
        }

        return faults.Count > 0 ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;
    }
}
