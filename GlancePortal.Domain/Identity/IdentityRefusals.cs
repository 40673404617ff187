using System.Globalization;
using GlancePortal.Domain.Errors;

namespace GlancePortal.Domain.Identity;

/// <summary>No credential, or none that is accepted (401). Never says which part was wrong.</summary>
/// <param name="message">What is missing.</param>
public sealed class UnauthenticatedException(string message = "The request you have made requires authentication.")
    : DomainException("access.unauthenticated", message);

/// <summary>Wrong name or password or secret, whichever (401).</summary>
public sealed class WrongCredentialsException() : DomainException("sign_in.credentials", "The request you have made requires authentication.");

/// <summary>The right password of an account that is disabled (401).</summary>
public sealed class AccountDisabledException() : DomainException("sign_in.disabled", "The account is disabled.");

/// <summary>Too many failed sign-ins to this account, whether it exists or not (429).</summary>
/// <param name="retryAfter">How long nobody can sign in to it.</param>
public sealed class TooManyAttemptsException(TimeSpan retryAfter)
    : DomainException(
        "sign_in.locked",
        string.Create(CultureInfo.InvariantCulture, $"Too many failed attempts to sign in to this account. Try again in {Math.Ceiling(retryAfter.TotalSeconds)} seconds."))
{
    /// <summary>How long nobody can sign in to it.</summary>
    public TimeSpan RetryAfter { get; } = retryAfter;

    /// <inheritdoc/>
    public override bool IsTransient => true;
}

/// <summary>The user has no role where the token should act (401).</summary>
/// <param name="message">Names the user and the scope as they were asked for.</param>
public sealed class ScopeDeniedException(string message) : DomainException("sign_in.scope", message);

/// <summary>The bootstrap file asks for something that does not fit what exists.</summary>
/// <param name="message">Names the entry and what is wrong with it.</param>
public sealed class BootstrapFaultException(string message) : DomainException("bootstrap.invalid", message);
