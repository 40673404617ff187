using System.Text.Json;

namespace GlancePortal.Domain.Images;

/// <summary>Keeps the fields of an image that only searches read. Whatever changes name, tags or properties calls it before it saves.</summary>
internal static class ImageSearchFields
{
    private const string Distro = "os_distro";
    private const int LongestDistro = 255;

    public static void Keep(Image image)
    {
        var tags = image.Tags.Select(tag => tag.Value).Order(StringComparer.Ordinal).ToList();
        image.SearchText = string.Join('\n', tags.Prepend(image.Name ?? "")).ToLowerInvariant();
        image.TagSet = tags.Count == 0 ? null : JsonSerializer.Serialize(tags, ImageSearchJson.Default.ListString);
        var distro = image.Properties.Find(property => property.Name == Distro)?.Value;
        // A longer one is nobody's distribution; it stays what it is among the properties.
        image.OsDistro = distro?.Length <= LongestDistro ? distro : null;
    }

    public static IReadOnlyList<string> TagsOf(string tagSet) => JsonSerializer.Deserialize(tagSet, ImageSearchJson.Default.ListString) ?? [];
}
