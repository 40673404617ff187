using GlancePortal.Domain.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Quotas;

/// <summary>Registers what keeps projects within their limits.</summary>
public static class QuotasRegistration
{
    /// <summary>Adds the services of quotas.</summary>
    public static IServiceCollection AddQuotas(this IServiceCollection services)
    {
        services.AddPortalOptions<QuotaOptions>("Quotas");
        services.AddSingleton<IValidateOptions<QuotaOptions>, QuotaOptionsRules>();
        services.AddSingleton<QuotaOverrides>().AddSingleton<GrowingReservations>();
        services.AddScoped<QuotaReservations>().AddScoped<ProjectQuotas>();
        return services;
    }
}
