using GlancePortal.Domain.Errors;

namespace GlancePortal.Domain.Identity;

/// <summary>What a password must be. Length alone; composition rules make passwords worse.</summary>
internal static class PasswordRules
{
    // Hashing takes longer the longer the text: a limit, far above what people and generators use.
    private const int Longest = 1024;

    // NIST SP 800-63B, 3.1.1.2: what a person chooses has at least 8 characters.
    private const int ShortestChosen = 8;

    /// <summary>What a person chooses for their own account. What administrators hand out is theirs to answer for.</summary>
    /// <exception cref="InvalidInputException">Too short or too long.</exception>
    public static string RequireChosen(string? password) => password is { Length: >= ShortestChosen }
        ? Require(password)
        : throw new InvalidInputException($"A password that you choose has at least {ShortestChosen} characters.", "password.short");

    /// <exception cref="InvalidInputException">Empty or too long.</exception>
    public static string Require(string? password) => password is { Length: > 0 and <= Longest }
        ? password
        : throw new InvalidInputException($"A password has 1 to {Longest} characters.", "password.invalid");
}
