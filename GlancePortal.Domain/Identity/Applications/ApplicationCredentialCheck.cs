using GlancePortal.Domain.Access;
using GlancePortal.Domain.Data;
using Microsoft.EntityFrameworkCore;

namespace GlancePortal.Domain.Identity;

/// <summary>An application credential as a client names it: by id, or by name and user.</summary>
/// <param name="Id">Id; wins over the name.</param>
/// <param name="Name">Name.</param>
/// <param name="User">User of the name.</param>
public sealed record ApplicationCredentialReference(string? Id, string? Name, EntityReference? User);

/// <summary>Checks an application credential: same answer and same time whether it exists or not.</summary>
/// <param name="db">The records.</param>
/// <param name="queries">Finds its user.</param>
/// <param name="hashing">Compares.</param>
/// <param name="throttle">Slows down guessing.</param>
/// <param name="time">Clock of its end.</param>
public sealed class ApplicationCredentialCheck(
    PortalDb db, IdentityQueries queries, PasswordHashing hashing, SignInThrottle throttle, TimeProvider time)
{
    /// <summary>The credential and user whose secret this is.</summary>
    /// <param name="which">The credential as the client named it.</param>
    /// <param name="secret">The secret it showed.</param>
    /// <param name="caller">Where it asks from, for the audit.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <exception cref="WrongCredentialsException">They are not right, it has expired, or its user is disabled.</exception>
    /// <exception cref="TooManyAttemptsException">It is closed for a while.</exception>
    public async Task<(ApplicationCredential Credential, PortalUser User)> RunAsync(
        ApplicationCredentialReference which, string secret, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(which);
        var credential = await FindAsync(which, cancellationToken);
        var account = $"credential/{credential?.Id ?? which.Id ?? $"{which.User}/{which.Name}"}";
        await throttle.CheckAsync(account, cancellationToken);
        if (!await hashing.VerifyAsync(credential?.SecretHash, secret, cancellationToken))
        {
            await throttle.FailAsync(account, credential?.UserId, caller, cancellationToken);
            throw new WrongCredentialsException();
        }

        if (await throttle.CheckAsync(account, cancellationToken))
        {
            await throttle.SucceedAsync(account, cancellationToken);
        }

        var user = await queries.FindEnabledUserAsync(credential!.UserId, cancellationToken);
        return user is not null && !(credential.ExpiresAt <= time.GetUtcNow()) ? (credential, user) : throw new WrongCredentialsException();
    }

    private async Task<ApplicationCredential?> FindAsync(ApplicationCredentialReference which, CancellationToken cancellationToken)
    {
        if (which.Id is not null)
        {
            return await db.ApplicationCredentials.AsNoTracking().SingleOrDefaultAsync(row => row.Id == which.Id, cancellationToken);
        }

        return which.User is not null && await queries.FindUserAsync(which.User, cancellationToken) is { } user
            ? await db.ApplicationCredentials.AsNoTracking()
                .SingleOrDefaultAsync(row => row.UserId == user.Id && row.Name == which.Name, cancellationToken)
            : null;
    }
}
