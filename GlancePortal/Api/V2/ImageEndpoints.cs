using GlancePortal.Access;
using GlancePortal.Api.OpenApi;
using GlancePortal.Api.V2.Wire;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Images;
using GlancePortal.Domain.Import;
using GlancePortal.Domain.Stores;
using Microsoft.Extensions.Options;

namespace GlancePortal.Api.V2;

/// <summary>Records of images, one at a time.</summary>
internal static class ImageEndpoints
{
    public static void MapImages(this RouteGroupBuilder images)
    {
        images.MapPost("", CreateAsync).Describe("Create an image", it => it
            .Says("Makes a record without data, in status `queued`. Any field that is not one of an image's own becomes a custom property.")
            .Takes(ImageShapes.Fields)
            .Answer(201, "The image.", ImageShapes.Image, headers: ["Location", "OpenStack-image-store-ids", ImportEndpoints.MethodsHeader])
            .Refuses(400, 403, 409, 413));
        images.MapRead("/{id}", ShowAsync).Describe("Show an image", it => it
            .Answer(200, "The image.", ImageShapes.Image).Refuses(400, 403, 404));
        images.MapPatch("/{id}", UpdateAsync).Describe("Change an image", it => it
            .Says("All operations are done, or none.")
            .Takes(ImageShapes.Patch, ImagePatchReader.NewType, ImagePatchReader.OldType)
            .Answer(200, "The image as it is now.", ImageShapes.Image)
            .Refuses(400, 403, 404, 409, 413, 415));
        images.MapWithoutBody(HttpMethods.Delete, "/{id}", DeleteAsync).Describe("Delete an image", it => it
            .Says("Gone at once; its data is kept for the time in which the deletion can be taken back.")
            .Answer(204, "Deleted.").Refuses(400, 403, 404, 409));
    }

    /// <summary>The id in a path; a text that is none names no image.</summary>
    public static Guid IdOf(string text) => Guid.TryParseExact(text, "D", out var id) ? id : throw new NotFoundException("image", text);

    internal static async Task CreateAsync(
        HttpContext context, ImageRecords records, ImageBodies bodies, ImageSchema schema, StoreRegistry stores, IOptions<StoresOptions> options,
        ImageImports imports)
    {
        using var body = await JsonBody.ReadAsync(context.Request, context.RequestAborted);
        var image = await records.CreateAsync(context.Caller(), ImageDraftReader.Read(body.RootElement, schema), context.RequestAborted);
        context.Response.Headers.Location = $"/v2/images/{image.Id}";
        if (!options.Value.SingleStoreMode)
        {
            context.Response.Headers["OpenStack-image-store-ids"] = string.Join(',', stores.All.Select(store => store.Id));
        }

        if (imports.Methods.Count > 0)
        {
            context.Response.Headers[ImportEndpoints.MethodsHeader] = string.Join(',', imports.Methods);
        }

        await JsonAnswer.WriteAsync(context, StatusCodes.Status201Created, bodies.Render(image, records.ViewOf(context.Caller())));
    }

    internal static async Task ShowAsync(HttpContext context, string id, ImageQueries queries, ImageBodies bodies)
    {
        var key = await queries.FindKeyAsync(context.Caller(), IdOf(id), context.RequestAborted);
        var body = await bodies.GetAsync(key, queries, queries.ViewOf(context.Caller()), context.RequestAborted) ?? throw new NotFoundException("image", id);
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, body);
    }

    internal static async Task UpdateAsync(HttpContext context, string id, ImageRecords records, ImageBodies bodies, ImageSchema schema)
    {
        var type = context.Request.GetTypedHeaders().ContentType?.MediaType.Value;
        if (type is not (ImagePatchReader.OldType or ImagePatchReader.NewType))
        {
            context.Response.Headers["Accept-Patch"] = $"{ImagePatchReader.NewType}, {ImagePatchReader.OldType}";
            context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return;
        }

        using var body = await JsonBody.ReadAsync(context.Request, context.RequestAborted);
        var changes = ImagePatchReader.Read(body.RootElement, oldForm: type == ImagePatchReader.OldType, schema);
        var image = await records.UpdateAsync(context.Caller(), IdOf(id), changes, context.RequestAborted);
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, bodies.Render(image, records.ViewOf(context.Caller())));
    }

    internal static async Task DeleteAsync(HttpContext context, string id, ImageRecords records)
    {
        await records.DeleteAsync(context.Caller(), IdOf(id), context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}
