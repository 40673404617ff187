using GlancePortal.Domain.Hosting;
using GlancePortal.Domain.Import.Plugins;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Import;

/// <summary>Registers imports and the steps on their way.</summary>
public static class ImportRegistration
{
    /// <summary>Adds the services of imports.</summary>
    public static IServiceCollection AddImport(this IServiceCollection services)
    {
        services.AddPortalOptions<ImportOptions>("Import");
        services.AddSingleton<IValidateOptions<ImportOptions>, ImportOptionsRules>();
        services.AddScoped<ImportRules>();
        services.AddScoped<ImportPlans>();
        services.AddScoped<ImportSources>();
        services.AddScoped<ImportLocks>();
        services.AddScoped<ImportRetries>();
        services.AddScoped<ProjectImports>();
        services.AddScoped<ImageProvenances>();
        services.AddScoped<ImportStates>();
        services.AddScoped<ImageImports>();
        services.AddScoped<ImageConversions>();
        services.AddScoped<DirectUploads>();
        services.AddScoped<ImageStaging>();
        services.AddScoped<ImportStoring>();
        services.AddScoped<ImportTasks>();
        services.AddScoped<StagedContents>();
        services.AddScoped<StagedFetching>();
        services.AddImportPlugin<DecompressPlugin>(ImportPlans.Decompress);
        services.AddImportPlugin<ConvertPlugin>(ImportPlans.Convert);
        services.AddImportPlugin<InjectMetadata>("inject-metadata");
        return services;
    }

    /// <summary>Adds a step.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="name">Its name in `Import:Plugins`.</param>
    /// <param name="isCheck">See <see cref="IImportPlugin.IsCheck"/>.</param>
    public static IServiceCollection AddImportPlugin<T>(this IServiceCollection services, string name, bool isCheck = false)
        where T : class, IImportPlugin =>
        services.AddScoped<IImportPlugin, T>().AddSingleton(new ImportPluginName(name, isCheck));
}
