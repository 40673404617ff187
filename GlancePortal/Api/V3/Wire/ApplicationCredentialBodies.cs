using System.Text.Json.Serialization;

namespace GlancePortal.Api.V3.Wire;

internal sealed record ApplicationCredentialRequest(ApplicationCredentialFields? ApplicationCredential);

internal sealed record ApplicationCredentialFields(
    string? Name, string? Description, string? Secret, IReadOnlyList<RoleChoice>? Roles, DateTimeOffset? ExpiresAt, bool? Unrestricted);

internal sealed record RoleChoice(string? Id, string? Name);

internal sealed record ApplicationCredentialItem(
    string Id,
    string Name,
    string? Description,
    string UserId,
    string ProjectId,
    IReadOnlyList<RoleItem> Roles,
    DateTimeOffset? ExpiresAt,
    bool Unrestricted,
    SelfLink Links)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Secret { get; init; }

    public string? System { get; }
}

internal sealed record ApplicationCredentialBody(ApplicationCredentialItem ApplicationCredential);

internal sealed record ApplicationCredentialsBody(IReadOnlyList<ApplicationCredentialItem> ApplicationCredentials, CollectionLinks Links);
