using System.Text.Json.Nodes;
using GlancePortal.Domain.Images;
using static GlancePortal.Api.V2.SchemaEndpoints;

namespace GlancePortal.Api.V2;

/// <summary>JSON schemas of the projects that an image is shared with.</summary>
internal static class MemberSchemas
{
    public static void MapMemberSchemas(this RouteGroupBuilder v2)
    {
        v2.MapSchema("member", "a member", MemberAsync);
        v2.MapSchema("members", "a list of members", MembersAsync);
    }

    internal static Task MemberAsync(HttpContext context) => WriteAsync(context, Member());

    internal static Task MembersAsync(HttpContext context) => WriteAsync(context, Collection("members", Member()));

    internal static JsonObject Member() => new()
    {
        ["name"] = "member",
        ["properties"] = new JsonObject
        {
            ["created_at"] = Text("When the image was shared"),
            ["image_id"] = Text("The image", pattern: ImageSchema.UuidPattern),
            ["member_id"] = Text("The project that it is shared with"),
            ["status"] = Choice("What the project makes of it", ["pending", "accepted", "rejected"]),
            ["updated_at"] = Text("When the share last changed"),
            ["schema"] = ReadOnly(Text()),
        },
    };
}
