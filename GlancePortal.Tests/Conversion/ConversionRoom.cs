using GlancePortal.Domain.Conversion;
using GlancePortal.Domain.Images;
using GlancePortal.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace GlancePortal.Tests.Conversion;

/// <summary>A folder with the converter and the decompressor as the server has them, under limits of choice.</summary>
internal sealed class ConversionRoom : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ConversionRoom(QemuImgOptions? limits = null, DecompressOptions? bounds = null)
    {
        var images = Options.Create(new ImageOptions());
        Tools = new ConfinedTools(Options.Create(limits ?? new QemuImgOptions()), images, TimeProvider.System, NullLogger<ConfinedTools>.Instance);
        Converter = new DiskConverter(Tools);
        Decompressor = new Decompressor(Tools, Options.Create(bounds ?? new DecompressOptions()), images);
    }

    public ConfinedTools Tools { get; }

    public DiskConverter Converter { get; }

    public Decompressor Decompressor { get; }

    public string File(string name) => _folder.File(name);

    public static string Program(string name) => ConversionTools.OnPath(name) ?? throw new InvalidOperationException($"{name} is not installed.");

    /// <summary>A script in bash, locked in; only what is built into bash works.</summary>
    public static ToolRun Script(string text) => new(Program("bash"), ["-c", text]);

    public static Task<string> QemuAsync(params string[] arguments) => Command.RunAsync("qemu-img", arguments);

    /// <summary>Bytes that a file takes on the disk, without its holes.</summary>
    public static async Task<long> AllocatedAsync(string path) =>
        512 * long.Parse(await Command.RunAsync("stat", ["-c", "%b", path]), System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A raw disk that is mostly empty, with a size that no format would choose by itself.</summary>
    public async Task<string> DiskAsync(string name = "source.raw")
    {
        var disk = new byte[(24 * 1024 * 1024) + 1536];
        Bytes.Random(1_000_000).CopyTo(disk, 5_000_000);
        Bytes.Random(5_000, seed: 2).CopyTo(disk, disk.Length - 5_000);
        await System.IO.File.WriteAllBytesAsync(File(name), disk);
        return File(name);
    }

    public void Dispose()
    {
        Tools.Dispose();
        _folder.Dispose();
    }
}
