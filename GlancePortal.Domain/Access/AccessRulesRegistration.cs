using GlancePortal.Domain.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Access;

/// <summary>Registers the rules of who may do what.</summary>
public static class AccessRulesRegistration
{
    /// <summary>Adds the operator's rules.</summary>
    public static IServiceCollection AddAccessRules(this IServiceCollection services)
    {
        services.AddPortalOptions<AccessOptions>("Access");
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<AccessOptions>, AccessOptionsRules>());
        services.AddSingleton<RulesInForce>();
        services.AddHostedService<WatchRules>();
        return services;
    }
}
