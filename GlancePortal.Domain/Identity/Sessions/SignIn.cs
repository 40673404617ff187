using System.Security.Cryptography;
using GlancePortal.Domain.Access;
using GlancePortal.Domain.Audit;
using GlancePortal.Domain.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Identity;

/// <summary>A browser that has just signed in.</summary>
/// <param name="SessionId">Id of the session, for the cookie.</param>
/// <param name="UserId">Who.</param>
/// <param name="UserName">Its name.</param>
/// <param name="ExpiresAt">When the session ends by itself (UTC).</param>
public sealed record SignedIn(string SessionId, string UserId, string UserName, DateTimeOffset ExpiresAt);

/// <summary>Begins and ends sessions of the portal.</summary>
/// <param name="db">The records.</param>
/// <param name="passwords">Checks the password.</param>
/// <param name="live">Forgets what ended.</param>
/// <param name="changes">Records both.</param>
/// <param name="options">How long a session lasts.</param>
public sealed class SignIn(
    PortalDb db, PasswordCheck passwords, LiveSessions live, StateChanges changes, IOptions<PortalIdentityOptions> options)
{
    /// <summary>Begins a session for a name and password.</summary>
    /// <param name="who">The user as it named itself.</param>
    /// <param name="password">The password.</param>
    /// <param name="caller">Where the request comes from, for the audit.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <exception cref="WrongCredentialsException">They are not right (`credentials` on the page).</exception>
    /// <exception cref="TooManyAttemptsException">The account is closed for a while (`locked`).</exception>
    /// <exception cref="AccountDisabledException">They are right and the account is disabled (`disabled`).</exception>
    public async Task<SignedIn> RunAsync(EntityReference who, string password, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var user = await passwords.RunAsync(who, password, caller, cancellationToken);
        return await changes.WriteAsync(
            caller with { UserId = user.Id, UserName = user.UserName },
            async set =>
            {
                // Over since a while: nobody asks for them any more.
                await db.PortalSessions.Where(row => row.ExpiresAt < set.At).ExecuteDeleteAsync(cancellationToken);
                var session = new PortalSession
                {
                    Id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
                    UserId = user.Id,
                    CreatedAt = set.At,
                    ExpiresAt = set.At + options.Value.SessionLifetime,
                    RemoteAddress = caller.RemoteAddress,
                };
                db.PortalSessions.Add(session);
                set.Record("session.begin", "user", user.Id, projectId: null);
                return new SignedIn(session.Id, user.Id, user.UserName!, session.ExpiresAt);
            },
            cancellationToken);
    }

    /// <summary>Ends a session: from now on its cookie is worth nothing.</summary>
    public async Task EndAsync(Caller caller, string sessionId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        await changes.WriteAsync(
            caller,
            async set =>
            {
                if (await db.PortalSessions.Where(row => row.Id == sessionId).ExecuteDeleteAsync(cancellationToken) > 0)
                {
                    set.Record("session.end", "user", caller.UserId ?? "", projectId: null);
                }
            },
            cancellationToken);
        live.Forget(sessionId);
    }
}
