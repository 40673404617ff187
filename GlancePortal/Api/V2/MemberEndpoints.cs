using GlancePortal.Access;
using GlancePortal.Api.V2.Wire;
using GlancePortal.Domain.Sharing;

namespace GlancePortal.Api.V2;

/// <summary>Projects that an image is shared with.</summary>
internal static class MemberEndpoints
{
    public static void MapMembers(this RouteGroupBuilder images)
    {
        images.MapRead("/{id}/members", ListAsync);
        images.MapPost("/{id}/members", AddAsync);
        images.MapRead("/{id}/members/{member}", ShowAsync);
        images.MapPut("/{id}/members/{member}", AnswerAsync);
        images.MapWithoutBody(HttpMethods.Delete, "/{id}/members/{member}", RemoveAsync);
    }

    internal static async Task ListAsync(HttpContext context, string id, ImageSharing sharing)
    {
        var members = await sharing.ListAsync(context.Caller(), ImageEndpoints.IdOf(id), context.RequestAborted);
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, MemberBodies.Write(members));
    }

    internal static async Task AddAsync(HttpContext context, string id, ImageSharing sharing)
    {
        using var body = await JsonBody.ReadAsync(context.Request, context.RequestAborted);
        var added = await sharing.AddAsync(
            context.Caller(), ImageEndpoints.IdOf(id), MemberBodies.ReadMember(body.RootElement), context.RequestAborted);
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, MemberBodies.Write(added));
    }

    internal static async Task ShowAsync(HttpContext context, string id, string member, ImageSharing sharing)
    {
        var found = await sharing.ShowAsync(context.Caller(), ImageEndpoints.IdOf(id), member, context.RequestAborted);
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, MemberBodies.Write(found));
    }

    internal static async Task AnswerAsync(HttpContext context, string id, string member, ImageSharing sharing)
    {
        using var body = await JsonBody.ReadAsync(context.Request, context.RequestAborted);
        var answered = await sharing.AnswerAsync(
            context.Caller(), ImageEndpoints.IdOf(id), member, MemberBodies.ReadStatus(body.RootElement), context.RequestAborted);
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, MemberBodies.Write(answered));
    }

    internal static async Task RemoveAsync(HttpContext context, string id, string member, ImageSharing sharing)
    {
        await sharing.RemoveAsync(context.Caller(), ImageEndpoints.IdOf(id), member, context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}
