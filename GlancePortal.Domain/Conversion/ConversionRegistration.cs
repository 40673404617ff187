using GlancePortal.Domain.Hosting;
using GlancePortal.Domain.Images;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Conversion;

/// <summary>Registers conversion and unpacking.</summary>
public static class ConversionRegistration
{
    /// <summary>Adds the converter, the decompressor and what they share.</summary>
    public static IServiceCollection AddConversion(this IServiceCollection services)
    {
        services.AddPortalOptions<QemuImgOptions>("QemuImg");
        services.AddPortalOptions<DecompressOptions>("Import:Decompress");
        services.AddSingleton<IValidateOptions<QemuImgOptions>, QemuImgOptionsRules>();
        services.AddSingleton<IValidateOptions<DecompressOptions>, DecompressOptionsRules>();
        services.AddSingleton<ConfinedTools>();
        services.AddSingleton(root => new ConversionTools(root.GetRequiredService<ConfinedTools>()));
        services.AddSingleton(root => new DiskConverter(root.GetRequiredService<ConfinedTools>()));
        services.AddSingleton(root => new Decompressor(
            root.GetRequiredService<ConfinedTools>(), root.GetRequiredService<IOptions<DecompressOptions>>(), root.GetRequiredService<IOptions<ImageOptions>>()));
        return services;
    }
}
