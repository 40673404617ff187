using GlancePortal.Domain.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace GlancePortal.Domain.Identity;

/// <summary>Whether this installation is still as its first start left it.</summary>
/// <param name="scopes">A scope for each look.</param>
/// <param name="time">Clock of the memory.</param>
public sealed class FirstRun(IServiceScopeFactory scopes, TimeProvider time)
{
    private readonly ShortCache<bool, bool> _answer = new(time);

    /// <summary>True until the administrator's made-up password was changed; at most two seconds old.</summary>
    public ValueTask<bool> IsAdminPasswordGeneratedAsync(CancellationToken cancellationToken) =>
        _answer.GetAsync(true, LoadAsync, cancellationToken);

    private async Task<bool> LoadAsync(bool generated, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<PortalDb>().Users.AnyAsync(user => user.PasswordGenerated == generated, cancellationToken);
    }
}
