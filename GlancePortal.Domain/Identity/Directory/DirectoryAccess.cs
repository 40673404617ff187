using GlancePortal.Domain.Access;
using GlancePortal.Domain.Errors;

namespace GlancePortal.Domain.Identity;

/// <summary>Who may look at and change users, projects and roles.</summary>
internal static class DirectoryAccess
{
    /// <exception cref="ForbiddenException">Not an administrator.</exception>
    public static void RequireAdmin(this Caller caller, string operation) => Require(caller.IsAdmin, operation);

    /// <exception cref="ForbiddenException">The rule does not hold.</exception>
    public static void Require(bool allowed, string operation)
    {
        if (!allowed)
        {
            throw new ForbiddenException($"You are not authorized to perform the requested action: {operation}.");
        }
    }

    /// <exception cref="InvalidInputException">Empty or too long.</exception>
    public static string RequireName(string? name, string kind)
    {
        const int Longest = 255;
        return name is { Length: > 0 and <= Longest } && !string.IsNullOrWhiteSpace(name)
            ? name
            : throw new InvalidInputException($"The name of a {kind} has 1 to {Longest} characters.");
    }
}
