namespace GlancePortal.Domain.Images;

/// <summary>Keeps the fields of an image that only searches read. Whatever changes name, tags or properties calls it before it saves.</summary>
internal static class ImageSearchFields
{
    /// <summary>The property that searches count by.</summary>
    public const string Distro = "os_distro";
    private const int LongestDistro = 255;

    // Around each tag of a set. In a tag it is written otherwise, so that a tag is found as a whole and is only ever itself.
    private const char Around = '\u001f';
    private const char Escape = '\u001e';

    public static void Keep(Image image)
    {
        var tags = image.Tags.Select(tag => tag.Value).Order(StringComparer.Ordinal).ToList();
        image.SearchText = string.Join('\n', tags.Prepend(image.Name ?? "")).ToLowerInvariant();
        image.TagSet = tags.Count == 0 ? null : Around + string.Concat(tags.Select(tag => Escaped(tag) + Around));
        var distro = image.Properties.Find(property => property.Name == Distro)?.Value;
        // A longer one is nobody's distribution; it stays what it is among the properties.
        image.OsDistro = distro?.Length <= LongestDistro ? distro : null;
    }

    /// <summary>Whether <see cref="Image.OsDistro"/> says as much as this property, without a look at the properties.</summary>
    public static bool IsDistro(KeyValuePair<string, string> property) => property.Key == Distro && property.Value.Length <= LongestDistro;

    /// <summary>What a set contains that has the tag, and no other set.</summary>
    public static string PartOf(string tag) => Around + Escaped(tag) + Around;

    public static IEnumerable<string> TagsOf(string tagSet) => tagSet.Split(Around, StringSplitOptions.RemoveEmptyEntries).Select(Unescaped);

    private static string Escaped(string tag) => tag.AsSpan().ContainsAny(Around, Escape)
        ? tag.Replace($"{Escape}", $"{Escape}b").Replace($"{Around}", $"{Escape}a")
        : tag;

    private static string Unescaped(string tag) => tag.Contains(Escape)
        ? tag.Replace($"{Escape}a", $"{Around}").Replace($"{Escape}b", $"{Escape}")
        : tag;
}
