using GlancePortal.Access;
using GlancePortal.Api.OpenApi;
using GlancePortal.Domain.Images;

namespace GlancePortal.Api.V2;

/// <summary>Tags of an image, one at a time.</summary>
internal static class TagEndpoints
{
    public static void MapTags(this RouteGroupBuilder images)
    {
        images.MapWithoutBody(HttpMethods.Put, "/{id}/tags/{tag}", AddAsync).Describe("Add a tag", it => it
            .Answer(204, "It is there.").Refuses(400, 403, 404, 413));
        images.MapWithoutBody(HttpMethods.Delete, "/{id}/tags/{tag}", RemoveAsync).Describe("Remove a tag", it => it
            .Answer(204, "It is gone.").Refuses(400, 403, 404));
    }

    internal static Task AddAsync(HttpContext context, string id, string tag, ImageRecords records) =>
        ChangeAsync(context, id, new TagAddition(tag), records);

    internal static Task RemoveAsync(HttpContext context, string id, string tag, ImageRecords records) =>
        ChangeAsync(context, id, new TagRemoval(tag), records);

    private static async Task ChangeAsync(HttpContext context, string id, ImageChange change, ImageRecords records)
    {
        await records.UpdateAsync(context.Caller(), ImageEndpoints.IdOf(id), [change], context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}
