using GlancePortal.Access;
using GlancePortal.Api.Native.Wire;
using GlancePortal.Api.OpenApi;
using GlancePortal.Api.V2;
using GlancePortal.Domain.Audit;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Images;
using Microsoft.AspNetCore.Http.HttpResults;

namespace GlancePortal.Api.Native;

/// <summary>What happened to an image, by whom and why.</summary>
internal static class ImageTimelineEndpoint
{
    private const int DefaultLimit = 50;
    private const int MaxLimit = 500;

    public static void MapImageTimeline(this RouteGroupBuilder images) =>
        images.MapGet("/{id}/timeline", ListAsync).WithName("ListImageTimeline").Describe("List what happened to an image", it => it
            .Says("Every change of the image, of the uploads into it and of the jobs about it: when, what, by whom, why. For the project that owns it, "
                + "and for who may restore it once it is deleted.")
            .Query("order", "newest (unless said) or oldest first.", Shapes.OneOf("newest", "oldest"))
            .Query("limit", $"Entries at most {MaxLimit}; {DefaultLimit} unless said.", Shapes.Integer)
            .Query("after", "`next` of the part before.", Shapes.Integer)
            .Answer(200, "A part of it.", Shapes.Of(NativeJson.Default.TimelineBody))
            .Refuses(400, 403, 404));

    internal static async Task<JsonHttpResult<TimelineBody>> ListAsync(
        HttpContext context, string id, ImageHistory history, CancellationToken cancellationToken)
    {
        var page = Read(context.Request.Query);
        var events = await history.TimelineAsync(context.Caller(), ImageEndpoints.IdOf(id), page with { Take = page.Take + 1 }, cancellationToken);
        var shown = events.Take(page.Take).Select(TimelineEntryBody.Of).ToList();
        var body = new TimelineBody(shown, events.Count > page.Take && shown.Count > 0 ? shown[^1].Id : null);
        return TypedResults.Json(body, NativeJson.Default.TimelineBody);
    }

    private static AuditPage Read(IQueryCollection query)
    {
        var limit = query["limit"].ToString() is { Length: > 0 } text ? QueryValues.Count("limit", text) : DefaultLimit;
        return new AuditPage(
            (int)Math.Min(MaxLimit, limit),
            query["order"].ToString() switch
            {
                "" or "newest" => false,
                "oldest" => true,
                _ => throw new InvalidInputException("Parameter order must be newest or oldest.", "query.invalid"),
            },
            query["after"].ToString() is { Length: > 0 } after ? QueryValues.Count("after", after) : null);
    }
}
