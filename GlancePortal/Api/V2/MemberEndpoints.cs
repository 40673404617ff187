using GlancePortal.Access;
using GlancePortal.Api.OpenApi;
using GlancePortal.Api.V2.Wire;
using GlancePortal.Domain.Sharing;

namespace GlancePortal.Api.V2;

/// <summary>Projects that an image is shared with.</summary>
internal static class MemberEndpoints
{
    public static void MapMembers(this RouteGroupBuilder images)
    {
        images.MapRead("/{id}/members", ListAsync).Describe("List the projects that an image is shared with", it => it
            .Says("All of them for its owner and administrators; any other project is shown its own entry only. The image's visibility must be `shared`.")
            .Answer(200, "The members.", MemberShapes.List).Refuses(400, 403, 404));
        images.MapPost("/{id}/members", AddAsync).Describe("Share an image with a project", it => it
            .Says("The project finds the image by its id at once, and in its lists after it has accepted it.")
            .Takes(MemberShapes.NewMember)
            .Answer(200, "The member, whose answer is pending.", MemberShapes.Member).Refuses(400, 403, 404, 409, 413));
        images.MapRead("/{id}/members/{member}", ShowAsync).Describe("Show a project that an image is shared with", it => it
            .Answer(200, "The member.", MemberShapes.Member).Refuses(400, 403, 404));
        images.MapPut("/{id}/members/{member}", AnswerAsync).Describe("Accept or reject an image that is shared", it => it
            .Says("For the project that it is shared with. Decides whether its lists show the image.")
            .Takes(MemberShapes.Reply)
            .Answer(200, "The member as it is now.", MemberShapes.Member).Refuses(400, 403, 404, 413));
        images.MapWithoutBody(HttpMethods.Delete, "/{id}/members/{member}", RemoveAsync).Describe("Share an image with a project no longer", it => it
            .Answer(204, "The share has ended.").Refuses(400, 403, 404));
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
