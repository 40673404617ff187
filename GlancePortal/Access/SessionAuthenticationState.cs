using GlancePortal.Domain.Identity;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace GlancePortal.Access;

/// <summary>Ends an open page's circuit state soon after its session ended on the server.</summary>
internal sealed class SessionAuthenticationState(ILoggerFactory loggers, LiveSessions sessions) : RevalidatingServerAuthenticationStateProvider(loggers)
{
    // With the two seconds that an answer is remembered this stays within five.
    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(2);

    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken) =>
        authenticationState.User.SessionId() is { } session && await sessions.UserOfAsync(session, cancellationToken) is not null;
}
