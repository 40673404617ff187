using Microsoft.Extensions.DependencyInjection;

namespace GlancePortal.Domain.Sharing;

/// <summary>Registers the sharing of images.</summary>
public static class SharingRegistration
{
    /// <summary>Adds <see cref="ImageSharing"/>.</summary>
    public static IServiceCollection AddSharing(this IServiceCollection services) => services.AddScoped<ImageSharing>();
}
