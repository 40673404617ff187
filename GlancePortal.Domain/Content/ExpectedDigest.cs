namespace GlancePortal.Domain.Content;

/// <summary>A digest that somebody announced for a whole content.</summary>
/// <param name="Algorithm">For example sha256.</param>
/// <param name="Value">Lower-case hex.</param>
public sealed record ExpectedDigest(string Algorithm, string Value)
{
    private static readonly Dictionary<string, int> Digits = new(StringComparer.Ordinal)
    {
        ["md5"] = 32, ["sha1"] = 40, ["sha256"] = 64, ["sha384"] = 96, ["sha512"] = 128,
    };

    /// <summary>Hexadecimal digits of an algorithm's digests; null for one that is not known here.</summary>
    public static int? DigitsOf(string algorithm) => Digits.TryGetValue(algorithm, out var digits) ? digits : null;

    /// <summary>Whether the text is a digest of this algorithm in hex.</summary>
    public static bool IsDigest(string algorithm, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length == DigitsOf(algorithm) && text.All(char.IsAsciiHexDigit);
    }

    /// <summary>The digest that a text in hex must be, by its length; null for another text.</summary>
    public static ExpectedDigest? ByLength(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Digits.Keys.FirstOrDefault(algorithm => IsDigest(algorithm, text)) is { } found ? new ExpectedDigest(found, text.ToLowerInvariant()) : null;
    }

    /// <summary>Reads texts such as `sha256:…`, separated by commas, as <see cref="ToString"/> writes each of them.</summary>
    public static IEnumerable<ExpectedDigest> ReadAll(string? text) =>
        (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(item => item.Split(':')).Select(parts => new ExpectedDigest(parts[0], parts[1]));

    /// <summary>Refuses content that has another one.</summary>
    /// <exception cref="DigestMismatchException">It differs.</exception>
    public void Check(ContentFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (!string.Equals(facts.Digests.GetValueOrDefault(Algorithm), Value, StringComparison.Ordinal))
        {
            throw new DigestMismatchException(Algorithm);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Algorithm}:{Value}";
}
