using GlancePortal.Domain.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace GlancePortal.Domain.Identity;

/// <summary>Whether sessions still live: the row is there, its time is not over and its user enabled. At most two seconds old.</summary>
/// <param name="scopes">A scope for each look.</param>
/// <param name="time">Clock of their end.</param>
public sealed class LiveSessions(IServiceScopeFactory scopes, TimeProvider time)
{
    private readonly ShortCache<string, string?> _users = new(time);

    /// <summary>Id of the user whose session this is; null when it is over.</summary>
    public ValueTask<string?> UserOfAsync(string sessionId, CancellationToken cancellationToken) =>
        _users.GetAsync(sessionId, LoadAsync, cancellationToken);

    internal void Forget(string sessionId) => _users.Remove(sessionId);

    private async Task<string?> LoadAsync(string sessionId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PortalDb>();
        return await db.PortalSessions.AsNoTracking()
            .Where(session => session.Id == sessionId && session.ExpiresAt > now)
            .Join(db.Users.Where(user => user.Enabled), session => session.UserId, user => user.Id, (_, user) => user)
            .Where(user => db.Domains.Any(domain => domain.Id == user.DomainId && domain.Enabled))
            .Select(user => user.Id)
            .SingleOrDefaultAsync(cancellationToken);
    }
}
