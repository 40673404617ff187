using GlancePortal.Access;
using GlancePortal.Api.Native.Wire;
using GlancePortal.Api.OpenApi;
using GlancePortal.Api.V2;
using GlancePortal.Domain.Access;
using GlancePortal.Domain.Images;
using GlancePortal.Domain.Uploads;
using Microsoft.AspNetCore.Http.HttpResults;

namespace GlancePortal.Api.Native;

/// <summary>Searching for images, and one of them with all that is known of it.</summary>
internal static class ImageSearchEndpoints
{
    public static void MapImageSearch(this RouteGroupBuilder images)
    {
        images.MapGet("", SearchAsync).WithName("SearchImages").Describe("Search for images", it => SearchParameters.Of(it)
            .Says("Conditions hold together; of several values of one condition any is enough, but every tag and property that is given must be there. "
                + "A facet counts what choosing each of its values would find.")
            .Answer(200, "The page, the length of the whole list, and the counts.", Shapes.Of(NativeJson.Default.ImageSearchBody))
            .Refuses(400, 403));
        images.MapGet("/{id}", ShowAsync).WithName("ShowImage").Describe("Show an image", it => it
            .Says("With how far its bytes are, for its own project. A deleted image is shown as `pending_delete` to who may restore it.")
            .Answer(200, "The image.", Shapes.Of(NativeJson.Default.ImageBody))
            .Refuses(403, 404));
    }

    internal static async Task<JsonHttpResult<ImageSearchBody>> SearchAsync(
        HttpContext context, ImageSearch search, ImageHistory history, ImageProgress progress, CancellationToken cancellationToken)
    {
        var caller = context.Caller();
        var request = ImageSearchQuery.Read(context.Request.QueryString.Value);
        var found = await search.RunAsync(caller, request, cancellationToken);
        var moving = await MovingAsync(caller, found.Images, history, progress, cancellationToken);
        var body = new ImageSearchBody(
            [.. found.Images.Select(image => ImageBody.Of(image, moving.GetValueOrDefault(image.Id)))],
            found.Total,
            found.Next is { } place ? ImageCursor.Write(place, request.Sort) : null,
            found.Facets.ToDictionary(pair => ImageFacets.NameOf(pair.Key), pair => Values(pair.Key, pair.Value)));
        return TypedResults.Json(body, NativeJson.Default.ImageSearchBody);
    }

    internal static async Task<JsonHttpResult<ImageBody>> ShowAsync(
        HttpContext context, string id, ImageHistory history, ImageProgress progress, CancellationToken cancellationToken)
    {
        var image = await history.ShowAsync(context.Caller(), ImageEndpoints.IdOf(id), cancellationToken);
        var moving = await MovingAsync(context.Caller(), [image], history, progress, cancellationToken);
        return TypedResults.Json(ImageBody.Of(image, moving.GetValueOrDefault(image.Id)), NativeJson.Default.ImageBody);
    }

    private static IReadOnlyList<FacetBody> Values(ImageFacet facet, IReadOnlyList<FacetCount> counts) =>
        [.. counts.Select(count => new FacetBody(ImageFacets.ValueOf(facet, count.Value), count.Count))];

    private static async Task<IReadOnlyDictionary<Guid, BytesOnTheWay>> MovingAsync(
        Caller caller, IReadOnlyList<Image> images, ImageHistory history, ImageProgress progress, CancellationToken cancellationToken)
    {
        var unfinished = images.Where(image => image.Status is not (ImageStatus.Active or ImageStatus.Deactivated) && history.IsOwn(caller, image))
            .Select(image => image.Id).ToList();
        return unfinished.Count == 0 ? new Dictionary<Guid, BytesOnTheWay>() : await progress.OfAsync(unfinished, cancellationToken);
    }
}
