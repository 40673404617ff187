using GlancePortal.Api.OpenApi;

namespace GlancePortal.Api.V2.Wire;

/// <summary>The shapes of what <see cref="MemberBodies"/> reads and writes.</summary>
internal static class MemberShapes
{
    public static readonly Shape Member = Shapes.Named("V2.Member", _ => SchemaShapes.Answer(
        MemberSchemas.Member(), "member_id", "image_id", "status", "created_at", "updated_at", "schema"));

    public static readonly Shape List = Shapes.Record("V2.Members", ("members", Shapes.ListOf(Member)), ("schema", Shapes.Text));

    public static readonly Shape NewMember = Shapes.Record("V2.NewMember", ("member", Shapes.Text));

    public static readonly Shape Reply = Shapes.Record("V2.MemberReply", ("status", Shapes.OneOf("pending", "accepted", "rejected")));
}
