using GlancePortal.Domain.Errors;

namespace GlancePortal.Domain.Identity;

/// <summary>What a password must be. Length alone; composition rules make passwords worse.</summary>
internal static class PasswordRules
{
    // Hashing takes longer the longer the text: a limit, far above what people and generators use.
    private const int Longest = 1024;

    /// <exception cref="InvalidInputException">Empty or too long.</exception>
    public static string Require(string? password) => password is { Length: > 0 and <= Longest }
        ? password
        : throw new InvalidInputException($"A password has 1 to {Longest} characters.", "password.invalid");
}
