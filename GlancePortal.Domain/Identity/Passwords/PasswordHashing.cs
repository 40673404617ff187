using Microsoft.AspNetCore.Identity;

namespace GlancePortal.Domain.Identity;

/// <summary>Hashes and checks passwords, which is slow on purpose: never inside a write transaction, and never on all cores at once.</summary>
public sealed class PasswordHashing : IDisposable
{
    // An account that does not exist is checked against this, so that it takes as long as one that does.
    private static readonly PortalUser Nobody = new() { Id = "", UserName = "" };
    private readonly PasswordHasher<PortalUser> _hasher = new();
    private readonly SemaphoreSlim _cores = new(Math.Max(1, Environment.ProcessorCount - 1));
    private readonly Task<string> _nobodysHash;

    /// <summary>Prepares the hash that stands for accounts which do not exist.</summary>
    public PasswordHashing() => _nobodysHash = Task.Run(() => _hasher.HashPassword(Nobody, Guid.NewGuid().ToString()));

    /// <summary>A salted hash to be stored.</summary>
    public Task<string> HashAsync(string password, CancellationToken cancellationToken) =>
        RunAsync(() => _hasher.HashPassword(Nobody, password), cancellationToken);

    /// <summary>Whether the password is the one behind the hash; takes as long when there is no hash.</summary>
    public async Task<bool> VerifyAsync(string? hash, string password, CancellationToken cancellationToken)
    {
        var compared = hash ?? await _nobodysHash;
        return await RunAsync(
            () => _hasher.VerifyHashedPassword(Nobody, compared, password) != PasswordVerificationResult.Failed && hash is not null,
            cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _cores.Dispose();

    private async Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        await _cores.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(work, cancellationToken);
        }
        finally
        {
            _cores.Release();
        }
    }
}
