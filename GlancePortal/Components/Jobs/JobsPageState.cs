using System.Globalization;
using System.Text;
using GlancePortal.Domain.Jobs;

namespace GlancePortal.Components.Jobs;

/// <summary>What the list of jobs shows. The address is the state: this reads it, writes it, and leaves defaults out.</summary>
public sealed record JobsPageState
{
    public const int PageSize = 25;

    /// <summary>States in the order of a job's life.</summary>
    public static readonly IReadOnlyList<JobState> FilterStates =
        [JobState.Running, JobState.Queued, JobState.Waiting, JobState.Failed, JobState.Succeeded, JobState.Cancelled];

    public static readonly IReadOnlyList<string> FilterTypes = JobTypes.Limited;

    public string Text { get; init; } = "";

    public IReadOnlyList<JobState> States { get; init; } = [];

    public IReadOnlyList<string> Types { get; init; } = [];

    /// <summary>The image, for links from elsewhere.</summary>
    public Guid? Image { get; init; }

    /// <summary>Code of the cause, likewise.</summary>
    public string? Cause { get; init; }

    /// <summary>Whether the program's own work is shown too.</summary>
    public bool WithOwn { get; init; }

    /// <summary>The last job of the page before; null on the first page.</summary>
    public Guid? After { get; init; }

    public bool IsFiltered => Text.Length > 0 || States.Count > 0 || Types.Count > 0 || Image is not null || Cause is not null;

    /// <summary>Reads an address's query; what makes no sense there is left at its default.</summary>
    public static JobsPageState Parse(string? text, string? state, string? type, string? image, string? cause, string? own, string? after) => new()
    {
        Text = text?.Trim() ?? "",
        States = [.. FilterStates.Where(known => Names(state).Contains(Name(known)))],
        Types = [.. FilterTypes.Where(known => Names(type).Contains(known))],
        Image = Guid.TryParse(image, out var imageId) ? imageId : null,
        Cause = string.IsNullOrWhiteSpace(cause) ? null : cause.Trim(),
        WithOwn = own == "true",
        After = Guid.TryParse(after, out var last) ? last : null,
    };

    /// <summary>The query of the address, `?…` or empty.</summary>
    public string ToQuery()
    {
        var query = new StringBuilder();
        Add(query, "q", Text);
        Add(query, "state", string.Join(',', States.Select(Name)));
        Add(query, "type", string.Join(',', Types));
        Add(query, "image", Image?.ToString());
        Add(query, "cause", Cause);
        Add(query, "own", WithOwn ? "true" : null);
        Add(query, "after", After?.ToString());
        return query.ToString();
    }

    /// <summary>What to ask the records.</summary>
    /// <param name="projectId">The project; null for all.</param>
    public JobFilter ToFilter(string? projectId) => new()
    {
        ProjectId = projectId,
        Text = Text,
        States = States.Count > 0 ? States : null,
        Types = Types.Count > 0 ? Types : null,
        ImageId = Image,
        Causes = Cause is null ? null : [Cause],
        WithOwn = WithOwn,
    };

    public JobsPageState WithText(string text) => this with { Text = text.Trim(), After = null };

    public JobsPageState Toggle(JobState state) =>
        this with { States = [.. FilterStates.Where(one => States.Contains(one) != (one == state))], After = null };

    public JobsPageState Toggle(string type) =>
        this with { Types = [.. FilterTypes.Where(one => Types.Contains(one) != (one == type))], After = null };

    public JobsPageState ToggleOwn() => this with { WithOwn = !WithOwn, After = null };

    public JobsPageState GoAfter(Guid? last) => this with { After = last };

    public JobsPageState Cleared() => new() { WithOwn = WithOwn };

    public bool Equals(JobsPageState? other) => other is not null && ToQuery() == other.ToQuery();

    public override int GetHashCode() => ToQuery().GetHashCode(StringComparison.Ordinal);

    private static string[] Names(string? text) => text?.ToLowerInvariant().Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    private static string Name(JobState state) => state.ToString().ToLower(CultureInfo.InvariantCulture);

    private static void Add(StringBuilder query, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            query.Append(query.Length == 0 ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
        }
    }
}
