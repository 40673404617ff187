using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using GlancePortal.Domain.Errors;

namespace GlancePortal.Domain.Images;

/// <summary>What the fields of an image may hold, whoever sets them.</summary>
internal static class ImageRules
{
    public const int LongestText = 255;

    private static readonly SearchValues<char> BeyondBasicPlane =
        SearchValues.Create([.. Enumerable.Range(0xD800, 0x800).Select(code => (char)code)]);

    // Fields of ours or of Glance; as a custom property they would hide or fake the real ones.
    private static readonly FrozenSet<string> ReservedNames = new[]
    {
        "id", "name", "status", "visibility", "protected", "os_hidden", "checksum", "os_hash_algo", "os_hash_value", "owner", "size",
        "virtual_size", "container_format", "disk_format", "created_at", "updated_at", "tags", "min_ram", "min_disk", "direct_url",
        "locations", "location", "stores", "self", "file", "schema", "deleted", "deleted_at",
    }.ToFrozenSet(StringComparer.Ordinal);

    public static void CheckName(string? name) => CheckText("name", name);

    public static void CheckOwner(string? owner) => CheckText("owner", owner);

    public static void CheckTag(string tag)
    {
        if (tag.Length == 0)
        {
            throw new InvalidInputException("A tag must not be empty.", "image.tag_invalid");
        }

        CheckText("tags", tag);
    }

    /// <summary>Checks the id of a project that an image is shared with.</summary>
    public static void CheckMember(string memberId)
    {
        if (memberId.Length == 0)
        {
            throw new InvalidInputException("The id of a member must not be empty.", "image.member_invalid");
        }

        CheckText("member", memberId);
    }

    public static void CheckFormat(string field, string? format, IReadOnlyList<string> allowed)
    {
        if (format is not null && !allowed.Contains(format, StringComparer.Ordinal))
        {
            throw new InvalidInputException($"'{Shown(format)}' is not a {field}; allowed are {string.Join(", ", allowed)}.", "image.format_unknown");
        }
    }

    public static void CheckMinimum(string field, long value)
    {
        if (value is < 0 or > int.MaxValue)
        {
            throw new InvalidInputException(string.Create(
                CultureInfo.InvariantCulture, $"{field} must be from 0 to {int.MaxValue}, not {value}."), "image.minimum_invalid");
        }
    }

    /// <summary>Checks name and value of a custom property.</summary>
    /// <exception cref="ForbiddenException">The name is not free.</exception>
    /// <exception cref="InvalidInputException">Name or value break a rule.</exception>
    public static void CheckProperty(string name, string value)
    {
        CheckPropertyName(name);
        CheckCharacters($"property {name}", value);
    }

    /// <summary>Whether no custom property can have this name.</summary>
    public static bool IsReserved(string name) => ReservedNames.Contains(name) || name.StartsWith("os_glance", StringComparison.Ordinal);

    public static void CheckPropertyName(string name)
    {
        if (IsReserved(name))
        {
            throw new ForbiddenException($"Attribute '{name}' is reserved.", "image.property_reserved");
        }

        if (name.Length == 0)
        {
            throw new InvalidInputException("The name of a property must not be empty.", "image.property_invalid");
        }

        CheckText("property name", name);
    }

    private static void CheckText(string field, string? text)
    {
        if (text?.Length > LongestText)
        {
            throw new InvalidInputException($"{field} has {text.Length} characters; at most {LongestText} are allowed.", "image.text_too_long");
        }

        CheckCharacters(field, text);
    }

    // Glance refuses what needs four bytes in UTF-8, and its clients count on getting back what they see elsewhere.
    private static void CheckCharacters(string field, string? text)
    {
        if (text.AsSpan().ContainsAny(BeyondBasicPlane))
        {
            throw new InvalidInputException($"{field} has a character beyond the Basic Multilingual Plane.", "image.text_invalid");
        }

        if (text.AsSpan().Contains('\0'))
        {
            throw new InvalidInputException($"{field} has a zero character.", "image.text_invalid");
        }
    }

    private static string Shown(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
