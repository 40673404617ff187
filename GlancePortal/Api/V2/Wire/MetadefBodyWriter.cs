using System.Text.Json;
using GlancePortal.Domain.Metadefs;

namespace GlancePortal.Api.V2.Wire;

/// <summary>Writes definitions as Glance does: what is not set is left out.</summary>
internal static class MetadefBodyWriter
{
    public const string Root = "/v2/metadefs/namespaces";
    public const string Schemas = "/v2/schemas/metadefs";

    /// <summary>A namespace with what was loaded of it.</summary>
    /// <param name="json">Where to, inside of an object.</param>
    /// <param name="row">The namespace.</param>
    /// <param name="prefix">Stands before the names of properties.</param>
    public static void WriteNamespace(Utf8JsonWriter json, MetadefNamespace row, string? prefix = null)
    {
        json.WriteString("namespace", row.Name);
        WriteText(json, "display_name", row.DisplayName);
        WriteText(json, "description", row.Description);
        json.WriteString("visibility", row.Visibility == MetadefVisibility.Public ? "public" : "private");
        json.WriteBoolean("protected", row.Protected);
        WriteText(json, "owner", row.OwnerId);
        WriteTimes(json, row.CreatedAt, row.UpdatedAt);
        WriteList(json, "resource_type_associations", row.Associations, WriteAssociation);
        if (row.Properties.Count > 0)
        {
            WriteProperties(json, row.Properties, prefix);
        }

        WriteList(json, "objects", row.Objects, (writer, part) => WriteObject(writer, row.Name, part, prefix));
        WriteList(json, "tags", row.Tags, (writer, part) => writer.WriteString("name", part.Name));
        json.WriteString("self", $"{Root}/{row.Name}");
        json.WriteString("schema", $"{Schemas}/namespace");
    }

    /// <summary>A property by itself, with its name.</summary>
    public static void WriteProperty(Utf8JsonWriter json, MetadefProperty part)
    {
        json.WriteString("name", part.Name);
        using var definition = JsonDocument.Parse(part.Definition);
        WriteMembers(json, definition.RootElement, withName: false);
    }

    /// <summary>The member `properties`: definitions by name, each as it was given.</summary>
    public static void WriteProperties(Utf8JsonWriter json, IReadOnlyList<MetadefProperty> parts, string? prefix = null)
    {
        json.WriteStartObject("properties");
        foreach (var part in parts)
        {
            using var definition = JsonDocument.Parse(part.Definition);
            WriteDefinition(json, prefix + part.Name, definition.RootElement);
        }

        json.WriteEndObject();
    }

    public static void WriteObject(Utf8JsonWriter json, string space, MetadefObject part, string? prefix = null)
    {
        json.WriteString("name", part.Name);
        WriteText(json, "description", part.Description);
        json.WriteStartArray("required");
        part.Required.ForEach(name => json.WriteStringValue(prefix + name));
        json.WriteEndArray();
        json.WriteStartObject("properties");
        using (var definitions = JsonDocument.Parse(part.Definitions))
        {
            foreach (var definition in definitions.RootElement.EnumerateObject())
            {
                WriteDefinition(json, prefix + definition.Name, definition.Value);
            }
        }

        json.WriteEndObject();
        WriteTimes(json, part.CreatedAt, part.UpdatedAt);
        json.WriteString("self", $"{Root}/{space}/objects/{part.Name}");
        json.WriteString("schema", $"{Schemas}/object");
    }

    public static void WriteTag(Utf8JsonWriter json, MetadefTag part)
    {
        json.WriteString("name", part.Name);
        WriteTimes(json, part.CreatedAt, part.UpdatedAt);
    }

    public static void WriteAssociation(Utf8JsonWriter json, MetadefAssociation part)
    {
        json.WriteString("name", part.Name);
        WriteText(json, "prefix", part.Prefix);
        WriteText(json, "properties_target", part.PropertiesTarget);
        WriteTimes(json, part.CreatedAt, part.UpdatedAt);
    }

    public static void WriteResourceType(Utf8JsonWriter json, MetadefResourceType type)
    {
        json.WriteString("name", type.Name);
        WriteTimes(json, type.CreatedAt, type.UpdatedAt);
    }

    /// <summary>A member that is an array of objects.</summary>
    public static void WriteArray<T>(Utf8JsonWriter json, string name, IEnumerable<T> items, Action<Utf8JsonWriter, T> members)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            members(json, item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteList<T>(Utf8JsonWriter json, string name, List<T> items, Action<Utf8JsonWriter, T> members)
    {
        if (items.Count > 0)
        {
            WriteArray(json, name, items, members);
        }
    }

    private static void WriteDefinition(Utf8JsonWriter json, string name, JsonElement definition)
    {
        json.WriteStartObject(name);
        WriteMembers(json, definition, withName: true);
        json.WriteEndObject();
    }

    private static void WriteMembers(Utf8JsonWriter json, JsonElement definition, bool withName)
    {
        foreach (var member in definition.EnumerateObject())
        {
            if (member.Name == "default" && DefaultText(member.Value) is { } text)
            {
                json.WriteString("default", text);
            }
            else if (withName || member.Name != "name")
            {
                member.WriteTo(json);
            }
        }
    }

    // Whatever type a property has, Glance keeps its default as text, with Python's words for truth.
    private static string? DefaultText(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "True",
        JsonValueKind.False => "False",
        _ => null,
    };

    private static void WriteText(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null)
        {
            json.WriteString(name, text);
        }
    }

    private static void WriteTimes(Utf8JsonWriter json, DateTimeOffset createdAt, DateTimeOffset updatedAt)
    {
        json.WriteString("created_at", ImageBodyWriter.TimeText(createdAt));
        json.WriteString("updated_at", ImageBodyWriter.TimeText(updatedAt));
    }
}
