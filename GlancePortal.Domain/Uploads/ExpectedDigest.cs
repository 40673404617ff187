using GlancePortal.Domain.Content;

namespace GlancePortal.Domain.Uploads;

/// <summary>A digest that the sender announced for the whole content.</summary>
/// <param name="Algorithm">For example sha256.</param>
/// <param name="Value">Lower-case hex.</param>
internal sealed record ExpectedDigest(string Algorithm, string Value)
{
    /// <summary>Reads <see cref="Upload.ExpectedDigests"/>.</summary>
    public static IEnumerable<ExpectedDigest> ReadAll(string? text) =>
        (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(item => item.Split(':')).Select(parts => new ExpectedDigest(parts[0], parts[1]));

    /// <summary>What a pass over an upload's content must compute: the announced digests, and that of a signature.</summary>
    public static IEnumerable<string> AlgorithmsOf(Upload upload, string? ofSignature) =>
        ReadAll(upload.ExpectedDigests).Select(digest => digest.Algorithm).Concat(ofSignature is null ? [] : [ofSignature]);

    /// <summary>Refuses content that has another one.</summary>
    /// <exception cref="DigestMismatchException">It differs.</exception>
    public void Check(ContentFacts facts)
    {
        if (!string.Equals(facts.Digests.GetValueOrDefault(Algorithm), Value, StringComparison.Ordinal))
        {
            throw new DigestMismatchException(Algorithm);
        }
    }
}
