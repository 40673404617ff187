using GlancePortal.Api.Native.Events;
using GlancePortal.Api.Native.Jobs;

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
        images.MapImageConvert();
        images.MapDeletedImages();
        var projects = api.MapGroup("/projects");
        projects.MapProjectQuotas();
        projects.MapImportRules();
        api.MapGroup("/jobs").MapJobs();
        api.MapGroup("/uploads").MapUploadProgress();
        api.MapGroup("/imports").MapImportPreflight();
        api.MapGroup("/quarantine").MapQuarantine();
        api.MapEvents();
    }
}
