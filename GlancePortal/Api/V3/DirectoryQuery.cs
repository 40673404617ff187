using GlancePortal.Domain.Identity;

namespace GlancePortal.Api.V3;

/// <summary>What a list's query asks for. What is not known is ignored, as in Keystone.</summary>
internal static class DirectoryQuery
{
    public static DirectoryFilter Of(HttpRequest request) =>
        new(Text(request, "name"), Text(request, "domain_id"), request.Query.ContainsKey("enabled") ? Flag(request, "enabled") : null);

    public static AssignmentFilter AssignmentsOf(HttpRequest request) => new(
        Text(request, "user.id"),
        Text(request, "scope.project.id"),
        Text(request, "scope.domain.id"),
        Text(request, "role.id"),
        Flag(request, "effective"));

    public static string? Text(HttpRequest request, string name) => request.Query[name].ToString() is { Length: > 0 } text ? text : null;

    // Keystone takes the name alone for yes.
    public static bool Flag(HttpRequest request, string name) =>
        request.Query.TryGetValue(name, out var value)
        && !value.ToString().Equals("false", StringComparison.OrdinalIgnoreCase) && value.ToString() != "0";
}
