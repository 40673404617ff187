using System.Text;
using GlancePortal.Domain.Content;

namespace GlancePortal.Domain.Import.Remote;

/// <summary>Finds the checksum that a file must have.</summary>
/// <param name="source">Fetches files of checksums.</param>
public sealed class RemoteChecksums(RemoteSource source)
{
    private const int MaxBytes = 1024 * 1024;

    /// <summary>The checksum that was given, or the line of a file of checksums that is about this file.</summary>
    /// <param name="expected">What the client says.</param>
    /// <param name="of">The file; the last part of its path is looked for.</param>
    /// <param name="cancellationToken">Ends the fetching.</param>
    /// <exception cref="UriFilteredException">The file of checksums leads to an address that is not fetched. Answered 400.</exception>
    /// <exception cref="RemoteSourceException">It cannot be had, is too large, or has no line for the file, or several. Answered 422.</exception>
    public async Task<ExpectedDigest> FindAsync(ExpectedChecksum expected, Uri of, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(expected);
        ArgumentNullException.ThrowIfNull(of);
        if (expected.Digest is { } given)
        {
            return given;
        }

        var list = UriRules.Shown(expected.File!);
        var bytes = await source.ReadSmallAsync(new RemoteTarget(expected.File!), MaxBytes, cancellationToken)
            ?? throw new RemoteSourceException("import.checksum_too_large", $"{list} has more than 1 MiB, which no file of checksums needs. Check its address.");
        var name = Uri.UnescapeDataString(of.Segments[^1]);
        return new ChecksumList(Encoding.UTF8.GetString(bytes)).Find(name) switch
        {
            [var digest] => digest,
            [] => throw new RemoteSourceException(
                "import.checksum_missing", $"{list} has no checksum of a file named {name}. Check its address, or give the checksum itself."),
            _ => throw new RemoteSourceException(
                "import.checksum_ambiguous", $"{list} has several checksums of a file named {name}. Give the right one itself."),
        };
    }
}
