namespace GlancePortal.Uploads.Requirements;

/// <summary>An upload is whole, a part of a later one, or the parts that it names.</summary>
/// <param name="IsPartial">Whether it is a part.</param>
/// <param name="Parts">The parts in order; null unless it is made of parts.</param>
internal sealed record UploadConcat(bool IsPartial, IReadOnlyList<Guid>? Parts)
{
    private const string Final = "final;";

    /// <exception cref="TusHeaderException">It is none of the three.</exception>
    public static UploadConcat Read(IHeaderDictionary headers)
    {
        var text = headers[TusHeaders.UploadConcat].ToString().Trim();
        return text switch
        {
            "" => new UploadConcat(IsPartial: false, Parts: null),
            "partial" => new UploadConcat(IsPartial: true, Parts: null),
            _ when text.StartsWith(Final, StringComparison.Ordinal) => new UploadConcat(IsPartial: false, ReadParts(text[Final.Length..])),
            _ => throw Invalid(),
        };
    }

    private static Guid[] ReadParts(string list)
    {
        Guid[] parts = [.. list.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(ReadPart)];
        return parts.Length > 0 ? parts : throw Invalid();
    }

    // Addresses of ours, whole or from the path on: proxies may have given this server another name.
    private static Guid ReadPart(string address)
    {
        var path = Uri.TryCreate(address, UriKind.Absolute, out var uri) && !uri.IsFile ? uri.AbsolutePath : address;
        var slash = path.LastIndexOf('/');
        return slash >= 0 && path.AsSpan(0, slash).EndsWith(TusEndpoints.Path, StringComparison.Ordinal)
            && Guid.TryParseExact(path.AsSpan(slash + 1), "D", out var id)
                ? id
                : throw Invalid();
    }

    private static TusHeaderException Invalid() =>
        new(TusHeaders.UploadConcat, "'partial', or 'final;' and the addresses of partial uploads, separated by spaces");
}
