using System.Text;
using System.Text.Json;

namespace GlancePortal.Domain.Conversion;

/// <summary>Names a file to qemu-img so that neither its name nor its content can mean anything else.</summary>
internal static class QemuFile
{
    /// <summary>The whole description in QEMU's JSON: driver, protocol and file are said, a backing file is never opened.</summary>
    public static string Describe(string path, string driver)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("driver", driver);
            json.WriteNull("backing");
            json.WriteStartObject("file");
            json.WriteString("driver", "file");
            json.WriteString("filename", Path.GetFullPath(path));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return "json:" + Encoding.UTF8.GetString(buffer.ToArray());
    }
}
