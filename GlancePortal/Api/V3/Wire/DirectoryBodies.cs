using System.Text.Json.Serialization;

namespace GlancePortal.Api.V3.Wire;

internal sealed record SelfLink(string Self);

internal sealed record ProjectItem(string Id, string Name, string DomainId, string Description, bool Enabled, string ParentId, SelfLink Links)
{
    public bool IsDomain { get; }

    public IReadOnlyList<string> Tags { get; } = [];

    public IReadOnlyDictionary<string, string> Options { get; } = EmptyOptions.Value;
}

internal sealed record ProjectBody(ProjectItem Project);

internal sealed record ProjectsBody(IReadOnlyList<ProjectItem> Projects, CollectionLinks Links);

internal sealed record UserItem(string Id, string Name, string DomainId, string Description, bool Enabled, SelfLink Links)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Email { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? DefaultProjectId { get; init; }

    public DateTimeOffset? PasswordExpiresAt { get; }

    public IReadOnlyDictionary<string, string> Options { get; } = EmptyOptions.Value;
}

internal sealed record UserBody(UserItem User);

internal sealed record UsersBody(IReadOnlyList<UserItem> Users, CollectionLinks Links);

internal sealed record RoleItem(string Id, string Name, SelfLink Links)
{
    public string? DomainId { get; }

    public string? Description { get; }

    public IReadOnlyDictionary<string, string> Options { get; } = EmptyOptions.Value;
}

internal sealed record RoleBody(RoleItem Role);

internal sealed record RolesBody(IReadOnlyList<RoleItem> Roles, CollectionLinks Links);

internal sealed record DomainItem(string Id, string Name, string Description, bool Enabled, SelfLink Links)
{
    public IReadOnlyList<string> Tags { get; } = [];

    public IReadOnlyDictionary<string, string> Options { get; } = EmptyOptions.Value;
}

internal sealed record DomainBody(DomainItem Domain);

internal sealed record DomainsBody(IReadOnlyList<DomainItem> Domains, CollectionLinks Links);

/// <summary>Keystone's per-object options, none of which exist here; clients want the field.</summary>
internal static class EmptyOptions
{
    public static readonly IReadOnlyDictionary<string, string> Value = new Dictionary<string, string>();
}
