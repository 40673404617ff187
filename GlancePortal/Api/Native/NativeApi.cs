using GlancePortal.Api.Native.Events;

namespace GlancePortal.Api.Native;

/// <summary>Our own API: what the portal can do and Glance's API cannot. A line a resource.</summary>
internal static class NativeApi
{
    public static void AddNativeApi(this IServiceCollection services) => services.AddSingleton<EventStream>();

    public static void MapNativeApi(this IEndpointRouteBuilder endpoints)
    {
        var api = endpoints.MapGroup("/api/v1");
        var images = api.MapGroup("/images");
        images.MapImageSearch();
        images.MapImageTimeline();
        images.MapImageBulk();
        images.MapImageFile();
        images.MapImageRestore();
        images.MapDeletedImages();
        api.MapGroup("/projects").MapProjectQuotas();
        api.MapGroup("/uploads").MapUploadProgress();
        api.MapGroup("/imports").MapImportPreflight();
        api.MapEvents();
    }
}
