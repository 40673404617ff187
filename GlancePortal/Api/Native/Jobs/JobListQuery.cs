using GlancePortal.Api.OpenApi;
using GlancePortal.Api.V2;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Jobs;
using Microsoft.AspNetCore.WebUtilities;

namespace GlancePortal.Api.Native.Jobs;

/// <summary>Reads which jobs a query asks for. What is not known is refused: a list that ignores a condition shows too much.</summary>
internal sealed record JobListQuery(JobFilter Filter, Guid? Marker, int Limit)
{
    private const int MaxLimit = 200;
    private const int DefaultLimit = 25;

    public static OperationDescription Described(OperationDescription it) => it
        .Query("q", "Part of the job's id, its image's id or name, or the name of who asked for it; whatever the case.")
        .Query("type", "Any of these kinds, separated by commas.")
        .Query("state", "Any of these states, separated by commas.", Shapes.OneOf(Enum.GetNames<JobState>().Select(name => name.ToLowerInvariant())))
        .Query("project", "The project; for administrators.")
        .Query("image", "The image.", Shapes.Id)
        .Query("cause", "Any of these codes of the cause.")
        .Query("created_after", "Asked for at this time or later, in ISO 8601.", Shapes.Time)
        .Query("created_before", "Asked for before this time.", Shapes.Time)
        .Query("own", "Whether the program's own work is listed too; false unless said.", Shapes.Flag)
        .Query("limit", $"Jobs of the page, at most {MaxLimit}; {DefaultLimit} unless said.", Shapes.Integer)
        .Query("marker", "`next` of the page before: the id of its last job.", Shapes.Id);

    public static JobListQuery Read(string? query)
    {
        var (asked, conditions) = (new JobListQuery(new JobFilter(), Marker: null, DefaultLimit), 0);
        foreach (var pair in new QueryStringEnumerable(query))
        {
            QueryValues.RequireFew(++conditions);
            asked = asked.With(pair.DecodeName().ToString(), pair.DecodeValue().ToString());
        }

        return asked;
    }

    private JobListQuery With(string name, string value) => name switch
    {
        "project_id" => this,
        "q" => this with { Filter = Filter with { Text = value } },
        "type" => this with { Filter = Filter with { Types = Values(name, value) } },
        "state" => this with { Filter = Filter with { States = [.. Values(name, value).Select(StateOf)] } },
        "project" => this with { Filter = Filter with { ProjectId = value } },
        "image" => this with { Filter = Filter with { ImageId = IdOf(name, value) } },
        "cause" => this with { Filter = Filter with { Causes = Values(name, value) } },
        "created_after" => this with { Filter = Filter with { CreatedAfter = QueryValues.Instant(name, value) } },
        "created_before" => this with { Filter = Filter with { CreatedBefore = QueryValues.Instant(name, value) } },
        "own" => this with { Filter = Filter with { WithOwn = bool.TryParse(value, out var own) ? own : throw Wrong(name, "must be true or false") } },
        "limit" => this with { Limit = (int)Math.Clamp(QueryValues.Count(name, value), 1, MaxLimit) },
        "marker" => this with { Marker = IdOf(name, value) },
        _ => throw Wrong(name, "is not known"),
    };

    private static List<string> Values(string name, string value) =>
        QueryValues.Capped(name, value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    private static JobState StateOf(string text) =>
        Enum.GetValues<JobState>().Where(state => state.ToString().Equals(text, StringComparison.OrdinalIgnoreCase)).Select(state => (JobState?)state).FirstOrDefault()
        ?? throw Wrong("state", $"must be any of {string.Join(", ", Enum.GetNames<JobState>()).ToLowerInvariant()}");

    private static Guid IdOf(string name, string value) => Guid.TryParse(value, out var id) ? id : throw Wrong(name, "must be an id");

    private static InvalidInputException Wrong(string name, string fault) => new($"Parameter {name} {fault}.", "query.invalid");
}
