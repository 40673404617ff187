using System.Collections.Frozen;

namespace GlancePortal.Domain.Access;

/// <summary>Who asks: the one thing that rules look at. Made once at the door, from a token, a cookie or trusted headers.</summary>
public sealed record Caller
{
    /// <summary>Id of the user; null for an anonymous caller and for the program itself.</summary>
    public string? UserId { get; init; }

    /// <summary>Name of the user, for people to read.</summary>
    public string? UserName { get; init; }

    /// <summary>Id of the project the caller acts in; null without one.</summary>
    public string? ProjectId { get; init; }

    /// <summary>Name of the project, for people to read.</summary>
    public string? ProjectName { get; init; }

    /// <summary>Id of the domain of a domain-scoped token; null otherwise.</summary>
    public string? ScopeDomainId { get; init; }

    /// <summary>True for a token of the whole system, which is of no project.</summary>
    public bool IsSystemScoped { get; init; }

    /// <summary>Roles with all that they imply, compared without case.</summary>
    public FrozenSet<string> Roles { get; init; } = FrozenSet<string>.Empty;

    /// <summary>Roles of the service that passes the request on for the user, by its own token; empty when none does.</summary>
    public FrozenSet<string> ServiceRoles { get; init; } = FrozenSet<string>.Empty;

    /// <summary>Id of the request, `req-…`, for logs and the audit.</summary>
    public string? RequestId { get; init; }

    /// <summary>Address the request came from, for the audit.</summary>
    public string? RemoteAddress { get; init; }

    /// <summary>The program's own work: jobs and start-up. May do everything.</summary>
    public static Caller System { get; } = new() { UserName = "system", Roles = RoleNames.Expand([RoleNames.Admin]), IsSystem = true };

    /// <summary>A caller who showed no credential.</summary>
    public static Caller Anonymous { get; } = new();

    /// <summary>A caller who showed no credential where <see cref="AccessOptions.AllowAnonymous"/> lets them look.</summary>
    public static Caller AnonymousReader { get; } = new() { Roles = RoleNames.Expand([RoleNames.Reader]) };

    /// <summary>True for the administrator role, whatever the project.</summary>
    public bool IsAdmin => Roles.Contains(RoleNames.Admin);

    /// <summary>True for the program's own work, which no rule holds back.</summary>
    public bool IsSystem { get; private init; }

    /// <summary>False for the token of a domain or of the system: that is for people and services, and images are of projects.</summary>
    public bool IsOfProjects => ProjectId is not null || (ScopeDomainId is null && !IsSystemScoped);

    /// <summary>True unless anonymous.</summary>
    public bool IsAuthenticated => UserId is not null || IsAdmin || ProjectId is not null;

    /// <summary>Whether the caller holds the role, given or implied.</summary>
    public bool Has(string role) => Roles.Contains(role);
}
