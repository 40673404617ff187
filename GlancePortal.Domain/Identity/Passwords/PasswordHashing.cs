using Microsoft.AspNetCore.Identity;

namespace GlancePortal.Domain.Identity;

/// <summary>Hashes and checks passwords, which is slow on purpose: never inside a write transaction, and never on all cores at once.</summary>
public sealed class PasswordHashing : IDisposable
{
    private static readonly PortalUser Nobody = new() { Id = "", UserName = "" };
    private static readonly PasswordHasher<PortalUser> Hasher = new();

    // An account that does not exist is checked against this, so that it takes as long as one that does.
    private static readonly Task<string> NobodysHash = Task.Run(() => Hasher.HashPassword(Nobody, Guid.NewGuid().ToString()));
    // Somebody who floods the door delays the others by this much at most; a browser waits longer than that.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);
    private readonly SemaphoreSlim _cores = new(Math.Max(1, Environment.ProcessorCount - 1));

    /// <summary>Begins to prepare what stands for accounts that do not exist, so that not even the first of them takes longer.</summary>
    public PasswordHashing() => _ = NobodysHash;

    /// <summary>A salted hash to be stored.</summary>
    public Task<string> HashAsync(string password, CancellationToken cancellationToken) =>
        RunAsync(() => Hasher.HashPassword(Nobody, password), cancellationToken);

    /// <summary>Whether the password is the one behind the hash; takes as long when there is no hash.</summary>
    public async Task<bool> VerifyAsync(string? hash, string password, CancellationToken cancellationToken)
    {
        var compared = hash ?? await NobodysHash;
        return await RunAsync(
            () => Hasher.VerifyHashedPassword(Nobody, compared, password) != PasswordVerificationResult.Failed && hash is not null,
            cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _cores.Dispose();

    private async Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        if (!await _cores.WaitAsync(LongestWait, cancellationToken))
        {
            throw new TooManyAttemptsException(LongestWait);
        }

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
