using GlancePortal.Api.V2.Metadefs;

namespace GlancePortal.Api.V2;

/// <summary>The image API, compatible with Glance's: a line a resource.</summary>
internal static class V2Api
{
    public static void AddImageV2(this IServiceCollection services)
    {
        services.AddErrorWriter<V2ErrorWriter>();
        services.AddSingleton<ImageBodies>();
        services.AddSingleton<VersionList>();
    }

    public static void MapImageV2(this IEndpointRouteBuilder endpoints)
    {
        var v2 = endpoints.MapGroup("/v2");
        var images = v2.MapGroup("/images");
        images.MapImageList();
        images.MapImages();
        images.MapImageUpload();
        images.MapImageDownload();
        images.MapImageActions();
        images.MapTags();
        images.MapMembers();
        images.MapImport();
        images.MapLocations();
        v2.MapStores();
        v2.MapTasks();
        v2.MapInfo();
        v2.MapSchemas();
        v2.MapMetadefs();
    }
}
