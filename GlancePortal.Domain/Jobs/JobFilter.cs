namespace GlancePortal.Domain.Jobs;

/// <summary>Which jobs a list shows, among those that the caller sees. Everything given must hold.</summary>
public sealed record JobFilter
{
    /// <summary>Part of the job's id, its image's id or name, or the name of who asked for it; whatever the case.</summary>
    public string? Text { get; init; }

    /// <summary>Any of these kinds, of <see cref="JobTypes"/>; null means all.</summary>
    public IReadOnlyList<string>? Types { get; init; }

    /// <summary>Any of these states; null means all.</summary>
    public IReadOnlyList<JobState>? States { get; init; }

    /// <summary>The project; null means all that the caller sees.</summary>
    public string? ProjectId { get; init; }

    /// <summary>The image.</summary>
    public Guid? ImageId { get; init; }

    /// <summary>Any of these codes of the cause; null means any or none.</summary>
    public IReadOnlyList<string>? Causes { get; init; }

    /// <summary>Asked for at this time or later (UTC).</summary>
    public DateTimeOffset? CreatedAfter { get; init; }

    /// <summary>Asked for before this time (UTC).</summary>
    public DateTimeOffset? CreatedBefore { get; init; }

    /// <summary>Any of these ids.</summary>
    public IReadOnlyList<Guid>? Ids { get; init; }

    /// <summary>Whether the program's own work, which comes again and again, is listed too.</summary>
    public bool WithOwn { get; init; }
}
