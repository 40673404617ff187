using System.Text.RegularExpressions;
using GlancePortal.Domain.Errors;

namespace GlancePortal.Domain.Images;

/// <summary>The custom properties that Glance's stock schema describes: mostly free text, some with a shape.</summary>
public static partial class StockProperties
{
    /// <summary>What ids look like, in the words of a JSON schema.</summary>
    public const string UuidPattern = "^([0-9a-fA-F]){8}-([0-9a-fA-F]){4}-([0-9a-fA-F]){4}-([0-9a-fA-F]){4}-([0-9a-fA-F]){12}$";

    /// <summary>All of them, in the order of the schema.</summary>
    public static IReadOnlyList<StockProperty> All { get; } =
    [
        new("kernel_id", "Id of the image that holds the kernel of an AMI-style image.", IsImageId: true),
        new("ramdisk_id", "Id of the image that holds the ramdisk of an AMI-style image.", IsImageId: true),
        new("instance_uuid", "Server that this image was taken from. Informational."),
        new("architecture", "Processor architecture of the operating system."),
        new("os_distro", "Common name of the operating system's distribution, in lower case."),
        new("os_version", "Version of the operating system as its distributor names it."),
        new("description", "For people to read."),
        new("cinder_encryption_key_id", "Id of the key that volumes made from this image are encrypted with."),
        new("cinder_encryption_key_deletion_policy", "Whether that key is deleted with the image.")
        {
            Allowed = ["on_image_deletion", "do_not_delete"],
        },
    ];

    private static readonly Dictionary<string, StockProperty> ByName = All.ToDictionary(property => property.Name, StringComparer.Ordinal);

    /// <summary>Whether the property may be null in a client's body.</summary>
    public static bool MayBeNull(string name) => ByName.TryGetValue(name, out var property) && property.IsImageId;

    internal static void Check(string name, string value)
    {
        if (!ByName.TryGetValue(name, out var property))
        {
            return;
        }

        // Null comes and goes as the empty string.
        if (property.IsImageId && value.Length > 0 && !Uuid().IsMatch(value))
        {
            throw new InvalidInputException($"Property {name} must be the id of an image.", "image.property_invalid");
        }

        if (property.Allowed.Count > 0 && !property.Allowed.Contains(value, StringComparer.Ordinal))
        {
            throw new InvalidInputException($"Property {name} must be one of {string.Join(", ", property.Allowed)}.", "image.property_invalid");
        }
    }

    [GeneratedRegex(UuidPattern)]
    private static partial Regex Uuid();
}

/// <summary>A property of Glance's stock schema.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it says.</param>
/// <param name="IsImageId">Whether it is an image's id or null.</param>
public sealed record StockProperty(string Name, string Description, bool IsImageId = false)
{
    /// <summary>The values it may have; empty means any text.</summary>
    public IReadOnlyList<string> Allowed { get; init; } = [];
}
