using System.Text;

namespace GlancePortal.Domain.Conversion;

/// <summary>The qemu-img of this machine.</summary>
/// <param name="Path">Where it is, all links followed.</param>
/// <param name="Version">As it says itself, for example `7.2.22`.</param>
/// <param name="HasZstd">Whether it can compress qcow2 by zstd.</param>
public sealed record QemuImg(string Path, string Version, bool HasZstd);

/// <summary>Finds the tools on PATH, each time anew: one that is installed while the server runs is found.</summary>
public sealed class ConversionTools
{
    private const string Name = "qemu-img";
    private readonly ConfinedTools _tools;
    private (string Path, DateTime Written, QemuImg Tool)? _known;

    internal ConversionTools(ConfinedTools tools) => _tools = tools;

    /// <summary>What this kernel offers for locking tools in.</summary>
    public static ConfinementSupport Confinement => ConfinementSupport.Probe();

    /// <summary>Absolute path of a program on PATH, all links followed; null when there is none.</summary>
    /// <param name="name">Its name.</param>
    public static string? OnPath(string name)
    {
        var found = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(Path.GetFullPath(folder), name))
            .FirstOrDefault(path => File.Exists(path) && (File.GetUnixFileMode(path) & UnixFileMode.OtherExecute | File.GetUnixFileMode(path) & UnixFileMode.UserExecute) != 0);
        return found is null ? null : File.ResolveLinkTarget(found, returnFinalTarget: true)?.FullName ?? found;
    }

    /// <summary>qemu-img with its version and abilities.</summary>
    /// <exception cref="ConversionException">`convert.tool_missing`: it is not there, or not usable.</exception>
    public async Task<QemuImg> FindAsync(CancellationToken cancellationToken)
    {
        var path = FindPath();
        var written = File.GetLastWriteTimeUtc(path);
        if (_known is { } known && known.Path == path && known.Written == written)
        {
            return known.Tool;
        }

        var tool = new QemuImg(path, await VersionAsync(path, cancellationToken), await HasZstdAsync(path, cancellationToken));
        _known = (path, written, tool);
        return tool;
    }

    /// <summary>Path of qemu-img.</summary>
    /// <exception cref="ConversionException">`convert.tool_missing`.</exception>
    internal static string FindPath() => OnPath(Name) ?? throw Missing("The program qemu-img is not installed.");

    private async Task<string> VersionAsync(string path, CancellationToken cancellationToken)
    {
        var text = new MemoryStream();
        var exit = await _tools.RunAsync(new ToolRun(path, ["--version"]) { Drain = (output, token) => output.CopyToAsync(text, token) }, cancellationToken);
        // qemu-img version 7.2.22 (Debian 1:7.2+dfsg-7)
        var words = Encoding.UTF8.GetString(text.ToArray()).Split(' ', '\n');
        return exit.IsFine && Array.IndexOf(words, "version") is var at and >= 0 && at + 1 < words.Length
            ? words[at + 1]
            : throw Missing("The program qemu-img does not run.");
    }

    // It does not say so anywhere: it either makes such a disk or it does not.
    private async Task<bool> HasZstdAsync(string path, CancellationToken cancellationToken)
    {
        var sample = Path.GetTempFileName();
        try
        {
            string[] arguments = ["create", "-q", "-f", "qcow2", "-o", "compression_type=zstd", sample, "64K"];
            return (await _tools.RunAsync(new ToolRun(path, arguments) { Writable = [sample] }, cancellationToken)).IsFine;
        }
        finally
        {
            File.Delete(sample);
        }
    }

    private static ConversionException Missing(string what) =>
        new("convert.tool_missing", $"{what} An administrator installs it with: apt-get install qemu-utils");
}
