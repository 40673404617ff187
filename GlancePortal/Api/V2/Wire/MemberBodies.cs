using System.Buffers;
using System.Text.Json;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Images;

namespace GlancePortal.Api.V2.Wire;

/// <summary>Reads and writes the projects that an image is shared with.</summary>
internal static class MemberBodies
{
    public static string ReadMember(JsonElement body) => Text(body, "member");

    public static MemberStatus ReadStatus(JsonElement body) => Text(body, "status") switch
    {
        "pending" => MemberStatus.Pending,
        "accepted" => MemberStatus.Accepted,
        "rejected" => MemberStatus.Rejected,
        _ => throw ImageFields.Wrong("status", "one of pending, accepted, rejected"),
    };

    public static ReadOnlyMemory<byte> Write(ImageMember member) => Written(json => Write(json, member));

    public static ReadOnlyMemory<byte> Write(IReadOnlyList<ImageMember> members) => Written(json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("members");
        foreach (var member in members)
        {
            Write(json, member);
        }

        json.WriteEndArray();
        json.WriteString("schema", "/v2/schemas/members");
        json.WriteEndObject();
    });

    private static void Write(Utf8JsonWriter json, ImageMember member)
    {
        json.WriteStartObject();
        json.WriteString("member_id", member.MemberId);
        json.WriteString("image_id", member.ImageId);
        json.WriteString("status", ImageBodyWriter.StatusText(member.Status));
        json.WriteString("created_at", ImageBodyWriter.TimeText(member.CreatedAt));
        json.WriteString("updated_at", ImageBodyWriter.TimeText(member.UpdatedAt));
        json.WriteString("schema", "/v2/schemas/member");
        json.WriteEndObject();
    }

    private static ReadOnlyMemory<byte> Written(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            write(json);
        }

        return buffer.WrittenMemory;
    }

    private static string Text(JsonElement body, string name) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw new InvalidInputException($"The body must be an object with the text '{name}'.", "json.invalid");
}
