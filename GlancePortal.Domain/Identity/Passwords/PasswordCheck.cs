using GlancePortal.Domain.Access;

namespace GlancePortal.Domain.Identity;

/// <summary>Checks a password: same answer and same time whether the account exists or not.</summary>
/// <param name="queries">Finds the account.</param>
/// <param name="hashing">Compares.</param>
/// <param name="throttle">Slows down guessing.</param>
public sealed class PasswordCheck(IdentityQueries queries, PasswordHashing hashing, SignInThrottle throttle)
{
    /// <summary>The user whose name and password these are.</summary>
    /// <param name="who">The account as the client named it.</param>
    /// <param name="password">The password it showed.</param>
    /// <param name="caller">Where it asks from, for the audit.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <exception cref="WrongCredentialsException">They are not right.</exception>
    /// <exception cref="TooManyAttemptsException">The account is closed for a while.</exception>
    /// <exception cref="AccountDisabledException">They are right and the account is disabled.</exception>
    public async Task<PortalUser> RunAsync(EntityReference who, string password, Caller caller, CancellationToken cancellationToken)
    {
        var user = await queries.FindUserAsync(who, cancellationToken);
        var account = AccountOf(who, user);
        await throttle.CheckAsync(account, cancellationToken);
        if (!await hashing.VerifyAsync(user?.PasswordHash, password, cancellationToken))
        {
            await throttle.FailAsync(account, user?.Id, caller, cancellationToken);
            throw new WrongCredentialsException();
        }

        // Asked again: while this one was compared, others may have failed until the account was closed.
        if (await throttle.CheckAsync(account, cancellationToken))
        {
            await throttle.SucceedAsync(account, cancellationToken);
        }

        return await queries.FindEnabledUserAsync(user!.Id, cancellationToken) ?? throw new AccountDisabledException();
    }

    // By id or by name it is the same account and the same count.
    private static string AccountOf(EntityReference who, PortalUser? user) => user is not null
        ? $"{user.DomainId}/{user.NormalizedUserName}"
        : who.Id is not null ? $"id/{who.Id}" : $"{who.DomainId ?? who.DomainName ?? IdentityDefaults.DomainId}/{IdentityQueries.Normalize(who.Name ?? "")}";
}
