using GlancePortal.Access;
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
        images.MapPost("/{id}/locations", AddAsync);
        images.MapRead("/{id}/locations", ListAsync);
        images.MapMethods("/{id}/locations", Others, RefuseMethod);
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
