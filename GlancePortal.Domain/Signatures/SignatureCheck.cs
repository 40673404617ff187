using GlancePortal.Domain.Content;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Import;
using GlancePortal.Domain.Uploads;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Signatures;

/// <summary>Verifies the signatures of images: of what is stored, once, before it is stored.</summary>
/// <remarks>glance-behaviour.md, section 25; docs/adr/0022-scans-and-signatures.md.</remarks>
/// <param name="db">Has the images' properties.</param>
/// <param name="options">Where the certificates are.</param>
/// <param name="time">Clock of their validity.</param>
public sealed class SignatureCheck(PortalDb db, IOptionsMonitor<SignatureOptions> options, TimeProvider time)
{
    private const int LongestSignature = 8 * 1024;

    /// <summary>The digest that a pass over an image's content must compute for its signature; null when it has none.</summary>
    /// <param name="properties">The image's properties.</param>
    public static string? DigestFor(IReadOnlyDictionary<string, string> properties)
    {
        ArgumentNullException.ThrowIfNull(properties);
        return SignatureProperties.AreComplete(properties) ? SignatureProperties.DigestOf(properties[SignatureProperties.HashMethod]) : null;
    }

    /// <summary>The signature that an image's properties name; null when they name none.</summary>
    /// <param name="properties">The image's properties.</param>
    /// <exception cref="SignatureException">They are malformed, or there is no certificate to verify it with. 400.</exception>
    public ContentSignature? Of(IReadOnlyDictionary<string, string> properties)
    {
        ArgumentNullException.ThrowIfNull(properties);
        if (!SignatureProperties.AreComplete(properties))
        {
            return null;
        }

        var digest = DigestFor(properties) ?? throw Malformed(
            SignatureProperties.HashMethod, $"is none of {string.Join(", ", SignatureProperties.HashMethods)}");
        var keyType = properties[SignatureProperties.KeyType];
        if (!SignatureKey.IsKnown(keyType))
        {
            throw Malformed(SignatureProperties.KeyType, $"is none of {string.Join(", ", SignatureKey.Types)}");
        }

        if (!Guid.TryParseExact(properties[SignatureProperties.CertificateId], "D", out var id))
        {
            throw Malformed(SignatureProperties.CertificateId, "is no uuid");
        }

        var signature = SignatureOf(properties[SignatureProperties.Signature]);
        var folder = options.CurrentValue.CertificateDirectory is { Length: > 0 } set ? set : throw new SignatureException(
            "signature.off", "The image has a signature, and there are no certificates here to verify it with: Signatures:CertificateDirectory is not set.");
        return new ContentSignature(CertificateFolder.Load(folder, id, time.GetUtcNow()), keyType, digest, signature);
    }

    /// <summary>The digest that an image's signature is of; null when it has none.</summary>
    internal async Task<string?> DigestForAsync(Guid? imageId, CancellationToken cancellationToken) =>
        imageId is { } id ? DigestFor(await PropertiesAsync(id, cancellationToken)) : null;

    /// <summary>The signature that an image's data must have; null when it has none.</summary>
    internal async Task<ContentSignature?> FindAsync(Guid imageId, CancellationToken cancellationToken) => Of(await PropertiesAsync(imageId, cancellationToken));

    /// <summary>Refuses staged content that does not have its image's signature, and keeps that it was verified.</summary>
    /// <param name="imageId">The image.</param>
    /// <param name="content">What will be stored.</param>
    /// <param name="outcome">What was decided on its way.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="SignatureException">It has another one, or it cannot be verified.</exception>
    internal async Task VerifyAsync(Guid imageId, StagedContent content, ImportOutcome outcome, CancellationToken cancellationToken)
    {
        var properties = await PropertiesAsync(imageId, cancellationToken);
        foreach (var (name, value) in outcome.Properties)
        {
            if (value is null)
            {
                properties.Remove(name);
            }
            else
            {
                properties[name] = value;
            }
        }

        using var signature = Of(properties);
        outcome.SignatureVerified = null;
        if (signature is not null)
        {
            signature.Verify(await WithDigestAsync(content, signature.Digest, cancellationToken));
            outcome.SignatureVerified = true;
        }
    }

    // The pass over the bytes may have been made before the image got its signature.
    private static async Task<ContentFacts> WithDigestAsync(StagedContent content, string digest, CancellationToken cancellationToken)
    {
        if (content.Facts.Digests.ContainsKey(digest))
        {
            return content.Facts;
        }

        using var pass = new ContentPass(content.Facts.HashAlgorithm, [digest]);
        await pass.ReadFileAsync(content.Path, cancellationToken);
        var facts = await pass.CompleteAsync(cancellationToken);
        return facts.HashValue == content.Facts.HashValue ? facts : throw new UploadInterruptedException();
    }

    private async Task<Dictionary<string, string>> PropertiesAsync(Guid imageId, CancellationToken cancellationToken) =>
        await db.ImageProperties.AsNoTracking().Where(property => property.ImageId == imageId && property.Name.StartsWith(SignatureProperties.Prefix))
            .ToDictionaryAsync(property => property.Name, property => property.Value, StringComparer.Ordinal, cancellationToken);

    private static byte[] SignatureOf(string text)
    {
        var bytes = new byte[Math.Min(text.Length, LongestSignature)];
        return text.Length is > 0 and <= LongestSignature && Convert.TryFromBase64String(text, bytes, out var count)
            ? bytes[..count]
            : throw Malformed(SignatureProperties.Signature, "is not base64");
    }

    private static SignatureException Malformed(string property, string fault) => new("signature.malformed", $"The image's property {property} {fault}.");
}
