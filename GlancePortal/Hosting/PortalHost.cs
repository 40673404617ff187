using GlancePortal.Access;
using GlancePortal.Api;
using GlancePortal.Components;
using GlancePortal.Domain;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Hosting;
using GlancePortal.Jobs;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.Options;

namespace GlancePortal.Hosting;

/// <summary>Makes the host: where its files are, what configures it, and how it starts and ends.</summary>
internal static class PortalHost
{
    /// <summary>Exit status of a start that a fault of the configuration stopped.</summary>
    public const int ConfigurationFault = 2;

    /// <returns>Null when a file of the configuration cannot be read; standard error says which and why.</returns>
    public static WebApplicationBuilder? CreateBuilder(string[] args)
    {
        try
        {
            return ConfiguredBuilder(args);
        }
        catch (Exception fault) when (fault is InvalidDataException or FileNotFoundException)
        {
            Console.Error.WriteLine($"Configuration: {fault.Message} {fault.InnerException?.Message}");
            return null;
        }
    }

    private static WebApplicationBuilder ConfiguredBuilder(string[] args)
    {
        // A published program serves the files beside it, from whatever directory it is started.
        var published = Directory.Exists(Path.Combine(AppContext.BaseDirectory, "wwwroot"));
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ContentRootPath = published ? AppContext.BaseDirectory : null,
        });
        AddOperatorsFile(builder.Configuration);
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        AddQuietStart(builder);
        builder.Services.AddTransferMemoryPool();
        builder.Services.AddPortalOptions<HostingOptions>("Hosting");
        builder.Services.AddKnownProxies();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = DrainTimeout(builder.Configuration));
        return builder;
    }

    /// <summary>Adds the services of every room.</summary>
    public static void AddPortal(this WebApplicationBuilder builder)
    {
        builder.Services.AddPortalDomain(builder.Configuration);
        builder.Services.AddPortalJobs(builder.Configuration);
        builder.Services.AddAccess();
        builder.Services.AddPortalApi();
        builder.Services.AddPortalPages();
    }

    /// <summary>Names every fault of the configuration on standard error.</summary>
    /// <returns>True when there is none.</returns>
    public static bool CheckConfiguration(this WebApplication app)
    {
        var faults = ConfigurationCheck.Run(app.Services);
        foreach (var fault in faults)
        {
            Console.Error.WriteLine($"Configuration: {fault}");
        }

        return faults.Count == 0;
    }

    /// <summary>Makes this the only server on the data directory, where the database is embedded. Verbs may run beside it.</summary>
    /// <returns>False when it is not; standard error says why.</returns>
    public static bool TakeDataDirectory(this WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<DatabaseOptions>>().Value.Provider != DatabaseProvider.Sqlite)
        {
            return true;
        }

        try
        {
            if (app.Services.GetRequiredService<DataDirectoryLock>().Take())
            {
                return true;
            }

            Console.Error.WriteLine(
                $"DataDirectory: another server runs on {app.Services.GetRequiredService<DataFolder>().Path}. "
                + "With SQLite there can be one: stop that one, name another DataDirectory, or use Database:Provider=PostgreSql for several.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"DataDirectory: it cannot be used: {fault.Message}");
        }

        return false;
    }

    /// <summary>Serves until the program is told to end.</summary>
    /// <returns>The exit status.</returns>
    public static async Task<int> ServeAsync(this WebApplication app)
    {
        try
        {
            await app.RunAsync();
            return 0;
        }
        catch (IOException fault) when (fault.InnerException is AddressInUseException)
        {
            Console.Error.WriteLine($"Urls: {fault.Message} Stop the program that listens there, or name another address with --Urls=http://….");
            return ConfigurationFault;
        }
    }

    /// <summary>Makes the data directory and brings the database up to date, before anything is served.</summary>
    /// <returns>False when the database cannot be used; standard error says why.</returns>
    public static async Task<bool> PrepareDataAsync(this WebApplication app)
    {
        try
        {
            app.Services.GetRequiredService<DataFolder>().Create();
            var schema = app.Services.GetRequiredService<DatabaseSchema>();
            if (app.Services.GetRequiredService<IOptions<DatabaseOptions>>().Value.Upgrade)
            {
                await schema.UpgradeAsync(app.Lifetime.ApplicationStopping);
                return true;
            }

            var pending = await schema.PendingAsync(app.Lifetime.ApplicationStopping);
            if (pending.Count > 0)
            {
                Console.Error.WriteLine(
                    $"Database: its schema lacks {string.Join(", ", pending)}. Start once with Database:Upgrade=true, or without that key.");
            }

            return pending.Count == 0;
        }
        catch (Exception fault) when (DatabaseFaults.IsAway(fault))
        {
            Console.Error.WriteLine($"Database: it cannot be used: {fault.GetBaseException().Message} Check Database:ConnectionString and the server.");
            return false;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"DataDirectory: it cannot be used: {fault.Message}");
            return false;
        }
    }

    /// <summary>Says on standard output where the program serves, once it does.</summary>
    public static void AnnounceReady(this WebApplication app) =>
        app.Lifetime.ApplicationStarted.Register(() =>
        {
            app.Services.GetRequiredService<Start>().IsOver = true;
            foreach (var url in app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [])
            {
                Console.Out.WriteLine($"GlancePortal ready on {url}");
            }
        });

    // An address that cannot be had is told in one line and not with two traces. Whatever else goes wrong is thrown, and its trace printed then.
    private static void AddQuietStart(WebApplicationBuilder builder)
    {
        var start = new Start();
        builder.Services.AddSingleton(start);
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", level => level >= LogLevel.Warning && start.IsOver);
    }

    // The framework reads its own options while the host is built, before the check has named the faults of ours.
    private static TimeSpan DrainTimeout(ConfigurationManager configuration) =>
        OptionsValues.TryParseTime(configuration["Hosting:DrainTimeout"] ?? "", out var time) && time > TimeSpan.Zero
            ? time
            : new HostingOptions().DrainTimeout;

    /// <summary>The file named by GLANCEPORTAL_CONFIG is stronger than the program's own and weaker than environment and command line.</summary>
    private static void AddOperatorsFile(ConfigurationManager configuration)
    {
        if (Environment.GetEnvironmentVariable("GLANCEPORTAL_CONFIG") is not { Length: > 0 } path)
        {
            return;
        }

        var sources = ((IConfigurationBuilder)configuration).Sources;
        var stronger = sources.Select((source, index) => (source, index))
            .Where(item => item.source is CommandLineConfigurationSource or EnvironmentVariablesConfigurationSource { Prefix: null or "" })
            .Select(item => item.index)
            .DefaultIfEmpty(sources.Count)
            .Min();
        var file = new JsonConfigurationSource { Path = Path.GetFullPath(path), Optional = false, ReloadOnChange = true };
        file.ResolveFileProvider();
        sources.Insert(stronger, file);
    }

    private sealed class Start
    {
        public bool IsOver { get; set; }
    }
}
