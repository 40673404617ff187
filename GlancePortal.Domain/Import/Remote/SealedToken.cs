using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace GlancePortal.Domain.Import.Remote;

/// <summary>Keeps a user's token for a job that fetches in the user's name: encrypted, and good for that one image only.</summary>
/// <param name="protection">Encrypts with keys that every node of the database has.</param>
public sealed class SealedToken(IDataProtectionProvider protection)
{
    private const string Purpose = "GlancePortal.Import.Token.v1";

    /// <summary>The token as it may lie in a record. Remove it when the job has ended.</summary>
    public string Seal(string token, Guid imageId) => ProtectorOf(imageId).Protect(token);

    /// <summary>The token again.</summary>
    /// <exception cref="RemoteSourceException">It was sealed for another image, or its key is gone. Answered 422.</exception>
    public string Open(string sealedToken, Guid imageId)
    {
        try
        {
            return ProtectorOf(imageId).Unprotect(sealedToken);
        }
        catch (CryptographicException fault)
        {
            throw new RemoteSourceException("import.token_lost", "Your token for the other region cannot be read any more. Start the import again.", isTransient: false, fault);
        }
    }

    private IDataProtector ProtectorOf(Guid imageId) => protection.CreateProtector(Purpose, imageId.ToString());
}
