using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Identity;

/// <summary>The revocations in force, in memory. The rows are the truth; <see cref="RevocationFeed"/> brings those of other nodes.</summary>
/// <param name="time">Clock of the rows.</param>
/// <param name="options">How long a token, and so a revocation, lives.</param>
public sealed class Revocations(TimeProvider time, IOptions<PortalIdentityOptions> options)
{
    private readonly ConcurrentDictionary<string, TokenRevocation> _inForce = new(StringComparer.Ordinal);

    /// <summary>A row to be saved with the change that causes it; <see cref="Apply"/> it when that is committed.</summary>
    internal TokenRevocation Of(string subject, int minimumVersion = 1)
    {
        var now = time.GetUtcNow();
        return new TokenRevocation
        {
            Subject = subject,
            MinimumVersion = minimumVersion,
            CreatedAt = now,
            ExpiresAt = now + options.Value.TokenLifetime,
        };
    }

    internal void Apply(TokenRevocation revocation) =>
        _inForce.AddOrUpdate(
            revocation.Subject,
            revocation,
            (_, known) => known.MinimumVersion > revocation.MinimumVersion ? known : revocation);

    internal void ApplyIfAny(TokenRevocation? revocation)
    {
        if (revocation is not null)
        {
            Apply(revocation);
        }
    }

    internal void Forget(DateTimeOffset now)
    {
        foreach (var (subject, revocation) in _inForce)
        {
            if (revocation.ExpiresAt <= now)
            {
                _inForce.TryRemove(new KeyValuePair<string, TokenRevocation>(subject, revocation));
            }
        }
    }

    internal bool Cover(Token token)
    {
        foreach (var (subject, version) in token.Dependencies)
        {
            if (_inForce.TryGetValue(subject, out var revocation) && version < revocation.MinimumVersion)
            {
                return true;
            }
        }

        return false;
    }
}
