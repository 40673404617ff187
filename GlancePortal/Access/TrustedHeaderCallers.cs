using GlancePortal.Domain.Access;

namespace GlancePortal.Access;

/// <summary>Takes requests at their word, as Glance does behind its token middleware. For development and conformance tests on loopback.</summary>
internal sealed class TrustedHeaderCallers : ICallerSource
{
    public Caller? Find(HttpContext context)
    {
        var headers = context.Request.Headers;
        if (!string.Equals(headers["X-Identity-Status"], "Confirmed", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        return new Caller
        {
            UserId = Text(headers["X-User-Id"]) ?? "",
            UserName = Text(headers["X-User-Name"]),
            ProjectId = Text(headers["X-Project-Id"]) ?? Text(headers["X-Tenant-Id"]),
            ProjectName = Text(headers["X-Project-Name"]),
            ScopeDomainId = Text(headers["X-Domain-Id"]),
            IsSystemScoped = Text(headers["OpenStack-System-Scope"]) is not null,
            Roles = Roles(headers["X-Roles"]),
            ServiceRoles = Roles(headers["X-Service-Roles"]),
            RequestId = context.TraceIdentifier,
            RemoteAddress = context.Connection.RemoteIpAddress?.ToString(),
        };
    }

    // Nothing but a confirmed identity counts, as behind Glance's middleware.
    public bool IsShown(HttpContext context) => false;

    private static System.Collections.Frozen.FrozenSet<string> Roles(string? list) =>
        RoleNames.Expand((list ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    private static string? Text(string? value) => string.IsNullOrEmpty(value) ? null : value;
}
