using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Stores.FileSystem;

/// <summary>Registration of stores that keep files in folders.</summary>
public static class FileSystemStoreRegistration
{
    internal const string Type = "File";

    /// <summary>Registers the store <paramref name="id"/>, keyed by it.</summary>
    public static IServiceCollection AddFileSystemStore(this IServiceCollection services, string id)
    {
        services.AddOptions<FileSystemStoreOptions>(id)
            .Configure<IConfiguration>((options, configuration) => options.Directories = ReadDirectories(configuration, id))
            .ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<FileSystemStoreOptions>, FileSystemStoreOptionsRules>());
        services.AddKeyedSingleton<IImageStore>(id, (provider, _) => new FileSystemImageStore(
            id, provider.GetRequiredService<IOptionsMonitor<FileSystemStoreOptions>>().Get(id)));
        return services;
    }

    private static string[] ReadDirectories(IConfiguration configuration, string id)
    {
        // Not by the binder: it would merge a list of a weaker source into the one of a stronger source.
        var section = configuration.GetSection($"Stores:Backends:{id}:Directories");
        var listed = section.Value is { } text
            ? text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            : [.. section.GetChildren().Select(child => child.Value).OfType<string>()];
        return listed is [] ? [Path.Combine(configuration["DataDirectory"] ?? "./data", "stores", id)] : listed;
    }
}
