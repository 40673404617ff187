using GlancePortal.Domain.Formats;
using GlancePortal.Domain.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Images;

/// <summary>Registers the records of images and what reads them.</summary>
public static class ImagesRegistration
{
    /// <summary>Adds the services of images.</summary>
    public static IServiceCollection AddImages(this IServiceCollection services)
    {
        services.AddPortalOptions<ImageOptions>("Images");
        services.AddSingleton<IValidateOptions<ImageOptions>, ImageOptionsRules>();
        services.AddSingleton(SchemaOf);
        services.AddSingleton<ContentInspection>();
        services.AddSingleton<ImageAccess>();
        services.AddScoped<KnownProjects>();
        services.AddSingleton<ImagePermits>();
        services.AddScoped<ImageRecords>();
        services.AddScoped<ImageQueries>();
        services.AddScoped<DeletedImages>();
        services.AddScoped<ImageSearch>();
        services.AddScoped<ImageHistory>();
        services.AddScoped<ImageBulk>();
        services.AddScoped<ImageDownloads>();
        return services;
    }

    private static ImageSchema SchemaOf(IServiceProvider services)
    {
        var path = services.GetRequiredService<IOptions<ImageOptions>>().Value.SchemaFile;
        var faults = new List<string>();
        return string.IsNullOrEmpty(path)
            ? ImageSchema.Stock
            : ImageOptionsRules.ReadSchema(path, faults) ?? throw new OptionsValidationException("Images", typeof(ImageOptions), faults);
    }
}
