using System.Data.Common;
using GlancePortal.Domain.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;

namespace GlancePortal.Domain.Data;

/// <summary>Registers <see cref="PortalDb"/>.</summary>
public static class DataRegistration
{
    /// <summary>Adds the records' context for the configured database, and what brings its schema up to date.</summary>
    public static IServiceCollection AddPortalData(this IServiceCollection services, DatabaseProvider provider)
    {
        services.AddPortalOptions<DatabaseOptions>("Database");
        services.AddSingleton<DatabaseSchema>();
        if (provider == DatabaseProvider.PostgreSql)
        {
            services.AddDbContextPool<PortalDb, PostgresPortalDb>((root, options) =>
                options.UseNpgsql(PostgresConnectionString(root)).Quieten());
        }
        else
        {
            services.AddDbContextPool<PortalDb, SqlitePortalDb>((root, options) =>
                options.UseSqlite(SqliteConnectionString(root)).AddInterceptors(new SqliteConnectionSetup()).Quieten());
        }

        return services;
    }

    // The server would spend more time on planning and compiling a list's query than on answering it.
    private static string PostgresConnectionString(IServiceProvider root)
    {
        var given = new DbConnectionStringBuilder { ConnectionString = root.GetRequiredService<IOptions<DatabaseOptions>>().Value.ConnectionString };
        var settings = new NpgsqlConnectionStringBuilder(given.ConnectionString);
        settings.Options = $"-c jit=off {settings.Options}".TrimEnd();
        if (!given.ContainsKey("Max Auto Prepare"))
        {
            (settings.MaxAutoPrepare, settings.AutoPrepareMinUsages) = (64, 2);
        }

        return settings.ConnectionString;
    }

    private static string SqliteConnectionString(IServiceProvider root)
    {
        var given = root.GetRequiredService<IOptions<DatabaseOptions>>().Value.ConnectionString;
        return given ?? new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(root.GetRequiredService<IOptions<PortalOptions>>().Value.DataDirectory, "portal.db"),
        }.ToString();
    }

    private static DbContextOptionsBuilder Quieten(this DbContextOptionsBuilder options) =>
        // Whether there are many of something is asked of any of them.
        options.EnableThreadSafetyChecks(false).ConfigureWarnings(warnings => warnings.Ignore(CoreEventId.RowLimitingOperationWithoutOrderByWarning));
}
