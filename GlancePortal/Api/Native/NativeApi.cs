namespace GlancePortal.Api.Native;

/// <summary>Our own API: what the portal can do and Glance's API cannot. A line a resource.</summary>
internal static class NativeApi
{
    public static void MapNativeApi(this IEndpointRouteBuilder endpoints)
    {
        var images = endpoints.MapGroup("/api/v1/images");
        images.MapImageFile();
        images.MapImageRestore();
        images.MapDeletedImages();
        endpoints.MapGroup("/api/v1/uploads").MapUploadProgress();
        endpoints.MapGroup("/api/v1/projects").MapProjectQuotas();
    }
}
