using System.Text.Json.Serialization;

namespace GlancePortal.Api.V3.Wire;

internal sealed record AssignmentsBody(IReadOnlyList<AssignmentItem> RoleAssignments, CollectionLinks Links);

internal sealed record AssignmentItem(AssignmentParty Role, AssignmentParty User, AssignmentScope Scope, AssignmentLinks Links);

internal sealed record AssignmentLinks(string Assignment);

internal sealed record AssignmentScope
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AssignmentParty? Project { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AssignmentParty? Domain { get; init; }
}

/// <summary>A role, user, project or domain; names only where the client asked for them.</summary>
internal sealed record AssignmentParty(string Id)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Name { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ScopeDomain? Domain { get; init; }
}
