namespace GlancePortal.Domain.Signatures;

/// <summary>The properties that make up a signature, by Glance's names.</summary>
internal static class SignatureProperties
{
    public const string Prefix = "img_signature";
    public const string Signature = "img_signature";
    public const string HashMethod = "img_signature_hash_method";
    public const string KeyType = "img_signature_key_type";
    public const string CertificateId = "img_signature_certificate_uuid";

    private static readonly Dictionary<string, string> Digests = new(StringComparer.Ordinal)
    {
        ["SHA-224"] = "sha224", ["SHA-256"] = "sha256", ["SHA-384"] = "sha384", ["SHA-512"] = "sha512",
    };

    public static IEnumerable<string> HashMethods => Digests.Keys;

    /// <summary>glance-behaviour.md, section 25: with one of them missing nothing is verified.</summary>
    public static bool AreComplete(IReadOnlyDictionary<string, string> properties) =>
        properties.ContainsKey(Signature) && properties.ContainsKey(HashMethod) && properties.ContainsKey(KeyType) && properties.ContainsKey(CertificateId);

    public static string? DigestOf(string hashMethod) => Digests.GetValueOrDefault(hashMethod);
}
