namespace GlancePortal.Components.NewImage;

/// <summary>A checksum that the content must have.</summary>
/// <param name="Algorithm">md5, sha256 or sha512.</param>
/// <param name="Hex">The digest in lower-case hex.</param>
internal sealed record ExpectedChecksum(string Algorithm, string Hex)
{
    /// <summary>
    /// Reads a digest as it stands beside downloads: bare, with its algorithm before it (`sha256:…`), or a whole line of a checksum file.
    /// The length tells the algorithm. Null when it is none.
    /// </summary>
    public static ExpectedChecksum? Parse(string text)
    {
        var word = text.Trim().Split([' ', '\t', '\n'], 2)[0];
        var hex = word[(word.LastIndexOf(':') + 1)..].ToLowerInvariant();
        var algorithm = hex.Length switch { 32 => "md5", 64 => "sha256", 128 => "sha512", _ => null };
        return algorithm is not null && hex.All(char.IsAsciiHexDigit) ? new ExpectedChecksum(algorithm, hex) : null;
    }
}
