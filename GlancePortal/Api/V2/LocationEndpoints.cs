using GlancePortal.Access;
using GlancePortal.Api.OpenApi;
using GlancePortal.Api.V2.Wire;
using GlancePortal.Domain.Access;
using GlancePortal.Domain.Images;
using GlancePortal.Domain.Import;
using Microsoft.Extensions.Options;

namespace GlancePortal.Api.V2;

/// <summary>Locations of an image's data, for services. Switched off: everybody is told so who may ask.</summary>
internal static class LocationEndpoints
{
    private static readonly string[] Others = ["HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"];

    public static void MapLocations(this RouteGroupBuilder images)
    {
        images.MapPost("/{id}/locations", AddAsync).Describe("Add a location of an image's data", it => it
            .Takes(ImportShapes.Location)
            .OnlyRefuses("Locations are switched off: a request that is right in itself is refused with 403.", 400, 403, 404, 413));
        images.MapRead("/{id}/locations", ListAsync).Describe("List the locations of an image's data", it => it
            .OnlyRefuses("Locations are switched off: who may see them is told so with 403.", 400, 403, 404));
        images.MapMethods("/{id}/locations", Others, RefuseMethod).Hide(Others);
    }

    internal static async Task AddAsync(HttpContext context, string id, ImageQueries queries, ImageAccess access, IOptionsSnapshot<ImageOptions> options)
    {
        using var body = await JsonBody.ReadAsync(context.Request, context.RequestAborted);
        LocationDraftReader.Read(body.RootElement).Check(options.Value.HashAlgorithm);
        var image = await queries.ShowAsync(context.Caller(), ImageEndpoints.IdOf(id), context.RequestAborted);
        access.Require(context.Caller(), image, PolicyNames.AddImageLocation);
        throw LocationDraft.SwitchedOff();
    }

    internal static async Task ListAsync(HttpContext context, string id, ImageQueries queries, ImageAccess access)
    {
        await queries.FindKeyAsync(context.Caller(), ImageEndpoints.IdOf(id), context.RequestAborted);
        access.Require(context.Caller(), PolicyNames.FetchImageLocation);
        throw LocationDraft.SwitchedOff();
    }

    // glance-behaviour.md, locations: GET is there and not named.
    internal static void RefuseMethod(HttpContext context) => V2Routes.RefuseMethod(context, "POST");
}
