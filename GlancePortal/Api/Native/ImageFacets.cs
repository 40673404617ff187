using GlancePortal.Api.V2.Wire;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Images;

namespace GlancePortal.Api.Native;

/// <summary>Facets in the words of the API.</summary>
internal static class ImageFacets
{
    private static readonly Dictionary<string, ImageFacet> ByName = new(StringComparer.Ordinal)
    {
        ["status"] = ImageFacet.Status,
        ["visibility"] = ImageFacet.Visibility,
        ["disk_format"] = ImageFacet.DiskFormat,
        ["container_format"] = ImageFacet.ContainerFormat,
        ["os_distro"] = ImageFacet.OsDistro,
        ["tag"] = ImageFacet.Tag,
        ["owner"] = ImageFacet.Owner,
    };

    /// <summary>All names.</summary>
    public static IEnumerable<string> Names => ByName.Keys;

    public static ImageFacet Of(string name) => ByName.TryGetValue(name, out var facet)
        ? facet
        : throw new InvalidInputException($"'{name}' is no facet; there are {string.Join(", ", ByName.Keys)}.", "query.invalid");

    public static string NameOf(ImageFacet facet) => ByName.First(pair => pair.Value == facet).Key;

    public static string? ValueOf(ImageFacet facet, string? value) => facet switch
    {
        ImageFacet.Status => ImageBodyWriter.StatusText(Enum.Parse<ImageStatus>(value!)),
        ImageFacet.Visibility => ImageBodyWriter.VisibilityText(Enum.Parse<ImageVisibility>(value!)),
        _ => value,
    };
}
