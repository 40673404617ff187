using System.Text.Json;

namespace GlancePortal.Api.V3.Wire;

/// <summary>The body of `POST /v3/auth/tokens`; the scope is an object or a word and is read later.</summary>
internal sealed record AuthRequest(AuthPart? Auth);

internal sealed record AuthPart(IdentityPart? Identity, JsonElement Scope);

internal sealed record IdentityPart(IReadOnlyList<string>? Methods, PasswordPart? Password, TokenPart? Token, ApplicationCredentialPart? ApplicationCredential);

internal sealed record PasswordPart(UserPart? User);

internal sealed record UserPart(string? Id, string? Name, DomainPart? Domain, string? Password);

internal sealed record DomainPart(string? Id, string? Name);

internal sealed record TokenPart(string? Id);

internal sealed record ApplicationCredentialPart(string? Id, string? Name, string? Secret, UserPart? User);

internal sealed record ScopePart(ProjectPart? Project, DomainPart? Domain);

internal sealed record ProjectPart(string? Id, string? Name, DomainPart? Domain);
