using System.Text.Json;
using GlancePortal.Domain.Errors;

namespace GlancePortal.Domain.Metadefs;

/// <summary>Reads drafts from JSON in Glance's shape, which bodies and files share.</summary>
public static class MetadefReader
{
    private const int LongestName = 80;

    /// <summary>A namespace with all that is in it.</summary>
    /// <exception cref="InvalidInputException">It breaks its schema, or a name or character is not allowed. Answered 400.</exception>
    public static NamespaceDraft ReadNamespace(JsonElement json)
    {
        Check(MetadefSchemas.Namespace, json);
        return new NamespaceDraft(Name(json, "namespace"))
        {
            DisplayName = Text(json, "display_name"),
            Description = Text(json, "description"),
            Visibility = Text(json, "visibility") == "public" ? MetadefVisibility.Public : MetadefVisibility.Private,
            Protected = json.TryGetProperty("protected", out var isProtected) && isProtected.GetBoolean(),
            OwnerId = Text(json, "owner"),
            Associations = [.. Items(json, "resource_type_associations").Select(AssociationOf)],
            Properties = [.. Definitions(json).Select(property => new PropertyDraft(property.Name, property.Value.GetRawText()))],
            Objects = [.. Items(json, "objects").Select(ObjectOf)],
            Tags = [.. Items(json, "tags").Select(TagOf)],
        };
    }

    /// <summary>A property with its name.</summary>
    /// <inheritdoc cref="ReadNamespace(JsonElement)"/>
    public static PropertyDraft ReadProperty(JsonElement json)
    {
        Check(MetadefSchemas.Property, json);
        return new PropertyDraft(Name(json), json.GetRawText());
    }

    /// <summary>An object.</summary>
    /// <inheritdoc cref="ReadNamespace(JsonElement)"/>
    public static ObjectDraft ReadObject(JsonElement json)
    {
        Check(MetadefSchemas.Object, json);
        return ObjectOf(json);
    }

    /// <summary>A type of resources.</summary>
    /// <inheritdoc cref="ReadNamespace(JsonElement)"/>
    public static AssociationDraft ReadAssociation(JsonElement json)
    {
        Check(MetadefSchemas.ResourceType, json);
        return AssociationOf(json);
    }

    /// <summary>A tag.</summary>
    /// <inheritdoc cref="ReadNamespace(JsonElement)"/>
    public static TagDraft ReadTag(JsonElement json)
    {
        Check(MetadefSchemas.Tag, json);
        return TagOf(json);
    }

    /// <summary>A tag that is given by its name alone.</summary>
    /// <inheritdoc cref="ReadNamespace(JsonElement)"/>
    public static TagDraft ReadTag(string name)
    {
        CheckCharacters(name);
        CheckName(name);
        return new TagDraft(name);
    }

    /// <summary>Several tags.</summary>
    /// <inheritdoc cref="ReadNamespace(JsonElement)"/>
    public static IReadOnlyList<TagDraft> ReadTags(JsonElement json)
    {
        Check(MetadefSchemas.TagList, json);
        return [.. Items(json, "tags").Select(TagOf)];
    }

    private static AssociationDraft AssociationOf(JsonElement json) => new(Name(json), Text(json, "prefix"), Text(json, "properties_target"));

    private static ObjectDraft ObjectOf(JsonElement json) => new(
        Name(json),
        Text(json, "description"),
        [.. Items(json, "required").Select(name => name.GetString()!)],
        $"{{{string.Join(',', Definitions(json).Select(property => property.ToString()))}}}");

    private static TagDraft TagOf(JsonElement json) => new(Name(json));

    private static void Check(JsonSchema schema, JsonElement json)
    {
        schema.Require(json);
        CheckTexts(json);
    }

    private static void CheckTexts(JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.String:
                CheckCharacters(json.GetString()!);
                break;
            case JsonValueKind.Array:
                foreach (var item in json.EnumerateArray())
                {
                    CheckTexts(item);
                }

                break;
            case JsonValueKind.Object:
                var names = new HashSet<string>(StringComparer.Ordinal);
                foreach (var member in json.EnumerateObject())
                {
                    if (!names.Add(member.Name))
                    {
                        throw new InvalidInputException($"The member '{member.Name}' is given twice.", "json.invalid");
                    }

                    CheckCharacters(member.Name);
                    CheckTexts(member.Value);
                }

                break;
        }
    }

    // As in names and properties of images: nothing that needs four bytes in UTF-8.
    private static void CheckCharacters(string text)
    {
        if (text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'))
        {
            throw new InvalidInputException("A text has a character beyond the Basic Multilingual Plane.", "metadef.text_invalid");
        }

        if (text.Contains('\0', StringComparison.Ordinal))
        {
            throw new InvalidInputException("A text has a zero character.", "metadef.text_invalid");
        }
    }

    private static IEnumerable<JsonProperty> Definitions(JsonElement json)
    {
        if (json.TryGetProperty("properties", out var properties))
        {
            foreach (var property in properties.EnumerateObject())
            {
                CheckName(property.Name);
                yield return property;
            }
        }
    }

    private static string Name(JsonElement json, string member = "name")
    {
        var name = json.GetProperty(member).GetString()!;
        CheckName(name);
        return name;
    }

    private static void CheckName(string name)
    {
        if (name.Length is 0 or > LongestName)
        {
            throw new InvalidInputException($"A name must have 1 to {LongestName} characters; one has {name.Length}.", "metadef.name_invalid");
        }
    }

    private static string? Text(JsonElement json, string member) => json.TryGetProperty(member, out var text) ? text.GetString() : null;

    private static JsonElement.ArrayEnumerator Items(JsonElement json, string member) =>
        json.TryGetProperty(member, out var items) ? items.EnumerateArray() : default;
}
