using GlancePortal.Domain.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace GlancePortal.Domain.Identity;

/// <summary>What people like to see: language and look, kept with the account so that it follows them to another browser.</summary>
/// <param name="db">The records.</param>
public sealed class UserPreferences(PortalDb db)
{
    /// <summary>Name of the language, for example `zh-CN`.</summary>
    public const string Culture = "preference:culture";

    /// <summary>`system`, `light` or `dark`.</summary>
    public const string Theme = "preference:theme";

    /// <summary>What the user chose, by name; what was never chosen is missing.</summary>
    public async Task<IReadOnlyDictionary<string, string>> OfAsync(string userId, CancellationToken cancellationToken)
    {
        var rows = await Rows(userId).AsNoTracking().ToListAsync(cancellationToken);
        return rows.GroupBy(row => row.ClaimType!).ToDictionary(group => group.Key, group => group.Last().ClaimValue ?? "", StringComparer.Ordinal);
    }

    /// <summary>Keeps a choice.</summary>
    /// <param name="userId">Whose.</param>
    /// <param name="name">One of the names above.</param>
    /// <param name="value">The choice.</param>
    /// <param name="cancellationToken">Rolls back.</param>
    public Task SetAsync(string userId, string name, string value, CancellationToken cancellationToken) => db.WriteAsync(
        async token =>
        {
            if (await Rows(userId).Where(row => row.ClaimType == name).ExecuteUpdateAsync(row => row.SetProperty(x => x.ClaimValue, value), token) == 0)
            {
                db.UserClaims.Add(new IdentityUserClaim<string> { UserId = userId, ClaimType = name, ClaimValue = value });
            }
        },
        cancellationToken);

    private IQueryable<IdentityUserClaim<string>> Rows(string userId) =>
        db.UserClaims.Where(row => row.UserId == userId && (row.ClaimType == Culture || row.ClaimType == Theme)).OrderBy(row => row.Id);
}
