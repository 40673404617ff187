using System.Security.Cryptography;
using GlancePortal.Domain.Access;
using GlancePortal.Domain.Audit;
using GlancePortal.Domain.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Identity;

/// <summary>Makes what every installation has, then what the operator's file names. Running it again changes nothing.</summary>
/// <param name="db">The records.</param>
/// <param name="changes">Records what was made.</param>
/// <param name="hashing">Hashes passwords, before the transaction.</param>
/// <param name="revocations">Ends tokens of a password that the file replaced.</param>
/// <param name="options">The file and the administrator's password.</param>
/// <param name="log">Shows a password that was made up.</param>
internal sealed partial class Bootstrap(
    PortalDb db,
    StateChanges changes,
    PasswordHashing hashing,
    Revocations revocations,
    IOptions<PortalIdentityOptions> options,
    ILogger<Bootstrap> log)
{
    private const string PasswordLetters = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private const int PasswordLength = 20;

    /// <exception cref="BootstrapFaultException">The file does not fit what exists.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var file = options.Value.Bootstrap.File is { Length: > 0 } path ? BootstrapFile.Read(path) : new BootstrapFile();
        var passwords = await HashPasswordsAsync(file, cancellationToken);
        var admin = await PrepareAdminAsync(file, cancellationToken);
        await changes.WriteAsync(
            Caller.System,
            async set =>
            {
                var plan = new BootstrapPlan(db, set, revocations);
                await plan.ApplyAsync(file, passwords, cancellationToken);
                if (admin is not null)
                {
                    await plan.AddAdminAsync(admin.Hash, admin.Shown is not null, cancellationToken);
                }
            },
            cancellationToken);
        if (admin?.Shown is { } password)
        {
            LogAdminPassword(IdentityDefaults.AdminName, password);
        }
    }

    // A password is hashed only when the file gives another than it gave last time: a password that the user changed stays.
    private async Task<IReadOnlyDictionary<BootstrapUser, string>> HashPasswordsAsync(BootstrapFile file, CancellationToken cancellationToken)
    {
        var names = file.Users.Select(user => IdentityQueries.Normalize(user.Name)).ToList();
        var known = await db.Users.AsNoTracking()
            .Where(user => names.Contains(user.NormalizedUserName!))
            .Join(db.Domains, user => user.DomainId, domain => domain.Id, (user, domain) => new { User = user, Domain = domain })
            .ToListAsync(cancellationToken);
        var hashes = new Dictionary<BootstrapUser, string>(ReferenceEqualityComparer.Instance);
        await Task.WhenAll(file.Users.Where(wanted => wanted.Password is not null).Select(async wanted =>
        {
            var last = known
                .Where(row => row.User.NormalizedUserName == IdentityQueries.Normalize(wanted.Name)
                    && (wanted.Domain ?? IdentityDefaults.DomainId) is var domain && (domain == row.Domain.Id || domain == row.Domain.Name))
                .Select(row => row.User.BootstrapPasswordHash)
                .FirstOrDefault();
            if (last is null || !await hashing.VerifyAsync(last, wanted.Password!, cancellationToken))
            {
                var hash = await hashing.HashAsync(wanted.Password!, cancellationToken);
                lock (hashes)
                {
                    hashes[wanted] = hash;
                }
            }
        }));
        return hashes;
    }

    private async Task<AdminPassword?> PrepareAdminAsync(BootstrapFile file, CancellationToken cancellationToken)
    {
        var name = IdentityQueries.Normalize(IdentityDefaults.AdminName);
        if (file.Users.Any(user => BootstrapPlan.IsDefaultDomain(user.Domain) && IdentityQueries.Normalize(user.Name) == name)
            || await db.Users.AnyAsync(user => user.NormalizedUserName == name && user.DomainId == IdentityDefaults.DomainId, cancellationToken))
        {
            return null;
        }

        var given = options.Value.Bootstrap.AdminPassword;
        var password = given ?? RandomNumberGenerator.GetString(PasswordLetters, PasswordLength);
        return new AdminPassword(await hashing.HashAsync(password, cancellationToken), given is null ? password : null);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "First start: sign in as '{UserName}' with the password {Password} and change it. It is not shown again.")]
    private partial void LogAdminPassword(string userName, string password);

    private sealed record AdminPassword(string Hash, string? Shown);
}
