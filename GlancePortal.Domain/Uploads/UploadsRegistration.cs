using GlancePortal.Domain.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace GlancePortal.Domain.Uploads;

/// <summary>Registers how data comes into images.</summary>
public static class UploadsRegistration
{
    /// <summary>Adds both ways in, what they share, and the recovery after a process has died.</summary>
    public static IServiceCollection AddUploads(this IServiceCollection services)
    {
        services.AddPortalOptions<UploadOptions>("Uploads");
        services.AddPortalOptions<ScrubberOptions>("Scrubber");
        services.AddSingleton<StagingFolder>();
        services.AddSingleton<UploadLeases>();
        services.AddSingleton<UploadSessions>();
        services.AddScoped<UploadTargets>();
        services.AddScoped<ImageUploads>();
        services.AddScoped<ResumableUploads>();
        services.AddScoped<StagedUploads>();
        services.AddScoped<StagedCopies>();
        services.AddScoped<StagedWriting>();
        services.AddScoped<UploadQueries>();
        services.AddScoped<ImageProgress>();
        services.AddScoped<UploadProgressQueries>();
        services.AddScoped<StagingSweep>();
        services.AddHostedService<UploadRecovery>();
        return services;
    }
}
