using GlancePortal.Domain.Data;
using Microsoft.EntityFrameworkCore;

namespace GlancePortal.Domain.Identity;

/// <summary>Ends tokens of users inside a transaction that changes what they may.</summary>
/// <param name="db">The records.</param>
/// <param name="revocations">Makes the rows.</param>
internal sealed class UserTokens(PortalDb db, Revocations revocations)
{
    /// <summary>Ends all tokens and sessions of a user but one session.</summary>
    public async Task<TokenRevocation> EndAllAsync(string userId, string? exceptSession, CancellationToken cancellationToken)
    {
        await db.PortalSessions.Where(session => session.UserId == userId && session.Id != exceptSession).ExecuteDeleteAsync(cancellationToken);
        return await EndAsync(userId, RevocationSubjects.User(userId), cancellationToken);
    }

    /// <summary>Ends the tokens of a user in one project or domain.</summary>
    public Task<TokenRevocation> EndInScopeAsync(string userId, string scopeId, CancellationToken cancellationToken) =>
        EndAsync(userId, RevocationSubjects.Grant(userId, scopeId), cancellationToken);

    private async Task<TokenRevocation> EndAsync(string userId, string subject, CancellationToken cancellationToken)
    {
        // By the database, so that two nodes never take the same number.
        await db.Users.Where(user => user.Id == userId)
            .ExecuteUpdateAsync(user => user.SetProperty(row => row.TokensVersion, row => row.TokensVersion + 1), cancellationToken);
        var version = await db.Users.Where(user => user.Id == userId).Select(user => user.TokensVersion).SingleAsync(cancellationToken);
        var ended = revocations.Of(subject, version);
        db.TokenRevocations.Add(ended);
        return ended;
    }
}
