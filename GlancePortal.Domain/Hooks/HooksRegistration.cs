using GlancePortal.Domain.Hosting;
using GlancePortal.Domain.Import;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Hooks;

/// <summary>Registers the operator's own step.</summary>
public static class HooksRegistration
{
    /// <summary>Adds the plugin `hook`.</summary>
    public static IServiceCollection AddHooks(this IServiceCollection services)
    {
        services.AddPortalOptions<HookOptions>("Import:Hook");
        services.AddSingleton<IValidateOptions<HookOptions>, HookOptionsRules>();
        services.AddSingleton<IValidateOptions<ImportOptions>, HookNamed>();
        return services.AddImportPlugin<RunHook>(RunHook.PluginName, isCheck: true);
    }
}
