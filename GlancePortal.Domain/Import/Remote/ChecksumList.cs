using System.Text.RegularExpressions;
using GlancePortal.Domain.Content;

namespace GlancePortal.Domain.Import.Remote;

/// <summary>A file of checksums: lines of `sha256sum` and its like, of BSD's tools, or a single checksum; also signed by PGP, which is not verified.</summary>
internal sealed partial class ChecksumList
{
    private readonly List<(string Name, ExpectedDigest Digest)> _named = [];
    private readonly List<ExpectedDigest> _bare = [];

    public ChecksumList(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.TrimEntries);
        foreach (var line in lines.TakeWhile(line => line != "-----BEGIN PGP SIGNATURE-----"))
        {
            Add(line.StartsWith("- ", StringComparison.Ordinal) ? line[2..] : line);
        }
    }

    /// <summary>The strongest kind of checksum that the list has for a file, all different values of it.</summary>
    public IReadOnlyList<ExpectedDigest> Find(string fileName)
    {
        var found = _named.Where(entry => entry.Name == fileName).ToList();
        if (found.Count == 0)
        {
            found = [.. _named.Where(entry => entry.Name[(entry.Name.LastIndexOf('/') + 1)..] == fileName)];
        }

        var digests = found.Count > 0 ? found.Select(entry => entry.Digest) : _named.Count == 0 ? _bare : [];
        return digests.GroupBy(digest => digest.Value.Length).MaxBy(kind => kind.Key)?.Distinct().ToList() ?? [];
    }

    private void Add(string line)
    {
        if (OfBsd().Match(line) is { Success: true } bsd)
        {
            // Only what is named as we know it: a SHA3-256 is as long as a SHA-256.
            var algorithm = bsd.Groups[1].Value.Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();
            if (ExpectedDigest.IsDigest(algorithm, bsd.Groups[3].Value))
            {
                _named.Add((bsd.Groups[2].Value, new ExpectedDigest(algorithm, bsd.Groups[3].Value.ToLowerInvariant())));
            }
        }
        else if (OfGnu().Match(line) is { Success: true } gnu && ExpectedDigest.ByLength(gnu.Groups[1].Value) is { } digest)
        {
            if (gnu.Groups[2].Value is { Length: > 0 } name and not "-")
            {
                _named.Add((name, digest));
            }
            else
            {
                _bare.Add(digest);
            }
        }
    }

    [GeneratedRegex(@"^([A-Za-z0-9-]+) ?\((.+)\) ?= ?([0-9A-Fa-f]+)$")]
    private static partial Regex OfBsd();

    [GeneratedRegex(@"^([0-9A-Fa-f]{32,})(?:\s+\*?(.+))?$")]
    private static partial Regex OfGnu();
}
