using System.Text.Json.Serialization;

namespace GlancePortal.Api.V3.Wire;

internal sealed record TokenBody(TokenItem Token);

/// <summary>What a token says. What does not apply, a project for example, is absent and not null.</summary>
internal sealed record TokenItem
{
    public required IReadOnlyList<string> Methods { get; init; }

    public required TokenUser User { get; init; }

    public required IReadOnlyList<string> AuditIds { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public required DateTimeOffset IssuedAt { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ScopeProject? Project { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? IsDomain { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ScopeDomain? Domain { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<NamedId>? Roles { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<CatalogService>? Catalog { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TokenApplicationCredential? ApplicationCredential { get; init; }
}

internal sealed record TokenUser(string Id, string Name, ScopeDomain Domain, DateTimeOffset? PasswordExpiresAt);

internal sealed record ScopeProject(string Id, string Name, ScopeDomain Domain);

internal sealed record ScopeDomain(string Id, string Name);

internal sealed record NamedId(string Id, string Name);

internal sealed record TokenApplicationCredential(string Id, bool Restricted);
