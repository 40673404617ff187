using GlancePortal.Domain.Data;
using GlancePortal.Domain.Hosting;
using GlancePortal.Domain.Jobs;
using GlancePortal.Jobs.Images;
using GlancePortal.Jobs.Import;
using GlancePortal.Jobs.Runner;
using GlancePortal.Jobs.Uploads;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Quartz;

namespace GlancePortal.Jobs;

/// <summary>Registers the runner and every job.</summary>
public static class JobsRegistration
{
    /// <summary>Adds the engine and the jobs; a process without the role `jobs` does not call it.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="configuration">Decides where the engine keeps its triggers: in the records' PostgreSQL, or in a file of its own.</param>
    public static IServiceCollection AddPortalJobs(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddSingleton<JobRows>().AddSingleton<JobExecutor>();
        services.AddQuartz(engine =>
        {
            engine.UseDefaultThreadPool(configuration.GetValue("Jobs:PerProcess", new JobsOptions().PerProcess));

            // A job gives its row back at once instead of holding up the end of the process; another run goes on.
            engine.ConfigureScheduler(scheduler => scheduler.ShutdownJobInterruption = ShutdownJobInterruption.Always);
            engine.UsePersistentStore(store => UseDatabase(store, configuration));
        });
        services.AddQuartzHostedService(options => options.WaitForJobsToComplete = true);
        services.AddHostedService<JobPlanner>();
        services.AddScoped<ContentPhases>();
        services.AddJob<ImportImage>();
        services.AddJob<FinishUpload>().AddJob<ExpireUploads>().AddJob<SweepStaging>().AddJob<PurgeImages>().AddJob<PurgeJobs>();
        return services;
    }

    /// <summary>Adds a kind of work.</summary>
    public static IServiceCollection AddJob<T>(this IServiceCollection services)
        where T : class, IJobHandler => services.AddScoped<IJobHandler, T>();

    private static void UseDatabase(IPersistentStoreBuilder store, IConfiguration configuration)
    {
        store.ProvisionSchema();
        var database = configuration.GetSection("Database");
        if (database.GetValue("Provider", DatabaseProvider.Sqlite) == DatabaseProvider.PostgreSql)
        {
            store.UsePostgres(NpgsqlFactory.Instance, database["ConnectionString"] ?? "");
            store.UseClustering(cluster =>
            {
                cluster.CheckinInterval = TimeSpan.FromSeconds(2);
                cluster.CheckinMisfireThreshold = TimeSpan.FromSeconds(4);
            });
        }
        else
        {
            // A file of its own: the engine's writers take no turns with ours.
            var directory = Path.GetFullPath(configuration["DataDirectory"] ?? new PortalOptions().DataDirectory);
            store.UseSqlite(SqliteFactory.Instance, new SqliteConnectionStringBuilder { DataSource = Path.Combine(directory, "quartz.db") }.ToString());
        }
    }
}
