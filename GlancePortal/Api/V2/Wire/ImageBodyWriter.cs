using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using GlancePortal.Domain.Access;
using GlancePortal.Domain.Images;

namespace GlancePortal.Api.V2.Wire;

/// <summary>Writes an image as Glance does: custom properties first, then every base field in Glance's order, null when unset.</summary>
internal static class ImageBodyWriter
{
    // The body is never part of a page; escaping what HTML minds would only make it longer.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // What nodes tell each other about work on the image.
    private static readonly string[] Unshown = ["os_glance_stage_host", "os_glance_hash_op_host"];

    public static byte[] Write(Image image, bool showStores)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            foreach (var property in image.Properties.Where(property => !Unshown.Contains(property.Name)).OrderBy(property => property.Name, StringComparer.Ordinal))
            {
                json.WriteString(property.Name, property.Value);
            }

            WriteFields(json, image);
            WriteLinks(json, image, showStores);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The body without the properties that a caller does not see.</summary>
    public static byte[] Seen(byte[] body, PropertyView view)
    {
        if (view.IsWhole)
        {
            return body;
        }

        var seen = new ArrayBufferWriter<byte>(body.Length);
        var json = new Utf8JsonReader(body);
        json.Read();
        seen.Write("{"u8);

        // The name is the first of the fields that every image has.
        while (json.Read() && !json.ValueTextEquals("name"u8))
        {
            var (start, name) = ((int)json.TokenStartIndex, json.GetString()!);
            json.Read();
            if (view.Shows(name))
            {
                seen.Write(body.AsSpan(start, (int)json.BytesConsumed - start));
                seen.Write(","u8);
            }
        }

        seen.Write(body.AsSpan((int)json.TokenStartIndex));
        return seen.WrittenSpan.ToArray();
    }

    /// <summary>A status in Glance's words.</summary>
    public static string StatusText(ImageStatus status) => status switch
    {
        ImageStatus.PendingDelete => "pending_delete",
        _ => Lower(status.ToString()),
    };

    /// <summary>A project's answer to a share, in Glance's words.</summary>
    public static string StatusText(MemberStatus status) => Lower(status.ToString());

    public static string VisibilityText(ImageVisibility visibility) => Lower(visibility.ToString());

    /// <summary>A time in UTC, without a fraction.</summary>
    public static string TimeText(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static void WriteFields(Utf8JsonWriter json, Image image)
    {
        json.WriteString("name", image.Name);
        json.WriteString("disk_format", image.DiskFormat);
        json.WriteString("container_format", image.ContainerFormat);
        json.WriteString("visibility", VisibilityText(image.Visibility));
        WriteNumber(json, "size", image.Size);
        WriteNumber(json, "virtual_size", image.VirtualSize);
        json.WriteString("status", StatusText(image.Status));
        json.WriteString("checksum", image.Checksum);
        json.WriteBoolean("protected", image.Protected);
        json.WriteNumber("min_ram", image.MinRam);
        json.WriteNumber("min_disk", image.MinDisk);
        json.WriteString("owner", image.OwnerId);
        json.WriteBoolean("os_hidden", image.Hidden);
        json.WriteString("os_hash_algo", image.HashAlgorithm);
        json.WriteString("os_hash_value", image.HashValue);
        json.WriteString("id", image.Id);
        json.WriteString("created_at", TimeText(image.CreatedAt));
        json.WriteString("updated_at", TimeText(image.UpdatedAt));
    }

    private static void WriteLinks(Utf8JsonWriter json, Image image, bool showStores)
    {
        var stores = image.Locations.Where(location => location.Status == LocationStatus.Active).Select(location => location.StoreId).ToList();
        if (showStores && stores.Count > 0)
        {
            json.WriteString("stores", string.Join(',', stores));
        }

        json.WriteStartArray("tags");
        foreach (var tag in image.Tags.Select(tag => tag.Value).Order(StringComparer.Ordinal))
        {
            json.WriteStringValue(tag);
        }

        json.WriteEndArray();
        json.WriteString("self", $"/v2/images/{image.Id}");
        json.WriteString("file", $"/v2/images/{image.Id}/file");
        json.WriteString("schema", "/v2/schemas/image");
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }

#pragma warning disable CA1308 // the words of the API are lower case
    private static string Lower(string text) => text.ToLowerInvariant();
#pragma warning restore CA1308
}
