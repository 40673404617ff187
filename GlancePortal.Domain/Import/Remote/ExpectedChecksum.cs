using GlancePortal.Domain.Content;
using GlancePortal.Domain.Errors;

namespace GlancePortal.Domain.Import.Remote;

/// <summary>How a client says what checksum a file has: by itself, or by a file of checksums.</summary>
/// <param name="Digest">The checksum; null when it is in a file.</param>
/// <param name="File">The file of checksums; null when it was given by itself.</param>
public sealed record ExpectedChecksum(ExpectedDigest? Digest, Uri? File)
{
    // So much hex was meant as a checksum, and no file is called so.
    private const int ShortestMistake = 16;

    /// <summary>Reads what a client says.</summary>
    /// <param name="text">
    /// A digest in hex, whose length tells which; the same behind `md5:`, `sha1:`, `sha256:`, `sha384:` or `sha512:`; or the address of a file of checksums,
    /// whole or relative to the source, such as `SHA256SUMS`.
    /// </param>
    /// <param name="source">The file that it is of.</param>
    /// <param name="rules">Looks at the address.</param>
    /// <exception cref="InvalidInputException">It is none of these. Answered 400.</exception>
    /// <exception cref="UriFilteredException">The address is not fetched. Answered 400.</exception>
    public static ExpectedChecksum Read(string text, Uri source, UriRules rules)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(rules);
        var said = text.Trim();
        if (ExpectedDigest.ByLength(said) is { } digest)
        {
            return new ExpectedChecksum(digest, null);
        }

        if (said.Split(':', 2) is [var name, var value] && ExpectedDigest.DigitsOf(name.ToLowerInvariant()) is { } digits)
        {
            return ExpectedDigest.IsDigest(name.ToLowerInvariant(), value)
                ? new ExpectedChecksum(new ExpectedDigest(name.ToLowerInvariant(), value.ToLowerInvariant()), null)
                : throw Invalid($"A {name} has {digits} hexadecimal digits.");
        }

        if (said.Length == 0 || (said.Length >= ShortestMistake && said.All(char.IsAsciiHexDigit)))
        {
            throw Invalid($"{said.Length} hexadecimal digits are no checksum: md5 has 32, sha1 40, sha256 64, sha384 96, sha512 128.");
        }

        if (said.Contains("://", StringComparison.Ordinal))
        {
            return new ExpectedChecksum(null, rules.Require(said));
        }

        return said.Any(char.IsWhiteSpace) || !Uri.TryCreate(source, said, out var beside)
            ? throw Invalid("It is neither a checksum in hex nor the address of a file of checksums.")
            : new ExpectedChecksum(null, rules.Require(beside.AbsoluteUri));
    }

    private static InvalidInputException Invalid(string why) =>
        new InvalidInputException($"The checksum cannot be understood. {why} Correct it, or leave it out.", "import.checksum_invalid");
}
