using GlancePortal.Api.V3.Wire;
using GlancePortal.Domain.Identity;

namespace GlancePortal.Api.V3;

/// <summary>Says what a token says, in Keystone's words.</summary>
internal static class TokenBodies
{
    /// <param name="token">The token.</param>
    /// <param name="catalog">The services; null when the client does not want them.</param>
    public static TokenBody Of(Token token, IReadOnlyList<CatalogService>? catalog)
    {
        var isScoped = token.Project is not null || token.Domain is not null;
        return new TokenBody(new TokenItem
        {
            Methods = token.Methods,
            User = new TokenUser(token.User.Id, token.User.Name, DomainOf(token.User.Domain), PasswordExpiresAt: null),
            AuditIds = token.ChainId is null ? [token.AuditId] : [token.AuditId, token.ChainId],
            ExpiresAt = token.ExpiresAt,
            IssuedAt = token.IssuedAt,
            Project = token.Project is { } project ? new ScopeProject(project.Id, project.Name, DomainOf(project.Domain)) : null,
            IsDomain = token.Project is null ? null : false,
            Domain = token.Domain is { } domain ? DomainOf(domain) : null,
            Roles = isScoped ? [.. token.Caller.Roles.Order(StringComparer.Ordinal).Select(name => new NamedId(Role.IdOf(name), name))] : null,
            Catalog = isScoped ? catalog : null,
            ApplicationCredential = token.ApplicationCredentialId is { } id ? new TokenApplicationCredential(id, token.IsRestricted) : null,
        });
    }

    private static ScopeDomain DomainOf(DomainRef domain) => new(domain.Id, domain.Name);
}
