using GlancePortal.Domain.Formats;

namespace GlancePortal.Domain.Content;

/// <summary>What one pass over all bytes found.</summary>
/// <param name="Bytes">Length of the data.</param>
/// <param name="Md5">MD5 in lower-case hex, Glance's <c>checksum</c>.</param>
/// <param name="HashAlgorithm">Name of the secure hash, such as <c>sha512</c>.</param>
/// <param name="HashValue">The secure hash in lower-case hex.</param>
/// <param name="BlockChecksums">XxHash3 (64 bits, little-endian) of each block of 1 MiB, one after the other; the last block may be short.</param>
/// <param name="Format">What the bytes look like.</param>
public sealed record ContentFacts(
    long Bytes, string Md5, string HashAlgorithm, string HashValue, byte[] BlockChecksums, FormatReport Format)
{
    /// <summary>Every hash that was computed, in lower-case hex, by its name in lower case.</summary>
    public required IReadOnlyDictionary<string, string> Digests { get; init; }
}
