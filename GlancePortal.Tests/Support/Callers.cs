using GlancePortal.Domain.Access;

namespace GlancePortal.Tests.Support;

/// <summary>Callers for tests of the domain.</summary>
internal static class Callers
{
    /// <summary>Somebody with a role in a project; a new project unless one is named.</summary>
    public static Caller With(string role, string? projectId = null) => new()
    {
        UserId = $"user-{role}",
        UserName = role,
        ProjectId = projectId ?? Guid.NewGuid().ToString("N"),
        Roles = RoleNames.Expand([role]),
    };

    public static Caller Member(string? projectId = null) => With(RoleNames.Member, projectId);

    public static Caller Reader(string? projectId = null) => With(RoleNames.Reader, projectId);

    public static Caller Admin(string? projectId = null) => With(RoleNames.Admin, projectId);
}
