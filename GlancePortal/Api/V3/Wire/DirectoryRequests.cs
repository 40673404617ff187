namespace GlancePortal.Api.V3.Wire;

internal sealed record ProjectRequest(ProjectFields? Project);

internal sealed record ProjectFields(string? Name, string? DomainId, string? Description, bool? Enabled, bool? IsDomain);

internal sealed record UserRequest(UserFields? User);

internal sealed record UserFields(
    string? Name, string? DomainId, string? Description, bool? Enabled, string? Password, string? Email, string? DefaultProjectId);

internal sealed record PasswordChangeRequest(PasswordChange? User);

internal sealed record PasswordChange(string? Password, string? OriginalPassword);
