using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Hosting;

/// <summary>The data directory: everything the program keeps outside of databases and remote stores.</summary>
/// <param name="options">Where it is.</param>
public sealed class DataFolder(IOptions<PortalOptions> options)
{
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute;

    /// <summary>Absolute path.</summary>
    public string Path { get; } = options.Value.DataDirectory;

    /// <summary>Path of a folder below, created with mode 0750 when it is not there.</summary>
    /// <param name="name">One name, for example `staging`.</param>
    public string Below(string name)
    {
        var path = System.IO.Path.Combine(Path, name);
        Create(path);
        return path;
    }

    /// <summary>Creates it with mode 0750 when it is not there.</summary>
    public void Create() => Create(Path);

    private static void Create(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, Mode);
        }
    }
}
