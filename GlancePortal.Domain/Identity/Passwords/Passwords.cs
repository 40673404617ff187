using GlancePortal.Domain.Access;
using GlancePortal.Domain.Audit;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Errors;
using Microsoft.EntityFrameworkCore;

namespace GlancePortal.Domain.Identity;

/// <summary>Changes one's own password.</summary>
/// <param name="db">The records.</param>
/// <param name="check">Checks the old one.</param>
/// <param name="hashing">Hashes the new one.</param>
/// <param name="revocations">Ends what the old one opened.</param>
/// <param name="changes">Records it.</param>
public sealed class Passwords(PortalDb db, PasswordCheck check, PasswordHashing hashing, Revocations revocations, StateChanges changes)
{
    /// <summary>Takes a new password and ends all tokens and sessions but the one it is changed in.</summary>
    /// <param name="caller">Who asks; its user id says whose password it is.</param>
    /// <param name="oldPassword">The password so far.</param>
    /// <param name="newPassword">The new one.</param>
    /// <param name="keepSession">Id of the session that goes on; null when none does.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <exception cref="WrongCredentialsException">The old one is not right.</exception>
    /// <exception cref="TooManyAttemptsException">It was wrong too often.</exception>
    /// <exception cref="InvalidInputException">The new one cannot be used.</exception>
    public async Task ChangeAsync(
        Caller caller, string oldPassword, string newPassword, string? keepSession, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var id = caller.UserId ?? throw new UnauthenticatedException();
        PasswordRules.RequireChosen(newPassword);
        await check.RunAsync(new EntityReference(id, Name: null), oldPassword, caller, cancellationToken);
        var hash = await hashing.HashAsync(newPassword, cancellationToken);
        var ended = await changes.WriteAsync(
            caller,
            async set =>
            {
                await db.Users.Where(user => user.Id == id).ExecuteUpdateAsync(
                    user => user.SetProperty(row => row.PasswordHash, hash).SetProperty(row => row.PasswordGenerated, false), cancellationToken);
                set.Record("user.password", "user", id, projectId: null);
                return await new UserTokens(db, revocations).EndAllAsync(id, keepSession, cancellationToken);
            },
            cancellationToken);
        revocations.Apply(ended);
    }
}
