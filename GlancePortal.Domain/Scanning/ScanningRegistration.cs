using GlancePortal.Domain.Hosting;
using GlancePortal.Domain.Import;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Scanning;

/// <summary>Registers the scan of content, and the quarantine.</summary>
public static class ScanningRegistration
{
    /// <summary>Adds the plugin `scan` and what administrators do with what it found.</summary>
    public static IServiceCollection AddScanning(this IServiceCollection services)
    {
        services.AddPortalOptions<ScanOptions>("Scan");
        services.AddSingleton<IValidateOptions<ScanOptions>, ScanOptionsRules>();
        services.AddSingleton<IValidateOptions<ImportOptions>, ScannerNamed>();
        services.AddSingleton<FileScanner>().AddSingleton<ScannedParts>();
        services.AddImportPlugin<ScanContent>(ScanContent.PluginName, isCheck: true);
        return services.AddScoped<Quarantine>();
    }
}
