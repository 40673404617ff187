using GlancePortal.Domain.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Jobs;

/// <summary>Registers what every process knows about jobs, also one that runs none.</summary>
public static class JobsRegistration
{
    /// <summary>Adds looking at jobs, ending and retrying them.</summary>
    public static IServiceCollection AddJobRecords(this IServiceCollection services)
    {
        services.AddPortalOptions<JobsOptions>("Jobs");
        services.AddSingleton<IValidateOptions<JobsOptions>, JobsOptionsRules>();
        return services.AddSingleton<JobLimits>().AddScoped<JobLimitControl>().AddScoped<JobQueries>().AddScoped<JobFacts>().AddScoped<JobControl>()
            .AddScoped<EndedJobs>();
    }
}
